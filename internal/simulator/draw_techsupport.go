package simulator

import "time"

// drawTechSupport is "show license tech support".
func drawTechSupport(sc *screen) {
	sc.lines("Smart Licensing Tech Support info", "")
	sc.heading("Smart Licensing Status", 22)
	sc.line("")
	if sc.v.preSLP {
		drawRegistrationStatus(sc)
	} else {
		sc.techStatus()
	}
	sc.handles()
	sc.productInformation()
	sc.agentVersion()
	sc.jobs()
	if !sc.v.preSLP {
		sc.statistics()
	}
	sc.certificates()
	sc.reservations()
	if sc.v.enforcement {
		sc.lines("", "Device Enforcement State:", "NOT APPLICABLE", "")
	}
	sc.reportSummary()
	sc.telemetrySummary()
	if sc.v.trust == trustFormTrailing {
		sc.trustCodes()
	}
	sc.otherInfo()
	sc.mappingTable()
}

func (sc *screen) techStatus() {
	sc.lines("Smart Licensing is ENABLED", "")
	sc.conversion()
	sc.exportKey()
	sc.utility()
	sc.policyMode(true)
	if sc.v.account {
		sc.account()
	}
	sc.privacy()
	sc.transport(true)
	sc.miscellaneous()
	sc.policy()
	sc.usageReporting(true)
	if sc.v.trust >= trustFormList {
		sc.trustCodes()
	}
}

// handles prints the licences with handle, tag and measurements.
func (sc *screen) handles() {
	sc.heading("License Usage", 13)
	for i, l := range sc.p.licences {
		status, request := "IN USE(15)", sc.date(sc.a.measured.add(14*time.Second))
		if l.count == 0 {
			status, request = "NOT IN USE(1)", "None"
		}
		if sc.v.preSLP {
			status = sc.compliance() + "(5)"
		}
		name, description := l.name, l.description
		if sc.unnamed() {
			name, description = "<empty>", "<empty>"
		}
		sc.line("Handle: %d", l.handle)
		sc.line("  License: %s", name)
		sc.line("  Entitlement Tag: %s", l.tag)
		sc.line("  Description: %s", description)
		sc.line("  Count: %d", l.count)
		sc.line("  Version: 1.0")
		sc.line("  Status: %s", status)
		sc.line("  Status time: %s", sc.date(max(sc.a.measured, sc.a.reg.registered)))
		sc.line("  Request Time: %s", request)
		sc.lines("  Export status: NOT RESTRICTED")
		if !sc.v.preSLP {
			sc.measurements(i, l)
		}
		sc.line("  Soft Enforced: True")
		sc.line("")
	}
}

func (sc *screen) measurements(i int, l licence) {
	sc.line("  Feature Name: %s", l.name)
	sc.line("  Feature Description: %s", l.description)
	sc.line("  Enforcement type: NOT ENFORCED")
	sc.line("  License type: %s", l.kind)
	sc.lines("  Measurements:", "    ENTITLEMENT:", "      Interval: 00:15:00")
	sc.line("      Current Value: %d", l.count)
	if sc.v.currentReport {
		current, previous := sc.a.rum.ids(i)
		sc.line("      Current Report: %d       Previous: %d", current, previous)
	}
}

func (sc *screen) certificates() {
	sc.heading("License Certificates", 20)
	sc.line("Production Cert: True")
	if r := sc.a.reg; r.registered != 0 {
		sc.line("PIID: %s", inventUUID("piid "+sc.a.members[0].serial))
		sc.lines("Licensing Certificated:", "  Id Cert Info:")
		sc.line("    Start Date: %s. Expiry Date: %s", sc.date(max(r.registered, r.renewed)), sc.date(r.expires))
		sc.lines("    Version Number: 3", "    Serial Number: 134418", "    Common Name: Simulated", "")
	} else {
		sc.lines("Not registered. No certificates installed", "")
	}
	sc.heading("HA Info", 10)
	sc.lines("RP Role: Active", "Chassis Role: Active", "Behavior Role: Active", "RMF: True",
		"CF: True", "CF State: Stateless", "Message Flow Allowed: False", "")
}

func (sc *screen) reservations() {
	sc.line("Reservation Info")
	if sc.ragged() {
		sc.line("================ ")
	} else {
		sc.line("================")
	}
	sc.line("License reservation: DISABLED")
	if sc.v.reservationLog {
		sc.lines("Last Data Push: <none>", "Last File Export: <none>")
	}
	sc.lines("", "Overall status:")
	for _, m := range sc.a.members {
		sc.line("  %s: %s", m.role, m.udi())
		for _, l := range []string{
			"Reservation status: NOT INSTALLED", "Request code: <none>", "Last return code: <none>",
			"Last Confirmation code: <none>", "Reservation authorization code: <none>",
		} {
			sc.line("%*s%s", sc.v.reservationPad, "", l)
		}
	}
	sc.lines("", "Specified license reservations:", "", "Purchased Licenses:",
		"  No Purchase Information Available", "")
	switch sc.v.number {
	case "5.1.26":
		sc.line("")
	case "5.3.16":
		sc.lines("", "Last Reporting Not Required:", "  Entitlement Tag: "+entitlement("2017-03", "essentialsk9"))
	}
}

// mappingTable is the end of tech support.
func (sc *screen) mappingTable() {
	sc.heading("Platform Provided Mapping Table", 31)
	sc.line("  %s: Total licenses found: %d", sc.a.members[0].pid, 194+len(sc.v.extraKeys)*2)
	sc.line("Enforced Licenses:")
	tail := ""
	for i, m := range sc.a.members {
		if i > 0 && m.serial == sc.a.members[0].serial {
			if sc.v.number == "5.7.6" && sc.p.family.hsec { // the standby supervisor's, with nothing to say
				sc.line("    hseck9:  (3)")
			}
			continue
		}
		sc.line("  %s:", m.shortUDI())
		if sc.v.tailBlank && i == len(sc.a.members)-1 {
			tail = " "
		}
		if sc.p.family.hsec {
			sc.line("    hseck9: %s (3)%s", entitlement("2021-05", "C9K_HSEC"), tail)
		} else {
			sc.line("    No PD enforced licenses%s", tail)
		}
	}
	sc.line("")
}
