package screen

import (
	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// This file prints the sections that tech support, status and all share.

func (pg *Page) utility() {
	pg.lines("Utility:", "  Status: DISABLED", "")
}

func (pg *Page) policyMode(mode bool) {
	pg.lines("Smart Licensing Using Policy:", "  Status: ENABLED")
	if mode && pg.v.ReportingMode {
		pg.line("  Reporting Mode: STANDARD")
	}
	pg.line("")
}

func (pg *Page) account() {
	pg.line("Account Information:")
	if pg.a.AccountAsOf == 0 {
		pg.lines("  Smart Account: <none>", "  Virtual Account: <none>", "")
		return
	}
	pg.line("  Smart Account: %s As of %s", pg.p.Account, pg.date(pg.a.AccountAsOf))
	pg.line("  Virtual Account: %s", pg.p.VirtualAccount)
	pg.line("")
}

func (pg *Page) privacy() {
	pg.lines("Data Privacy:", "  Sending Hostname: yes",
		"    Callhome hostname privacy: DISABLED",
		"    Smart Licensing hostname privacy: DISABLED",
		"  Version privacy: DISABLED", "")
}

func (pg *Page) exportKey() {
	pg.lines("Export Authorization Key:", "  Features Authorized:", "    <none>", "")
}

func (pg *Page) conversion() {
	if pg.v.Conversion == 0 {
		return
	}
	pg.lines("License Conversion:", "  Automatic Conversion Enabled: False")
	if pg.v.Conversion == 4 {
		pg.line("  Status: Not started")
	}
	if pg.v.Conversion >= 3 {
		pg.lines("  Last Data Push: <none>", "  Last File Export: <none>")
	}
	pg.line("")
}

// transport prints how the server is reached. full is the form of tech support.
func (pg *Page) transport(full bool) {
	t := pg.a.Transport()
	pg.line("Transport:")
	pg.line("  Type: %s", t.Kind)
	switch t.Kind {
	case "Smart":
		pg.line("  URL: %s", t.URL)
	case "cslu":
		pg.line("  Cslu address: %s", orEmpty(t.URL))
	default:
		pg.line("")
		return
	}
	pg.proxy(full)
	if full {
		pg.line("  Server Identity Check: True")
	}
	if pg.v.VRF {
		pg.line("  VRF: %s", orEmpty(pg.p.Network.VRF))
	}
	if full && pg.v.IPMode {
		pg.lines("  IP Mode: IPv4 ONLY", "  Trust Point: SLA-TrustPoint")
	}
	pg.line("")
}

// proxy prints the settings of the proxy. full includes those that are not set.
func (pg *Page) proxy(full bool) {
	t := pg.a.Transport()
	pg.line("  Proxy:")
	if !full && t.ProxyHost == "" {
		pg.line("    Not Configured")
		return
	}
	port := "<empty>"
	if t.ProxyPort != 0 {
		port = itoa(t.ProxyPort)
	}
	pg.line("    Address: %s", orEmpty(t.ProxyHost))
	pg.line("    Port: %s", port)
	pg.lines("    Username: <empty>", "    Password: <empty>")
}

func (pg *Page) miscellaneous() {
	pg.lines("Miscellaneous:", "  Custom Id: <empty>", "")
}

func (pg *Page) policy() {
	policy, source := pg.p.Policy, "Customer Policy"
	pg.line("Policy:")
	if pg.a.PolicySince == 0 {
		policy, source = agent.DefaultPolicy(), "CISCO default"
		pg.line("  Policy in use: Merged from multiple sources.")
	} else {
		pg.line("  Policy in use: Installed On %s", pg.date(pg.a.PolicySince))
		pg.line("  Policy name: %s", policy.Name)
	}
	pg.line("  Reporting ACK required: yes (%s)", source)
	for i, class := range agent.PolicyClasses() {
		d := policy.Days[i]
		pg.line("  %s:", class)
		pg.line("    First report requirement (days): %d (%s)", d[0], source)
		pg.line("    Reporting frequency (days): %d (%s)", d[1], source)
		pg.line("    Report on change (days): %d (%s)", d[2], source)
	}
	pg.line("")
}

// usageReporting prints the schedule of reports. full adds State and InPolicy, as in tech support.
func (pg *Page) usageReporting(full bool) {
	a := pg.a
	pg.line("Usage Reporting:")
	pg.line("  Last ACK received: %s", pg.date(a.LastAck))
	pg.line("  Next ACK deadline: %s", pg.date(a.Deadline))
	pg.line("  Reporting push interval: %s", pg.pushInterval(full))
	poll, push := pg.nextChecks()
	pg.line("  Next ACK push check: %s", pg.date(poll))
	pg.line("  Next report push: %s", pg.date(push))
	pg.line("  Last report push: %s", pg.date(a.LastPush))
	pg.line("  Last report file write: %s", pg.date(a.LastFile))
	pg.line("")
}

// pushInterval returns the interval as printed. full adds State and InPolicy.
func (pg *Page) pushInterval(full bool) string {
	a := pg.a
	interval := itoa(int(pg.p.PushInterval/agent.Day)) + "  days"
	if pg.a.Transport().Kind == "Transport Off" && a.LastFile == 0 {
		interval = "0 (no reporting)"
	}
	if full {
		state, within := 4, int(pg.p.AckPeriod/agent.Day)
		if a.LastAck == 0 {
			state = 2
		}
		if a.PolicySince == 0 {
			within = 90
		}
		interval += " State(" + itoa(state) + ") InPolicy(" + itoa(within) + ")"
	}
	return interval
}

// nextChecks returns when the agent next asks for an ACK, and when it next pushes reports.
func (pg *Page) nextChecks() (poll, push agent.Instant) {
	if pg.p.Scenario == agent.Offline { // here the model's timers are for files carried by hand
		return 0, pg.a.Due[agent.TimerRoll]
	}
	return pg.a.Due[agent.TimerPoll], pg.a.Due[agent.TimerPush]
}

// trustCodes prints Trust Code Installed in the form of the release.
func (pg *Page) trustCodes() {
	switch {
	case !pg.a.HasTrust():
		pg.lines("Trust Code Installed: <none>", "")
	case pg.v.Trust == agent.TrustFormDate:
		pg.line("Trust Code Installed: %s", pg.date(pg.a.Trusted[0]))
		pg.line("")
	case pg.v.Trust == agent.TrustFormValidity:
		pg.trustValidity()
	default:
		pg.line("Trust Code Installed:")
		for i, m := range pg.a.Members {
			pg.line("  %s: %s", m.Role, m.UDI())
			if pg.a.Trusted[i] == 0 {
				pg.line("    NOT INSTALLED")
				continue
			}
			pg.line("    INSTALLED on %s", pg.date(pg.a.Trusted[i]))
		}
		pg.line("")
	}
}

// trustValidity prints the form of agent 6.3. Most codes never expire, which it prints as the
// beginning of 1970.
func (pg *Page) trustValidity() {
	pg.lines("Trust Code Installed:    Trust Code Type: CSSM", "    Attributes: <none>", "")
	for i, m := range pg.a.Members {
		pg.line("  %s: %s", m.Role, m.UDI())
		at := pg.a.Trusted[i]
		if at == 0 {
			pg.lines("    NOT INSTALLED", "")
			continue
		}
		expires := "Jan 01 00:00:00 1970 " + pg.p.Zone.Name
		if pg.p.Index%2 == 1 {
			expires = pg.date(at.Add(8 * 365 * agent.Day))
		}
		pg.line("    INSTALLED on %s    Valid on %s", pg.date(at), pg.date(at-302000))
		pg.line("    Expired on %s", expires)
		pg.lines("    Trust Code Type: CSSM", "    Attributes: <none>", "")
	}
	pg.line("")
}

// productInformation prints the UDIs, with the HA list where there is one.
func (pg *Page) productInformation() {
	pg.heading("Product Information", 19)
	pg.udis()
	pg.line("")
}

func (pg *Page) udis() {
	pg.line("UDI: %s", pg.a.Members[0].UDI())
	if len(pg.a.Members) == 1 {
		return
	}
	pg.lines("", "HA UDI List:")
	for _, m := range pg.a.Members {
		pg.line("    %s:%s", m.Role, m.UDI())
	}
}

func (pg *Page) agentVersion() {
	pg.heading("Agent Version", 13)
	pg.line("Smart Agent for Licensing: %s", pg.v.Full)
	pg.line("")
}
