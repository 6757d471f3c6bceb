package screen

import (
	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// otherInfo prints the long list of internal settings of the agent.
func (pg *Page) otherInfo() {
	pg.heading("Other Info", 10)
	pg.line("Software ID: %s", pg.p.Family.SoftwareID())
	pg.lines("Agent State: authorized", "TS enable: True")
	pg.line("Transport: %s", pg.a.Transport().Kind)
	if pg.a.Direct() {
		pg.line("  Default URL: %s", pg.a.Transport().URL)
	}
	pg.lines("Locale: en_US.UTF-8", "Debug flags: 0x7", "Privacy Send Hostname: True",
		"Privacy Send IP: True", "Build type:: Production", "sizeof(char)  : 1", "sizeof(int)   : 4",
		"sizeof(long)  : 4", "sizeof(char *): 8", "sizeof(time_t): 4", "sizeof(size_t): 8",
		"Endian: Big", "Write Erase Occurred: False", "XOS version: 0.12.0.0",
		"Config Persist Received: "+truth(pg.v.Persist), "Message Version: 1.3")
	pg.connectInfo()
	pg.line("agent.capabilities: %s", pg.v.Capabilities)
	pg.lines("Check Point Interface: True", "Config Management Interface: False",
		"License Map Interface: True", "HA Interface: True", "Trusted Store Interface: True",
		"Platform Data Interface: True", "Crypto Version 2 Interface: False",
		"SAPluginMgmtInterfaceMutex: True", "SAPluginMgmtIPDomainName: True")
	if pg.v.VRF {
		pg.line("SmartTransportVRFSupport: True")
	}
	pg.settings()
	pg.trustStore()
}

// connectInfo prints what is known about the server. Until it has answered, that is nothing.
func (pg *Page) connectInfo() {
	answered := false
	for _, t := range pg.a.Tallies {
		answered = answered || t.LastSuccess != 0
	}
	switch {
	case !answered:
		pg.lines("connect_info.name: <empty>", "connect_info.version: <empty>",
			"connect_info.additional: <empty>", "connect_info.prod: False", "connect_info.capabilities: <empty>")
	case pg.p.Transport.Kind == "cslu":
		pg.lines("connect_info.name: CSLU_V1", "connect_info.version: v1", "connect_info.additional: ",
			"connect_info.prod: True", "connect_info.capabilities: "+agent.CapabilitiesBase+", CSLU_V1")
	default:
		pg.lines("connect_info.name: SSM", "connect_info.version: 1.3", "connect_info.additional:",
			"connect_info.prod: True", "connect_info.capabilities: DLC, AppHA, EXPORT_2, POLICY_USAGE, UTILITY"+pg.v.PeerCapabilities)
	}
}

// settings prints keys that only Cisco reads; newer releases add some.
func (pg *Page) settings() {
	pg.lines("SmartAgentClientWaitForServer: 2000", "SmartAgentCmReTrySend: True",
		"SmartAgentClientIsUnified: True", "SmartAgentCmClient: True",
		"SmartAgentClientName: UnifiedClient", "builtInEncryption: True", "enableOnInit: True",
		"routingReadyByEvent: True", "systemInitByEvent: True", "SmartTransportServerIdCheck: True",
		"SmartTransportProxySupport: True")
	pg.lines(pg.v.ExtraKeys...)
	if pg.v.LaterKeys > 0 {
		pg.line("SmartAgentPolicyDisplayFormat: 0")
	}
	pg.line("SmartAgentReportOnUpgrade: False")
	if pg.v.LaterKeys > 0 {
		pg.line("SmartAgentIndividualRUMEncrypt: 2")
	} else {
		pg.line("SmartAgentUsageStatisticsEnable: False")
	}
	pg.lines("SmartAgentMaxRumMemory: 50", "SmartAgentConcurrentThreadMax: 10",
		"SmartAgentPolicyControllerModel: False")
	if pg.v.LaterKeys > 1 {
		pg.line("SmartAgentDisableCacheSWID: False")
	}
	pg.lines("SmartAgentPolicyModel: True", "SmartAgentFederalLicense: True",
		"SmartAgentMultiTenant: False", "attr365DayEvalSyslog: True", "checkPointWriteOnly: False",
		"SmartAgentDelayCertValidation: "+truth(pg.v.LateValidation), "enableByDefault: False", "conversionAutomatic: False",
		"conversionAllowed: False", "storageEncryptDisable: False",
		"storageLoadUnencryptedDisable: False", "TSPluginDisable: False", "bypassUDICheck: False",
		"loggingAddTStamp: False", "loggingAddTid: True",
		"HighAvailabilityOverrideEvent: UnknownPlatformEvent",
		"platformIndependentOverrideEvent: UnknownPlatformEvent",
		"platformOverrideEvent: SmartAgentSystemDataListChanged", "WaitForHaRole: False",
		"standbyIsHot: True", "chkPtType: 2", "delayCommInit: False", "roleByEvent: True",
		"maxTraceLength: 150", "traceAlwaysOn: True", "debugFlags: 0", "Event log max size: 5120 KB")
	pg.line("Event log current size: %d KB", 1+pg.a.Log.Len()/8)
}

// trustStore prints a line per member, the overall result and the state of the clock.
func (pg *Page) trustStore() {
	for i, m := range pg.a.Members {
		who := m.ShortUDI()
		if len(pg.a.Members) == 1 {
			who = "Local Device"
		}
		id := ""
		if pg.v.TrustID {
			id = "  TrustId:" + itoa(m.TrustID)
		}
		switch {
		case pg.a.Trusted[i] != 0:
			pg.line("%s: %s, state[2], Trust Data INSTALLED%s", who, m.ShortUDI(), id)
		case pg.a.Tallies[agent.MessageTrust].Total > 0:
			pg.line("%s: %s, state[1], NOT INSTALLED%s", who, m.ShortUDI(), id)
		default:
			pg.line("%s: No Trust Data", who)
		}
	}
	if pg.a.HasTrust() {
		pg.line("Overall Trust: INSTALLED (2)")
	} else {
		pg.line("Overall Trust: No ID")
	}
	pg.lines("Clock sync-ed with NTP: "+truth(pg.p.NTP), "")
}
