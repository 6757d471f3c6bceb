package simulator

// drawAll is "show license all".
func drawAll(sc *screen) {
	sc.heading("Smart Licensing Status", 22)
	sc.line("")
	if sc.v.preSLP {
		drawRegistrationStatus(sc)
		sc.line("")
		sc.heading("License Usage", 13)
		sc.line("")
		sc.licences()
		sc.productInformation()
		sc.agentVersion()
		return
	}
	sc.lines("Smart Licensing is ENABLED", "")
	sc.conversion()
	sc.exportKey()
	sc.utility()
	sc.policyMode(true)
	sc.account()
	sc.privacy()
	sc.transport(false)
	sc.miscellaneous()
	sc.policy()
	sc.usageReporting(false)
	sc.trustCodes()
	sc.heading("License Usage", 13)
	sc.line("")
	sc.licences()
	sc.productInformation()
	sc.agentVersion()
	sc.heading("License Authorizations", 22)
	sc.authorizations()
	sc.reportTotals()
	sc.line("")
	sc.telemetrySummary()
}

// drawAuthorization is "show license authorization".
func drawAuthorization(sc *screen) { sc.authorizations() }

func (sc *screen) authorizations() {
	if sc.v.reservationLog {
		sc.lines("Last Data Push: <none>", "Last File Export: <none>", "")
	}
	sc.line("Overall status:")
	for _, m := range sc.a.members {
		sc.line("  %s: %s", m.role, m.udi())
		sc.line("%*sStatus: NOT INSTALLED", sc.v.reservationPad, "")
	}
	sc.lines("", "Purchased Licenses:", "  No Purchase Information Available", "")
}

// reportTotals is the short Usage Report Summary.
func (sc *screen) reportTotals() {
	r := &sc.a.rum
	waiting := r.count(reportUnack)
	sc.heading("Usage Report Summary:", 21)
	sc.line("Total: %d,  Purged: %d", r.created, r.purged)
	sc.line("Total Acknowledged Received: %d,  Waiting for Ack: %d", r.acked, waiting)
	sc.line("Available to Report: %d  Collecting Data: %d", r.unacknowledged()-waiting, r.count(reportOpen))
}
