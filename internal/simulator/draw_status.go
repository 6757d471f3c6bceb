package simulator

// drawStatus is "show license status".
func drawStatus(sc *screen) {
	if sc.v.preSLP {
		drawRegistrationStatus(sc)
		return
	}
	sc.utility()
	sc.policyMode(false)
	sc.account()
	sc.privacy()
	sc.transport(false)
	sc.policy()
	sc.miscellaneous()
	sc.usageReporting(false)
	sc.trustCodes()
	sc.telemetrySummary()
}

// drawUDI is "show license udi".
func drawUDI(sc *screen) {
	sc.udis()
	sc.line("")
}
