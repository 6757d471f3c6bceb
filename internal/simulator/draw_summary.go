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
		sc.line("  Last Renewal Attempt: %s", sc.renewal())
		sc.line("  Next Renewal Attempt: %s", sc.date(sc.nextRenewal()))
		sc.lines("", "License Authorization: ")
		sc.line("  Status: %s", sc.compliance())
		sc.line("  Last Communication Attempt: SUCCEEDED")
		sc.line("  Next Communication Attempt: %s", sc.date(sc.a.reg.nextAuth))
		sc.line("")
	case sc.v.account:
		sc.account()
	}
	sc.line("License Usage:")
	sc.line("  License                 Entitlement Tag               Count Status")
	sc.line("  %s", strings.Repeat("-", 77))
	for _, l := range sc.p.licences {
		if l.count > 0 {
			sc.line("  %-24s%-27s%8d %s", shorten(l.name, 23), "("+shorten(l.description, 25)+")", l.count, status)
		}
	}
	sc.line("")
}

// shorten cuts a text to n signs, the last three of them dots.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n-3] + "..."
}
