package simulator

import "fmt"

// drawLogging is "show logging".
func drawLogging(sc *screen) {
	lines := sc.syslog()
	sc.lines("Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)",
		"", "No Active Message Discriminator.", "", "", "", "No Inactive Message Discriminator.", "", "",
		"    Console logging: disabled",
		"    Monitor logging: level debugging, 0 messages logged, xml disabled,",
		"                     filtering disabled")
	sc.line("    Buffer logging:  level debugging, %d messages logged, xml disabled,", len(lines))
	sc.lines("                    filtering disabled", "    Exception Logging: size (4096 bytes)",
		"    Count and timestamp logging messages: disabled", "    File logging: disabled",
		"    Persistent logging: disabled", "", "No active filter modules.", "")
	sc.line("    Trap logging: level informational, %d message lines logged", len(lines)+2)
	sc.lines("        Logging Source-Interface:       VRF Name:", "    TLS Profiles: ", "",
		"Log Buffer (131072 bytes):", "")
	sc.lines(lines...)
}

// syslog is the log buffer, oldest first.
func (sc *screen) syslog() []string {
	mark, _ := sc.clock()
	var out []string
	sc.a.log.all(func(e event) {
		if text := sc.syslogText(e); text != "" && e.at <= sc.a.now {
			out = append(out, mark+sc.local(e.at).Format("Jan _2 15:04:05.000: ")+text)
		}
	})
	return out
}

// syslogText is an event as a log message; empty: it is not logged.
func (sc *screen) syslogText(e event) string {
	switch e.kind {
	case evEnabled:
		return "%SMART_LIC-6-AGENT_ENABLED: Smart Agent for Licensing is enabled"
	case evReady:
		return "%SMART_LIC-6-AGENT_READY: Smart Agent for Licensing is initialized"
	case evExport:
		return "%SMART_LIC-6-EXPORT_CONTROLLED: Usage of export controlled features is not allowed"
	case evHARole:
		return "%SMART_LIC-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Active."
	case evReportingRequired:
		if sc.v.preSLP {
			return ""
		}
		return fmt.Sprintf("%%SMART_LIC-6-REPORTING_REQUIRED: A Usage report acknowledgement will be required in %d days.", int(sc.p.ackPeriod/day)-1)
	case evEvalState:
		return "%SMART_LIC-5-EVAL_START: Entering evaluation period"
	case evCommFail:
		return fmt.Sprintf("%%SMART_LIC-3-COMM_FAILED: Communications failure with the %s : %s", sc.p.transport.peer(), reason(e.detail))
	case evCommRestored:
		return fmt.Sprintf("%%SMART_LIC-5-COMM_RESTORED: Communications with %s restored", sc.p.transport.peer())
	case evTrustInstalled:
		return "%SMART_LIC-6-TRUST_INSTALL_SUCCESS: A new licensing trust code was successfully installed on " + sc.a.members[e.detail].shortUDI() + "."
	case evTrustFailed:
		return "%SMART_LIC-3-TRUST_CODE_INSTALL_FAILED: The install of a new licensing trust code has failed on " + sc.a.members[0].shortUDI() + ": The token provided is invalid or has expired."
	case evSwitchover:
		return "%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_NOT_PRESENT)"
	case evConfigI:
		return "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.250)"
	}
	return ""
}
