package screen

import (
	"fmt"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// syslogText is an event as a log message; empty: it is not logged.
func (pg *Page) syslogText(e agent.Event) string {
	udi, short := pg.a.Members[0].UDI(), pg.a.Members[0].ShortUDI()
	switch e.Kind {
	case agent.EventEnabled:
		return "%SMART_LIC-6-AGENT_ENABLED: Smart Agent for Licensing is enabled"
	case agent.EventReady:
		return "%SMART_LIC-6-AGENT_READY: Smart Agent for Licensing is initialized"
	case agent.EventExport:
		return "%SMART_LIC-6-EXPORT_CONTROLLED: Usage of export controlled features is not allowed"
	case agent.EventHARole:
		return "%SMART_LIC-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Active."
	case agent.EventStandbyReady:
		return "%SMART_LIC-" + pg.standby() + "-6-AGENT_READY: Smart Agent for Licensing is initialized"
	case agent.EventStandbyRole:
		return "%SMART_LIC-" + pg.standby() + "-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Standby."
	case agent.EventReportingRequired:
		return fmt.Sprintf("%%SMART_LIC-6-REPORTING_REQUIRED: A Usage report acknowledgement will be required in %d days.", int(pg.p.AckPeriod/agent.Day)-1)
	case agent.EventEvalState:
		return "%SMART_LIC-5-EVAL_START: Entering evaluation period"
	case agent.EventCommFail:
		return fmt.Sprintf("%%SMART_LIC-3-COMM_FAILED: Communications failure with the %s : %s%s", pg.p.Transport.Peer(), agent.Reason(e.Detail), pg.logTail())
	case agent.EventCommRestored:
		return fmt.Sprintf("%%SMART_LIC-5-COMM_RESTORED: Communications with %s restored", pg.p.Transport.Peer())
	case agent.EventTrustInstalled:
		return "%SMART_LIC-6-TRUST_INSTALL_SUCCESS: A new licensing trust code was successfully installed on " + pg.a.Members[e.Detail].ShortUDI() + "."
	case agent.EventTrustFailed:
		return "%SMART_LIC-3-TRUST_CODE_INSTALL_FAILED: The install of a new licensing trust code has failed on " + short + ": The token provided is invalid or has expired."
	case agent.EventRegistered:
		return "%SMART_LIC-6-AGENT_REG_SUCCESS: Smart Agent for Licensing Registration with the " + pg.p.Transport.Peer() + " successful. udi " + udi
	case agent.EventAuthRenewed:
		return "%SMART_LIC-6-AUTH_RENEW_SUCCESS: Authorization renewal with the " + pg.p.Transport.Peer() + " successful for udi " + udi
	case agent.EventInCompliance:
		return "%SMART_LIC-5-IN_COMPLIANCE: All entitlements and licenses in use on this device are authorized"
	case agent.EventOutOfCompliance:
		return "%SMART_LIC-3-OUT_OF_COMPLIANCE: One or more entitlements are out of compliance"
	default:
		return pg.otherText(e)
	}
}

// otherText is a message of another facility than the smart agent's.
func (pg *Page) otherText(e agent.Event) string {
	switch e.Kind {
	case agent.EventSwitchover:
		return "%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_NOT_PRESENT)"
	case agent.EventConfigI:
		return "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.250)"
	case agent.EventCallHome:
		return "%CALL_HOME-6-CALL_HOME_ENABLED: Call-home is enabled by Smart Agent for Licensing."
	case agent.EventRestart:
		return "%SYS-5-RESTART: System restarted --\n" + pg.softwareLine() + "\nTechnical Support: http://www.cisco.com/techsupport"
	}
	return ""
}

// standby is who speaks behind the facility when it is not the active switch.
func (pg *Page) standby() string {
	if pg.p.Topology == agent.DualSupervisor {
		return "STBY"
	}
	return "SW2_STBY"
}

// logTail is a blank that some releases leave behind a reason.
func (pg *Page) logTail() string {
	if pg.p.Transport.Kind == "cslu" && pg.v.Telemetry == agent.TelemetryOld {
		return " "
	}
	return ""
}
