package screen

import "github.com/slp-exporter/slp-exporter/internal/simulator/agent"

// ShowUsage is "show license usage".
func ShowUsage(pg *Page) {
	switch {
	case pg.v.PreSLP:
		pg.line("License Authorization: ")
		pg.line("  Status: %s", pg.authorization())
		pg.evaluation()
		pg.line("")
	case !pg.v.NoAuthorization:
		pg.lines("License Authorization:", "  Status: Not Applicable", "")
	}
	pg.licences()
}

// licences prints the licences in use by name.
func (pg *Page) licences() {
	none := true
	for _, l := range pg.p.Licences {
		if l.Count == 0 {
			continue
		}
		none = false
		pg.licence(l)
	}
	if none {
		pg.lines("No licenses in use", "")
	}
}

func (pg *Page) licence(l agent.Licence) {
	name, description := l.Name, l.Description
	if pg.unnamed() {
		name, description = "", ""
	}
	pg.line("%s (%s):", name, l.Description)
	pg.line("  Description: %s", description)
	pg.line("  Count: %d", l.Count)
	pg.line("  Version: 1.0")
	if pg.v.PreSLP {
		pg.line("  Status: %s", pg.compliance())
		pg.lines("  Export status: NOT RESTRICTED", "")
		return
	}
	pg.lines("  Status: IN USE", "  Export status: NOT RESTRICTED")
	pg.line("  Feature Name: %s", l.Name)
	pg.line("  Feature Description: %s", l.Description)
	pg.lines("  Enforcement type: NOT ENFORCED", "  License type: "+l.Kind, "")
}
