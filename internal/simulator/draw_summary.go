package simulator

import "strings"

// drawSummary is "show license summary".
func drawSummary(sc *screen) {
	status := "IN USE"
	switch {
	case sc.v.preSLP:
		status = sc.compliance()
		sc.lines("Smart Licensing is ENABLED", "")
		sc.line("Registration:")
		sc.registrationHead()
		if sc.a.reg.registered != 0 {
			sc.line("  Last Renewal Attempt: %s", sc.renewal())
			sc.line("  Next Renewal Attempt: %s", sc.date(sc.nextRenewal()))
		}
		sc.lines("", "License Authorization: ")
		sc.line("  Status: %s", sc.compliance())
		sc.evaluation()
		if sc.a.reg.registered != 0 {
			sc.line("  Last Communication Attempt: SUCCEEDED")
			sc.line("  Next Communication Attempt: %s", sc.date(sc.a.reg.nextAuth))
		}
		sc.line("")
	case sc.v.account:
		sc.account()
	}
	tag := "Tag"
	if sc.v.preSLP {
		tag = "tag"
	}
	sc.line("License Usage:")
	sc.line("  License                 Entitlement %s               Count Status", tag)
	sc.line("  %s", strings.Repeat("-", 77))
	sc.summaryRows(status)
	sc.line("")
}

// summaryRows is a line per licence in use. An agent that is not registered does not
// know their names.
func (sc *screen) summaryRows(status string) {
	none := true
	for _, l := range sc.p.licences {
		if l.count == 0 {
			continue
		}
		none = false
		name := l.name
		if sc.unnamed() {
			name = ""
		}
		sc.line("  %-24s%-27s%8d %s", shorten(name, 23), "("+shorten(l.description, 25)+")", l.count, status)
	}
	if none {
		sc.line("  No licenses in use")
	}
}

// shorten cuts a text to n signs, the last three of them dots.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n-3] + "..."
}
