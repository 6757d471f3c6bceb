package screen

import "strings"

// ShowSummary is "show license summary".
func ShowSummary(pg *Page) {
	status, tag := "IN USE", "Tag"
	switch {
	case pg.v.PreSLP:
		status, tag = pg.compliance(), "tag"
		pg.registrationSummary()
	case pg.v.Account:
		pg.account()
	}
	pg.line("License Usage:")
	pg.line("  License                 Entitlement %s               Count Status", tag)
	pg.line("  %s", strings.Repeat("-", 77))
	pg.summaryRows(status)
	pg.line("")
}

// registrationSummary prints what agents of the registration era print first.
func (pg *Page) registrationSummary() {
	pg.lines("Smart Licensing is ENABLED", "")
	pg.line("Registration:")
	pg.registrationHead()
	if pg.a.Registration.Registered != 0 {
		pg.line("  Last Renewal Attempt: %s", pg.renewal())
		pg.line("  Next Renewal Attempt: %s", pg.date(pg.nextRenewal()))
	}
	pg.lines("", "License Authorization: ")
	pg.line("  Status: %s", pg.compliance())
	pg.evaluation()
	if pg.a.Registration.Registered != 0 {
		pg.line("  Last Communication Attempt: SUCCEEDED")
		pg.line("  Next Communication Attempt: %s", pg.date(pg.a.Registration.NextAuth))
	}
	pg.line("")
}

// summaryRows prints a line per licence in use. An unregistered agent does not know their names.
func (pg *Page) summaryRows(status string) {
	none := true
	for _, l := range pg.p.Licences {
		if l.Count == 0 {
			continue
		}
		none = false
		name := l.Name
		if pg.unnamed() {
			name = ""
		}
		pg.line("  %-24s%-27s%8d %s", shorten(name, 23), "("+shorten(l.Description, 25)+")", l.Count, status)
	}
	if none {
		pg.line("  No licenses in use")
	}
}

// shorten cuts a text to n characters, ending in three dots.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n-3] + "..."
}
