package screen

// ShowStatus is "show license status".
func ShowStatus(pg *Page) {
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

// ShowUDI is "show license udi".
func ShowUDI(pg *Page) {
	pg.udis()
	pg.line("")
}
