package simulator

import (
	"fmt"
	"time"
)

// drawEventLog is "show license eventlog [days]"; days 0: all there is.
func drawEventLog(sc *screen, days int) {
	from := instant(0)
	if days > 0 {
		from = sc.a.now.add(-time.Duration(days) * day)
	}
	found := false
	for _, e := range sc.a.log.until(sc.a.now) {
		text := sc.eventText(e)
		if e.at < from || text == "" {
			continue
		}
		if !found {
			sc.lines("**** Event Log ****", "")
			found = true
		}
		sc.line("%s %s %s", sc.local(e.at).Format("2006-01-02 15:04:05.000"), sc.p.zone.name, text)
	}
	if !found {
		sc.line(" No EventLog Found.    ")
	}
	sc.line("")
}

// eventText is an event as the event log has it; empty: the log does not have it.
func (sc *screen) eventText(e event) string {
	udi := fmt.Sprintf(`udi="%s"`, sc.a.members[0].udi())
	switch e.kind {
	case evStart:
		return fmt.Sprintf(`SAEVT_INIT_START version="%s"`, sc.v.full)
	case evCryptoWait:
		return `SAEVT_INIT_CRYPTO success="False" error="Crypto Initialization has not been completed"`
	case evHARegister:
		return `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfRegister"`
	case evExport:
		return `SAEVT_EXPORT_FLAG exportAllowed="False"`
	case evHAInit:
		return `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfInitialize"`
	case evHAChassis:
		return "SAEVT_HA_CHASSIS_ROLE " + udi
	case evHARole:
		return "SAEVT_HA_ROLE " + udi + ` haRole="Active"`
	case evPlatformOIR:
		return `SAEVT_PLATFORM eventSource="INFRA_SL" eventName="INFRA_SL_EVLOG_OIR_ADD" MSG="OIR Add evt 100 with slot-id 1"`
	case evHAUDI:
		return "SAEVT_HA_UDI " + udi + ` haRole="Active"`
	case evUsageDestroy:
		return fmt.Sprintf(`SAEVT_LICENSE_USAGE count="0" type="destroy" entitlementTag="%s"`, sc.p.licences[e.detail].tag)
	case evUsageTotal:
		l := sc.p.licences[e.detail]
		return fmt.Sprintf(`SAEVT_LICENSE_USAGE count="%d" type="total" entitlementTag="%s"`, l.count, l.tag)
	case evCryptoDone:
		return `SAEVT_INIT_CRYPTO success="True"`
	case evPrivacy:
		return `SAEVT_PRIVACY_CHANGED enabled="True"`
	case evEvalState:
		return `SAEVT_STATE_EVAL remainingSeconds="7775908"`
	case evCommFail:
		return fmt.Sprintf(`SAEVT_COMM_FAIL error="%s"`, reason(e.detail))
	}
	return map[eventKind]string{
		evReady: "SAEVT_READY", evEnabled: "SAEVT_ENABLED", evConfigBegin: "SAEVT_INIT_CONFIG_READ_BEGIN",
		evHostname: "SAEVT_HOSTNAME_CHANGE", evConfigDone: "SAEVT_INIT_CONFIG_READ_DONE",
		evHAConfig: "SAEVT_HA_CONFIG", evSystemInit: "SAEVT_INIT_SYSTEM_INIT",
		evInitComplete: "SAEVT_INIT_COMPLETE", evReportStart: "SAEVT_UTILITY_REPORT_START",
		evCommRestored: "SAEVT_COMM_RESTORED",
	}[e.kind]
}
