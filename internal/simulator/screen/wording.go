package screen

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// wording is the text of an event in the two logs, with {places} for variable parts. An empty text
// is not logged.
type wording struct{ eventLog, syslog string }

// wordings returns the texts of all kinds of events.
func wordings() [agent.EventKinds]wording {
	const init, lic = "SAEVT_INIT_", "%SMART_LIC-"
	return [agent.EventKinds]wording{
		agent.EventStart:      {eventLog: init + `START version="{version}"`},
		agent.EventCryptoWait: {eventLog: init + `CRYPTO success="False" error="Crypto Initialization has not been completed"`},
		agent.EventHARegister: {eventLog: `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfRegister"`},
		agent.EventReady:      {"SAEVT_READY", lic + "6-AGENT_READY: Smart Agent for Licensing is initialized"},
		agent.EventEnabled:    {"SAEVT_ENABLED", lic + "6-AGENT_ENABLED: Smart Agent for Licensing is enabled"},
		agent.EventExport: {
			`SAEVT_EXPORT_FLAG exportAllowed="False"`,
			lic + "6-EXPORT_CONTROLLED: Usage of export controlled features is not allowed",
		},
		agent.EventHAInit:    {eventLog: `SAEVT_HA_EVENT eventType="SmartAgentEvtHArmfInitialize"`},
		agent.EventHAChassis: {eventLog: `SAEVT_HA_CHASSIS_ROLE udi="{udi}"`},
		agent.EventHARole: {
			`SAEVT_HA_ROLE udi="{udi}" haRole="Active"`,
			lic + "6-HA_ROLE_CHANGED: Smart Agent HA role changed to Active.",
		},
		agent.EventConfigBegin:  {eventLog: init + "CONFIG_READ_BEGIN"},
		agent.EventHostname:     {eventLog: "SAEVT_HOSTNAME_CHANGE"},
		agent.EventConfigDone:   {eventLog: init + "CONFIG_READ_DONE"},
		agent.EventPlatformOIR:  {eventLog: `SAEVT_PLATFORM eventSource="INFRA_SL" eventName="INFRA_SL_EVLOG_OIR_ADD" MSG="OIR Add evt 100 with slot-id 1"`},
		agent.EventHAConfig:     {eventLog: "SAEVT_HA_CONFIG"},
		agent.EventHAUDI:        {eventLog: `SAEVT_HA_UDI udi="{udi}" haRole="Active"`},
		agent.EventUsageDestroy: {eventLog: `SAEVT_LICENSE_USAGE count="0" type="destroy" entitlementTag="{tag}"`},
		agent.EventUsageTotal:   {eventLog: `SAEVT_LICENSE_USAGE count="{count}" type="total" entitlementTag="{tag}"`},
		agent.EventSystemInit:   {eventLog: init + "SYSTEM_INIT"},
		agent.EventCryptoDone:   {eventLog: init + `CRYPTO success="True"`},
		agent.EventInitComplete: {eventLog: init + "COMPLETE"},
		agent.EventPrivacy:      {eventLog: `SAEVT_PRIVACY_CHANGED enabled="True"`},
		agent.EventReportStart:  {eventLog: "SAEVT_UTILITY_REPORT_START"},
		agent.EventEvalState:    {`SAEVT_STATE_EVAL remainingSeconds="7775908"`, lic + "5-EVAL_START: Entering evaluation period"},
		agent.EventCommFail: {
			`SAEVT_COMM_FAIL error="{reason}"`,
			lic + "3-COMM_FAILED: Communications failure with the {peer} : {reason}{tail}",
		},
		agent.EventCommRestored:      {"SAEVT_COMM_RESTORED", lic + "5-COMM_RESTORED: Communications with {peer} restored"},
		agent.EventTrustInstalled:    {syslog: lic + "6-TRUST_INSTALL_SUCCESS: A new licensing trust code was successfully installed on {member}."},
		agent.EventReportingRequired: {syslog: lic + "6-REPORTING_REQUIRED: A Usage report acknowledgement will be required in {days} days."},
		agent.EventSwitchover:        {syslog: "%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_NOT_PRESENT)"},
		agent.EventTrustFailed: {syslog: lic + "3-TRUST_CODE_INSTALL_FAILED: The install of a new licensing trust code has failed on {short udi}: " +
			"The token provided is invalid or has expired."},
		agent.EventConfigI:         {syslog: "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.250)"},
		agent.EventRestart:         {syslog: "%SYS-5-RESTART: System restarted --\n{software}\nTechnical Support: http://www.cisco.com/techsupport"},
		agent.EventCallHome:        {syslog: "%CALL_HOME-6-CALL_HOME_ENABLED: Call-home is enabled by Smart Agent for Licensing."},
		agent.EventStandbyReady:    {syslog: lic + "{standby}-6-AGENT_READY: Smart Agent for Licensing is initialized"},
		agent.EventStandbyRole:     {syslog: lic + "{standby}-6-HA_ROLE_CHANGED: Smart Agent HA role changed to Standby."},
		agent.EventRegistered:      {syslog: lic + "6-AGENT_REG_SUCCESS: Smart Agent for Licensing Registration with the {peer} successful. udi {udi}"},
		agent.EventInCompliance:    {syslog: lic + "5-IN_COMPLIANCE: All entitlements and licenses in use on this device are authorized"},
		agent.EventOutOfCompliance: {syslog: lic + "3-OUT_OF_COMPLIANCE: One or more entitlements are out of compliance"},
		agent.EventAuthRenewed:     {syslog: lic + "6-AUTH_RENEW_SUCCESS: Authorization renewal with the {peer} successful for udi {udi}"},
	}
}

// filled replaces the {places} of a text.
func (pg *Page) filled(text string, e agent.Event) string {
	if !strings.Contains(text, "{") {
		return text
	}
	for _, p := range []struct {
		place string
		value func() string
	}{
		{"{udi}", pg.a.Members[0].UDI},
		{"{short udi}", pg.a.Members[0].ShortUDI},
		{"{member}", func() string { return pg.a.Members[e.Detail].ShortUDI() }},
		{"{tag}", func() string { return pg.p.Licences[e.Detail].Tag }},
		{"{count}", func() string { return itoa(pg.p.Licences[e.Detail].Count) }},
		{"{reason}", func() string { return agent.Reason(e.Detail).String() }},
		{"{peer}", pg.p.Transport.Peer},
		{"{tail}", pg.logTail},
		{"{standby}", pg.standby},
		{"{days}", func() string { return itoa(int(pg.p.AckPeriod/agent.Day) - 1) }},
		{"{version}", func() string { return pg.v.Full }},
		{"{software}", pg.softwareLine},
	} {
		if strings.Contains(text, p.place) {
			text = strings.ReplaceAll(text, p.place, p.value())
		}
	}
	return text
}

// standby returns the name of the standby switch, which follows the facility in its messages.
func (pg *Page) standby() string {
	if pg.p.Topology == agent.DualSupervisor {
		return "STBY"
	}
	return "SW2_STBY"
}

// logTail returns the blank that some releases print after a reason.
func (pg *Page) logTail() string {
	if pg.p.Transport.Kind == "cslu" && pg.v.Telemetry == agent.TelemetryOld {
		return " "
	}
	return ""
}
