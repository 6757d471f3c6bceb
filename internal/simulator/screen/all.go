package screen

import (
	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// ShowAll is "show license all".
func ShowAll(pg *Page) {
	pg.heading("Smart Licensing Status", 22)
	pg.line("")
	if pg.v.PreSLP {
		pg.registrationStatus()
		pg.line("")
		pg.usageAndAgent()
		return
	}
	pg.lines("Smart Licensing is ENABLED", "")
	pg.conversion()
	pg.exportKey()
	pg.utility()
	pg.policyMode(true)
	pg.account()
	pg.privacy()
	pg.transport(false)
	pg.miscellaneous()
	pg.policy()
	pg.usageReporting(false)
	pg.trustCodes()
	pg.usageAndAgent()
	pg.heading("License Authorizations", 22)
	pg.authorizations()
	pg.reportTotals()
	pg.line("")
	pg.telemetrySummary()
}

// usageAndAgent prints the sections that all agents have after their status.
func (pg *Page) usageAndAgent() {
	pg.heading("License Usage", 13)
	pg.line("")
	pg.licences()
	pg.productInformation()
	pg.agentVersion()
}

// ShowAuthorization is "show license authorization".
func ShowAuthorization(pg *Page) { pg.authorizations() }

func (pg *Page) authorizations() {
	if pg.v.ReservationLog {
		pg.lines("Last Data Push: <none>", "Last File Export: <none>", "")
	}
	pg.line("Overall status:")
	for _, m := range pg.a.Members {
		pg.line("  %s: %s", m.Role, m.UDI())
		pg.line("%*sStatus: NOT INSTALLED", pg.v.ReservationPad, "")
	}
	pg.lines("", "Purchased Licenses:", "  No Purchase Information Available", "")
}

// reportTotals prints the short Usage Report Summary.
func (pg *Page) reportTotals() {
	r := &pg.a.RUM
	waiting := r.Count(agent.ReportUnack)
	pg.heading("Usage Report Summary:", 21)
	pg.line("Total: %d,  Purged: %d", r.Created, r.Purged)
	pg.line("Total Acknowledged Received: %d,  Waiting for Ack: %d", r.Acked, waiting)
	pg.line("Available to Report: %d  Collecting Data: %d", r.Unacknowledged()-waiting, r.Count(agent.ReportOpen))
}
