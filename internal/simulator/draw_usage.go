package simulator

// drawUsage is "show license usage".
func drawUsage(sc *screen) {
	switch {
	case sc.v.preSLP:
		sc.line("License Authorization: ")
		sc.line("  Status: %s", sc.authorization())
		sc.evaluation()
		sc.line("")
	case !sc.v.noAuthorization:
		sc.lines("License Authorization:", "  Status: Not Applicable", "")
	}
	sc.licences()
}

// licences prints the licences in use by name.
func (sc *screen) licences() {
	none := true
	for _, l := range sc.p.licences {
		if l.count == 0 {
			continue
		}
		none = false
		name, description := l.name, l.description
		if sc.unnamed() {
			name, description = "", ""
		}
		sc.line("%s (%s):", name, l.description)
		sc.line("  Description: %s", description)
		sc.line("  Count: %d", l.count)
		sc.line("  Version: 1.0")
		if sc.v.preSLP {
			sc.line("  Status: %s", sc.compliance())
			sc.lines("  Export status: NOT RESTRICTED", "")
			continue
		}
		sc.lines("  Status: IN USE", "  Export status: NOT RESTRICTED")
		sc.line("  Feature Name: %s", l.name)
		sc.line("  Feature Description: %s", l.description)
		sc.lines("  Enforcement type: NOT ENFORCED", "  License type: "+l.kind, "")
	}
	if none {
		sc.lines("No licenses in use", "")
	}
}
