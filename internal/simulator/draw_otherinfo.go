package simulator

// otherInfo is the long list of the agent's inner settings.
func (sc *screen) otherInfo() {
	sc.heading("Other Info", 10)
	sc.line("Software ID: %s", sc.p.family.softwareID())
	sc.lines("Agent State: authorized", "TS enable: True")
	sc.line("Transport: %s", sc.p.transport.kind)
	if sc.a.direct() {
		sc.line("  Default URL: %s", sc.p.transport.url)
	}
	sc.lines("Locale: en_US.UTF-8", "Debug flags: 0x7", "Privacy Send Hostname: True",
		"Privacy Send IP: True", "Build type:: Production", "sizeof(char)  : 1", "sizeof(int)   : 4",
		"sizeof(long)  : 4", "sizeof(char *): 8", "sizeof(time_t): 4", "sizeof(size_t): 8",
		"Endian: Big", "Write Erase Occurred: False", "XOS version: 0.12.0.0",
		"Config Persist Received: "+truth(sc.v.persist), "Message Version: 1.3")
	sc.connectInfo()
	sc.line("agent.capabilities: %s", sc.v.capabilities)
	sc.lines("Check Point Interface: True", "Config Management Interface: False",
		"License Map Interface: True", "HA Interface: True", "Trusted Store Interface: True",
		"Platform Data Interface: True", "Crypto Version 2 Interface: False",
		"SAPluginMgmtInterfaceMutex: True", "SAPluginMgmtIPDomainName: True")
	if sc.v.vrf {
		sc.line("SmartTransportVRFSupport: True")
	}
	sc.settings()
	sc.trustStore()
}

// connectInfo is what is known of the server, which is nothing until it answered.
func (sc *screen) connectInfo() {
	answered := false
	for _, t := range sc.a.tallies {
		answered = answered || t.lastSuccess != 0
	}
	switch {
	case !answered:
		sc.lines("connect_info.name: <empty>", "connect_info.version: <empty>",
			"connect_info.additional: <empty>", "connect_info.prod: False", "connect_info.capabilities: <empty>")
	case sc.p.transport.kind == "cslu":
		sc.lines("connect_info.name: CSLU_V1", "connect_info.version: v1", "connect_info.additional: ",
			"connect_info.prod: True", "connect_info.capabilities: "+capBase+", CSLU_V1")
	default:
		sc.lines("connect_info.name: SSM", "connect_info.version: 1.3", "connect_info.additional:",
			"connect_info.prod: True", "connect_info.capabilities: DLC, AppHA, EXPORT_2, POLICY_USAGE, UTILITY"+sc.v.peerCaps)
	}
}

// settings are the keys that no one but Cisco reads; releases add some.
func (sc *screen) settings() {
	sc.lines("SmartAgentClientWaitForServer: 2000", "SmartAgentCmReTrySend: True",
		"SmartAgentClientIsUnified: True", "SmartAgentCmClient: True",
		"SmartAgentClientName: UnifiedClient", "builtInEncryption: True", "enableOnInit: True",
		"routingReadyByEvent: True", "systemInitByEvent: True", "SmartTransportServerIdCheck: True",
		"SmartTransportProxySupport: True")
	sc.lines(sc.v.extraKeys...)
	if sc.v.laterKeys > 0 {
		sc.line("SmartAgentPolicyDisplayFormat: 0")
	}
	sc.line("SmartAgentReportOnUpgrade: False")
	if sc.v.laterKeys > 0 {
		sc.line("SmartAgentIndividualRUMEncrypt: 2")
	} else {
		sc.line("SmartAgentUsageStatisticsEnable: False")
	}
	sc.lines("SmartAgentMaxRumMemory: 50", "SmartAgentConcurrentThreadMax: 10",
		"SmartAgentPolicyControllerModel: False")
	if sc.v.laterKeys > 1 {
		sc.line("SmartAgentDisableCacheSWID: False")
	}
	sc.lines("SmartAgentPolicyModel: True", "SmartAgentFederalLicense: True",
		"SmartAgentMultiTenant: False", "attr365DayEvalSyslog: True", "checkPointWriteOnly: False",
		"SmartAgentDelayCertValidation: "+truth(sc.v.lateValidation), "enableByDefault: False", "conversionAutomatic: False",
		"conversionAllowed: False", "storageEncryptDisable: False",
		"storageLoadUnencryptedDisable: False", "TSPluginDisable: False", "bypassUDICheck: False",
		"loggingAddTStamp: False", "loggingAddTid: True",
		"HighAvailabilityOverrideEvent: UnknownPlatformEvent",
		"platformIndependentOverrideEvent: UnknownPlatformEvent",
		"platformOverrideEvent: SmartAgentSystemDataListChanged", "WaitForHaRole: False",
		"standbyIsHot: True", "chkPtType: 2", "delayCommInit: False", "roleByEvent: True",
		"maxTraceLength: 150", "traceAlwaysOn: True", "debugFlags: 0", "Event log max size: 5120 KB")
	sc.line("Event log current size: %d KB", 1+len(sc.a.log.events)/8)
}

// trustStore is a line per member, the sum of them, and the clock.
func (sc *screen) trustStore() {
	for i, m := range sc.a.members {
		who := m.shortUDI()
		if len(sc.a.members) == 1 {
			who = "Local Device"
		}
		id := ""
		if sc.v.trustID {
			id = "  TrustId:" + itoa(m.trustID)
		}
		switch {
		case sc.a.trusted[i] != 0:
			sc.line("%s: %s, state[2], Trust Data INSTALLED%s", who, m.shortUDI(), id)
		case sc.a.tallies[msgTrust].total > 0:
			sc.line("%s: %s, state[1], NOT INSTALLED%s", who, m.shortUDI(), id)
		default:
			sc.line("%s: No Trust Data", who)
		}
	}
	if sc.a.hasTrust() {
		sc.line("Overall Trust: INSTALLED (2)")
	} else {
		sc.line("Overall Trust: No ID")
	}
	sc.lines("Clock sync-ed with NTP: "+truth(sc.p.ntp), "")
}
