package screen

import (
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// EventLog is "show license eventlog [days]"; days 0: all there is.
func EventLog(days int) Command { return func(pg *Page) { pg.eventLog(days) } }

func (pg *Page) eventLog(days int) {
	from := agent.Instant(0)
	if days > 0 {
		from = pg.a.Now.Add(-time.Duration(days) * agent.Day)
	}
	found := false
	for _, e := range pg.a.Log.Until(pg.a.Now) {
		text := pg.eventText(e)
		if e.At < from || text == "" {
			continue
		}
		if !found {
			pg.lines("**** Event Log ****", "")
			found = true
		}
		pg.line("%s %s %s", pg.local(e.At).Format("2006-01-02 15:04:05.000"), pg.p.Zone.Name, text)
	}
	if !found {
		pg.line(" No EventLog Found.    ")
	}
	pg.line("")
}

// eventText is an event as the event log has it; empty: the log does not have it.
func (pg *Page) eventText(e agent.Event) string {
	udi := fmt.Sprintf(`udi="%s"`, pg.a.Members[0].UDI())
	switch e.Kind {
	case agent.EventStart:
		return fmt.Sprintf(`SAEVT_INIT_START version="%s"`, pg.v.Full)
	case agent.EventCryptoWait:
		return `SAEVT_INIT_CRYPTO success="False" error="Crypto Initialization has not been completed"`
	case agent.EventHARegister:
		return `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfRegister"`
	case agent.EventExport:
		return `SAEVT_EXPORT_FLAG exportAllowed="False"`
	case agent.EventHAInit:
		return `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfInitialize"`
	case agent.EventHAChassis:
		return "SAEVT_HA_CHASSIS_ROLE " + udi
	case agent.EventHARole:
		return "SAEVT_HA_ROLE " + udi + ` haRole="Active"`
	case agent.EventPlatformOIR:
		return `SAEVT_PLATFORM eventSource="INFRA_SL" eventName="INFRA_SL_EVLOG_OIR_ADD" MSG="OIR Add evt 100 with slot-id 1"`
	case agent.EventHAUDI:
		return "SAEVT_HA_UDI " + udi + ` haRole="Active"`
	case agent.EventUsageDestroy:
		return fmt.Sprintf(`SAEVT_LICENSE_USAGE count="0" type="destroy" entitlementTag="%s"`, pg.p.Licences[e.Detail].Tag)
	case agent.EventUsageTotal:
		l := pg.p.Licences[e.Detail]
		return fmt.Sprintf(`SAEVT_LICENSE_USAGE count="%d" type="total" entitlementTag="%s"`, l.Count, l.Tag)
	case agent.EventCryptoDone:
		return `SAEVT_INIT_CRYPTO success="True"`
	case agent.EventPrivacy:
		return `SAEVT_PRIVACY_CHANGED enabled="True"`
	case agent.EventEvalState:
		return `SAEVT_STATE_EVAL remainingSeconds="7775908"`
	case agent.EventCommFail:
		return fmt.Sprintf(`SAEVT_COMM_FAIL error="%s"`, agent.Reason(e.Detail))
	}
	return map[agent.EventKind]string{
		agent.EventReady: "SAEVT_READY", agent.EventEnabled: "SAEVT_ENABLED", agent.EventConfigBegin: "SAEVT_INIT_CONFIG_READ_BEGIN",
		agent.EventHostname: "SAEVT_HOSTNAME_CHANGE", agent.EventConfigDone: "SAEVT_INIT_CONFIG_READ_DONE",
		agent.EventHAConfig: "SAEVT_HA_CONFIG", agent.EventSystemInit: "SAEVT_INIT_SYSTEM_INIT",
		agent.EventInitComplete: "SAEVT_INIT_COMPLETE", agent.EventReportStart: "SAEVT_UTILITY_REPORT_START",
		agent.EventCommRestored: "SAEVT_COMM_RESTORED",
	}[e.Kind]
}
