package screen

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// ShowTechSupport is "show license tech support".
func ShowTechSupport(pg *Page) {
	pg.lines("Smart Licensing Tech Support info", "")
	pg.heading("Smart Licensing Status", 22)
	pg.line("")
	if pg.v.PreSLP {
		pg.registrationStatus()
	} else {
		pg.techStatus()
	}
	pg.handles()
	pg.productInformation()
	pg.agentVersion()
	pg.jobs()
	if !pg.v.PreSLP {
		pg.statistics()
	}
	pg.certificates()
	pg.reservations()
	if pg.v.Enforcement {
		pg.lines("", "Device Enforcement State:", "NOT APPLICABLE", "")
	}
	pg.reportSummary()
	pg.telemetrySummary()
	if pg.v.Trust == agent.TrustFormTrailing {
		pg.trustCodes()
	}
	pg.otherInfo()
	pg.mappingTable()
}

func (pg *Page) techStatus() {
	pg.lines("Smart Licensing is ENABLED", "")
	pg.conversion()
	pg.exportKey()
	pg.utility()
	pg.policyMode(true)
	if pg.v.Account {
		pg.account()
	}
	pg.privacy()
	pg.transport(true)
	pg.miscellaneous()
	pg.policy()
	pg.usageReporting(true)
	if pg.v.Trust >= agent.TrustFormList {
		pg.trustCodes()
	}
}

// handles prints the licences with handle, tag and measurements.
func (pg *Page) handles() {
	pg.heading("License Usage", 13)
	for i, l := range pg.p.Licences {
		pg.handle(i, l)
	}
}

func (pg *Page) handle(i int, l agent.Licence) {
	status, request := "IN USE(15)", pg.date(pg.a.Measured.Add(14*time.Second))
	if l.Count == 0 {
		status, request = "NOT IN USE(1)", "None"
	}
	if pg.v.PreSLP {
		status = pg.compliance() + "(5)"
	}
	name, description := l.Name, l.Description
	if pg.unnamed() {
		name, description = "<empty>", "<empty>"
	}
	pg.line("Handle: %d", l.Handle)
	pg.line("  License: %s", name)
	pg.line("  Entitlement Tag: %s", l.Tag)
	pg.line("  Description: %s", description)
	pg.line("  Count: %d", l.Count)
	pg.line("  Version: 1.0")
	pg.line("  Status: %s", status)
	pg.line("  Status time: %s", pg.date(max(pg.a.Measured, pg.a.Registration.Registered)))
	pg.line("  Request Time: %s", request)
	pg.lines("  Export status: NOT RESTRICTED")
	if !pg.v.PreSLP {
		pg.measurements(i, l)
	}
	pg.line("  Soft Enforced: True")
	pg.line("")
}

func (pg *Page) measurements(i int, l agent.Licence) {
	pg.line("  Feature Name: %s", l.Name)
	pg.line("  Feature Description: %s", l.Description)
	pg.line("  Enforcement type: NOT ENFORCED")
	pg.line("  License type: %s", l.Kind)
	pg.lines("  Measurements:", "    ENTITLEMENT:", "      Interval: 00:15:00")
	pg.line("      Current Value: %d", l.Count)
	if pg.v.CurrentReport {
		current, previous := pg.a.RUM.IDs(i)
		pg.line("      Current Report: %d       Previous: %d", current, previous)
	}
}

func (pg *Page) certificates() {
	pg.heading("License Certificates", 20)
	pg.line("Production Cert: True")
	if r := pg.a.Registration; r.Registered != 0 {
		pg.line("PIID: %s", invent.UUID("piid "+pg.a.Members[0].Serial))
		pg.lines("Licensing Certificated:", "  Id Cert Info:")
		pg.line("    Start Date: %s. Expiry Date: %s", pg.date(max(r.Registered, r.Renewed)), pg.date(r.Expires))
		pg.lines("    Version Number: 3", "    Serial Number: 134418", "    Common Name: Simulated", "")
	} else {
		pg.lines("Not registered. No certificates installed", "")
	}
	pg.heading("HA Info", 10)
	pg.lines("RP Role: Active", "Chassis Role: Active", "Behavior Role: Active", "RMF: True",
		"CF: True", "CF State: Stateless", "Message Flow Allowed: False", "")
}

func (pg *Page) reservations() {
	pg.line("Reservation Info")
	if pg.ragged() {
		pg.line("================ ")
	} else {
		pg.line("================")
	}
	pg.line("License reservation: DISABLED")
	if pg.v.ReservationLog {
		pg.lines("Last Data Push: <none>", "Last File Export: <none>")
	}
	pg.lines("", "Overall status:")
	pg.memberReservations()
	pg.lines("", "Specified license reservations:", "", "Purchased Licenses:",
		"  No Purchase Information Available", "")
	switch pg.v.Number {
	case "5.1.26":
		pg.line("")
	case "5.3.16":
		pg.lines("", "Last Reporting Not Required:", "  Entitlement Tag: "+agent.Entitlement("2017-03", "essentialsk9"))
	}
}

func (pg *Page) memberReservations() {
	for _, m := range pg.a.Members {
		pg.line("  %s: %s", m.Role, m.UDI())
		for _, l := range []string{
			"Reservation status: NOT INSTALLED", "Request code: <none>", "Last return code: <none>",
			"Last Confirmation code: <none>", "Reservation authorization code: <none>",
		} {
			pg.line("%*s%s", pg.v.ReservationPad, "", l)
		}
	}
}

// mappingTable prints the end of tech support.
func (pg *Page) mappingTable() {
	pg.heading("Platform Provided Mapping Table", 31)
	pg.line("  %s: Total licenses found: %d", pg.a.Members[0].PID, 194+len(pg.v.ExtraKeys)*2)
	pg.line("Enforced Licenses:")
	tail := ""
	for i, m := range pg.a.Members {
		if i > 0 && m.Serial == pg.a.Members[0].Serial {
			if pg.v.Number == "5.7.6" && pg.p.Family.HSEC { // the entry of the standby supervisor has no tag
				pg.line("    hseck9:  (3)")
			}
			continue
		}
		pg.line("  %s:", m.ShortUDI())
		if pg.v.TailBlank && i == len(pg.a.Members)-1 {
			tail = " "
		}
		if pg.p.Family.HSEC {
			pg.line("    hseck9: %s (3)%s", agent.Entitlement("2021-05", "C9K_HSEC"), tail)
		} else {
			pg.line("    No PD enforced licenses%s", tail)
		}
	}
	pg.line("")
}
