package collector

import "slices"

// deviceMetrics say which switch it is, what is enabled on it and how its clock runs.
func deviceMetrics() []Metric { return slices.Concat(deviceIdentity(), enabledModes(), deviceClock()) }

func deviceIdentity() []Metric {
	return []Metric{
		{
			Name: "slp_device_info", Type: gauge,
			Labels: []string{"hostname", "pid", "serial_number", "os_version", "agent_version", "software_id"},
			From:   "the prompt; tech support: Product Information, Agent Version, Other Info; `show version`: `Version`; NETCONF: `udi`, `version`",
			Help:   "The switch and its smart agent; always 1.",
			State: func(s *Sample, emit Emit) {
				pid, sn := "", ""
				if s.UDI != nil {
					pid, sn = s.UDI.PID, s.UDI.SerialNumber
				}
				if s.Hostname+pid+sn+s.OSVersion+s.AgentVersion+s.SoftwareID != "" {
					emit(1, s.Hostname, pid, sn, s.OSVersion, s.AgentVersion, s.SoftwareID)
				}
			},
		},
		{
			Name: "slp_account_info", Type: gauge, Labels: []string{"smart_account", "virtual_account"},
			From: "Account Information, or Registration before SLP; NETCONF: `registration-complete`",
			Help: "The accounts that CSSM reported to the switch; always 1.",
			State: func(s *Sample, emit Emit) {
				if a := s.Account; a != nil && a.SmartAccount+a.VirtualAccount != "" {
					emit(1, a.SmartAccount, a.VirtualAccount)
				}
			},
		},
	}
}

func enabledModes() []Metric {
	return []Metric{
		{
			Name: "slp_smart_licensing_enabled", Type: gauge, From: "`Smart Licensing is ENABLED`; NETCONF: `smart-enabled`",
			Help:  "1 if smart licensing is enabled.",
			State: func(s *Sample, emit Emit) { boolean(s.SmartLicensing, emit) },
		},
		{
			Name: "slp_policy_mode_enabled", Type: gauge, From: "Smart Licensing Using Policy: `Status`",
			Help:  "1 if Smart Licensing Using Policy is enabled; absent on agents before SLP.",
			State: func(s *Sample, emit Emit) { boolean(s.PolicyMode, emit) },
		},
	}
}

func deviceClock() []Metric {
	return []Metric{
		{
			Name: "slp_device_clock_skew_seconds", Type: gauge,
			From:  "tech support: `Current time`, else the `Time source` line, against the exporter's clock",
			Help:  "Switch clock minus exporter clock, after the time zone is taken out; far from 0, TLS and timestamps fail.",
			State: func(s *Sample, emit Emit) { span(s.Clock.Skew(), emit) },
		},
		{
			Name: "slp_device_ntp_synced", Type: gauge, From: "tech support: `Clock sync-ed with NTP`",
			Help:  "1 if the switch says that its clock is synchronised by NTP.",
			State: func(s *Sample, emit Emit) { boolean(s.NTPSynced, emit) },
		},
	}
}
