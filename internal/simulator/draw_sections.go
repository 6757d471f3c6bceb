package simulator

// The sections that tech support, status and all have in common.

func (sc *screen) utility() {
	sc.lines("Utility:", "  Status: DISABLED", "")
}

func (sc *screen) policyMode(mode bool) {
	sc.lines("Smart Licensing Using Policy:", "  Status: ENABLED")
	if mode && sc.v.reportingMode {
		sc.line("  Reporting Mode: STANDARD")
	}
	sc.line("")
}

func (sc *screen) account() {
	sc.line("Account Information:")
	if sc.a.accountAsOf == 0 {
		sc.lines("  Smart Account: <none>", "  Virtual Account: <none>", "")
		return
	}
	sc.line("  Smart Account: %s As of %s", sc.p.account, sc.date(sc.a.accountAsOf))
	sc.line("  Virtual Account: %s", sc.p.virtual)
	sc.line("")
}

func (sc *screen) privacy() {
	sc.lines("Data Privacy:", "  Sending Hostname: yes",
		"    Callhome hostname privacy: DISABLED",
		"    Smart Licensing hostname privacy: DISABLED",
		"  Version privacy: DISABLED", "")
}

func (sc *screen) exportKey() {
	sc.lines("Export Authorization Key:", "  Features Authorized:", "    <none>", "")
}

func (sc *screen) conversion() {
	if sc.v.conversion == 0 {
		return
	}
	sc.lines("License Conversion:", "  Automatic Conversion Enabled: False")
	if sc.v.conversion == 4 {
		sc.line("  Status: Not started")
	}
	if sc.v.conversion >= 3 {
		sc.lines("  Last Data Push: <none>", "  Last File Export: <none>")
	}
	sc.line("")
}

// transport prints how the server is reached; full is tech support's way.
func (sc *screen) transport(full bool) {
	t := sc.p.transport
	sc.line("Transport:")
	sc.line("  Type: %s", t.kind)
	switch t.kind {
	case "Smart":
		sc.line("  URL: %s", t.url)
	case "cslu":
		sc.line("  Cslu address: %s", orEmpty(t.url))
	default:
		sc.line("")
		return
	}
	sc.line("  Proxy:")
	if full || t.proxyHost != "" {
		port := "<empty>"
		if t.proxyPort != 0 {
			port = itoa(t.proxyPort)
		}
		sc.line("    Address: %s", orEmpty(t.proxyHost))
		sc.line("    Port: %s", port)
		sc.lines("    Username: <empty>", "    Password: <empty>")
	} else {
		sc.line("    Not Configured")
	}
	if full {
		sc.line("  Server Identity Check: True")
	}
	if sc.v.vrf {
		sc.line("  VRF: <empty>")
	}
	if full && sc.v.ipMode {
		sc.lines("  IP Mode: IPv4 ONLY", "  Trust Point: SLA-TrustPoint")
	}
	sc.line("")
}

func (sc *screen) miscellaneous() {
	sc.lines("Miscellaneous:", "  Custom Id: <empty>", "")
}

func (sc *screen) policy() {
	policy, source := sc.p.policy, "Customer Policy"
	sc.line("Policy:")
	if sc.a.policySince == 0 {
		policy, source = defaultPolicy(), "CISCO default"
		sc.line("  Policy in use: Merged from multiple sources.")
	} else {
		sc.line("  Policy in use: Installed On %s", sc.date(sc.a.policySince))
		sc.line("  Policy name: %s", policy.name)
	}
	sc.line("  Reporting ACK required: yes (%s)", source)
	for i, class := range policyClasses() {
		d := policy.days[i]
		sc.line("  %s:", class)
		sc.line("    First report requirement (days): %d (%s)", d[0], source)
		sc.line("    Reporting frequency (days): %d (%s)", d[1], source)
		sc.line("    Report on change (days): %d (%s)", d[2], source)
	}
	sc.line("")
}

