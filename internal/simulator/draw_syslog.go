package simulator

import "fmt"

// syslogText is an event as a log message; empty: it is not logged.
func (sc *screen) syslogText(e event) string {
	udi, short := sc.a.members[0].udi(), sc.a.members[0].shortUDI()
	switch e.kind {
	case evEnabled:
		return "%SMART_LIC-6-AGENT_ENABLED: Smart Agent for Licensing is enabled"
	case evReady:
		return "%SMART_LIC-6-AGENT_READY: Smart Agent for Licensing is initialized"
	case evExport:
		return "%SMART_LIC-6-EXPORT_CONTROLLED: Usage of export controlled features is not allowed"
	case evHARole:
		return "%SMART_LIC-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Active."
	case evStandbyReady:
		return "%SMART_LIC-" + sc.standby() + "-6-AGENT_READY: Smart Agent for Licensing is initialized"
	case evStandbyRole:
		return "%SMART_LIC-" + sc.standby() + "-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Standby."
	case evReportingRequired:
		return fmt.Sprintf("%%SMART_LIC-6-REPORTING_REQUIRED: A Usage report acknowledgement will be required in %d days.", int(sc.p.ackPeriod/day)-1)
	case evEvalState:
		return "%SMART_LIC-5-EVAL_START: Entering evaluation period"
	case evCommFail:
		return fmt.Sprintf("%%SMART_LIC-3-COMM_FAILED: Communications failure with the %s : %s%s", sc.p.transport.peer(), reason(e.detail), sc.logTail())
	case evCommRestored:
		return fmt.Sprintf("%%SMART_LIC-5-COMM_RESTORED: Communications with %s restored", sc.p.transport.peer())
	case evTrustInstalled:
		return "%SMART_LIC-6-TRUST_INSTALL_SUCCESS: A new licensing trust code was successfully installed on " + sc.a.members[e.detail].shortUDI() + "."
	case evTrustFailed:
		return "%SMART_LIC-3-TRUST_CODE_INSTALL_FAILED: The install of a new licensing trust code has failed on " + short + ": The token provided is invalid or has expired."
	case evRegistered:
		return "%SMART_LIC-6-AGENT_REG_SUCCESS: Smart Agent for Licensing Registration with the " + sc.p.transport.peer() + " successful. udi " + udi
	case evAuthRenewed:
		return "%SMART_LIC-6-AUTH_RENEW_SUCCESS: Authorization renewal with the " + sc.p.transport.peer() + " successful for udi " + udi
	case evInCompliance:
		return "%SMART_LIC-5-IN_COMPLIANCE: All entitlements and licenses in use on this device are authorized"
	case evOutOfCompliance:
		return "%SMART_LIC-3-OUT_OF_COMPLIANCE: One or more entitlements are out of compliance"
	default:
		return sc.otherText(e)
	}
}

// otherText is a message of another facility than the smart agent's.
func (sc *screen) otherText(e event) string {
	switch e.kind {
	case evSwitchover:
		return "%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_NOT_PRESENT)"
	case evConfigI:
		return "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.250)"
	case evCallHome:
		return "%CALL_HOME-6-CALL_HOME_ENABLED: Call-home is enabled by Smart Agent for Licensing."
	case evRestart:
		return "%SYS-5-RESTART: System restarted --\n" + sc.softwareLine() + "\nTechnical Support: http://www.cisco.com/techsupport"
	}
	return ""
}

// standby is who speaks behind the facility when it is not the active switch.
func (sc *screen) standby() string {
	if sc.p.topology == DualSupervisor {
		return "STBY"
	}
	return "SW2_STBY"
}

// logTail is a blank that some releases leave behind a reason.
func (sc *screen) logTail() string {
	if sc.p.transport.kind == "cslu" && sc.v.telemetry == telemetryOld {
		return " "
	}
	return ""
}
