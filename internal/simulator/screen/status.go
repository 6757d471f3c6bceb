package screen

// Status is "show license status".
func Status(pg *Page) {
	if pg.v.PreSLP {
		pg.registrationStatus()
		return
	}
	pg.utility()
	pg.policyMode(false)
	pg.account()
	pg.privacy()
	pg.transport(false)
	pg.policy()
	pg.miscellaneous()
	pg.usageReporting(false)
	pg.trustCodes()
	pg.telemetrySummary()
}

// UDI is "show license udi".
func UDI(pg *Page) {
	pg.udis()
	pg.line("")
}