// usageReporting prints the cadence; full adds tech support's State and InPolicy.
func (sc *screen) usageReporting(full bool) {
	a := sc.a
	sc.line("Usage Reporting:")
	sc.line("  Last ACK received: %s", sc.date(a.lastAck))
	sc.line("  Next ACK deadline: %s", sc.date(a.deadline))
	interval := itoa(int(sc.p.pushInterval/day)) + "  days"
	if sc.p.transport.kind == "Transport Off" && a.lastFile == 0 {
		interval = "0 (no reporting)"
	}
	if full {
		state, within := 4, int(sc.p.ackPeriod/day)
		if a.lastAck == 0 {
			state = 2
		}
		if a.policySince == 0 {
			within = 90
		}
		interval += " State(" + itoa(state) + ") InPolicy(" + itoa(within) + ")"
	}
	sc.line("  Reporting push interval: %s", interval)
	poll, push := sc.nextChecks()
	sc.line("  Next ACK push check: %s", sc.date(poll))
	sc.line("  Next report push: %s", sc.date(push))
	sc.line("  Last report push: %s", sc.date(a.lastPush))
	sc.line("  Last report file write: %s", sc.date(a.lastFile))
	sc.line("")
}

// nextChecks are when the agent asks for an ACK next, and when it pushes its reports.
func (sc *screen) nextChecks() (poll, push instant) {
	if sc.p.scenario == Offline { // the model's timers stand for files carried by hand
		return 0, sc.a.timers[timerRoll]
	}
	return sc.a.timers[timerPoll], sc.a.timers[timerPush]
}

// trustCodes prints the section of that name in the version's form.
func (sc *screen) trustCodes() {
	switch {
	case !sc.a.hasTrust():
		sc.lines("Trust Code Installed: <none>", "")
	case sc.v.trust == trustFormDate:
		sc.line("Trust Code Installed: %s", sc.date(sc.a.trusted[0]))
		sc.line("")
	case sc.v.trust == trustFormValidity:
		sc.trustValidity()
	default:
		sc.line("Trust Code Installed:")
		for i, m := range sc.a.members {
			sc.line("  %s: %s", m.role, m.udi())
			if sc.a.trusted[i] == 0 {
				sc.line("    NOT INSTALLED")
				continue
			}
			sc.line("    INSTALLED on %s", sc.date(sc.a.trusted[i]))
		}
		sc.line("")
	}
}

// trustValidity is the form of agent 6.3: most codes never expire, which it prints as
// the beginning of 1970.
func (sc *screen) trustValidity() {
	sc.lines("Trust Code Installed:    Trust Code Type: CSSM", "    Attributes: <none>", "")
	for i, m := range sc.a.members {
		sc.line("  %s: %s", m.role, m.udi())
		at := sc.a.trusted[i]
		if at == 0 {
			sc.lines("    NOT INSTALLED", "")
			continue
		}
		expires := "Jan 01 00:00:00 1970 " + sc.p.zone.name
		if sc.p.index%2 == 1 {
			expires = sc.date(at.add(8 * 365 * day))
		}
		sc.line("    INSTALLED on %s    Valid on %s", sc.date(at), sc.date(at-302000))
		sc.line("    Expired on %s", expires)
		sc.lines("    Trust Code Type: CSSM", "    Attributes: <none>", "")
	}
	sc.line("")
}

// productInformation prints the UDIs, and behind them the HA list if there is one.
func (sc *screen) productInformation() {
	sc.heading("Product Information", 19)
	sc.udis()
	sc.line("")
}

func (sc *screen) udis() {
	sc.line("UDI: %s", sc.a.members[0].udi())
	if len(sc.a.members) == 1 {
		return
	}
	sc.lines("", "HA UDI List:")
	for _, m := range sc.a.members {
		sc.line("    %s:%s", m.role, m.udi())
	}
}

func (sc *screen) agentVersion() {
	sc.heading("Agent Version", 13)
	sc.line("Smart Agent for Licensing: %s", sc.v.full)
	sc.line("")
}
