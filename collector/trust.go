package collector

import "github.com/slp-exporter/slp-exporter/parser"

var memberLabels = []string{"role", "pid", "serial_number"}

// trustMetrics tell whether the switch may talk to CSSM at all.
func trustMetrics() []Metric {
	const section = "`Trust Code Installed`; tech support: the trust lines of Other Info; NETCONF: `trust-code`, `is-installed`"
	return []Metric{
		{
			Name: "slp_trust_code_installed", Type: gauge, Labels: memberLabels, From: section,
			Help: "1 if that member has an installed trust code, 0 if it says that it has none.",
			State: func(s *Sample, emit Emit) {
				for _, m := range s.Trust {
					boolean(m.Installed, emit, m.Role, m.PID, m.SerialNumber)
				}
			},
		},
		{
			Name: "slp_trust_code_installed_timestamp_seconds", Type: gauge, Labels: memberLabels,
			From: "`INSTALLED on`; NETCONF: `trust-code`, `time-installed`", Help: "When the trust code was installed.",
			State: trustTime(func(m parser.TrustCode) *parser.Time { return m.InstalledOn }),
		},
		{
			Name: "slp_trust_code_expiry_timestamp_seconds", Type: gauge, Labels: memberLabels,
			From: "`Expired on` (agent 6)", Help: "When the trust code expires; absent where the agent knows no expiry.",
			State: trustTime(func(m parser.TrustCode) *parser.Time { return m.Expires }),
		},
		{
			Name: "slp_trust_code_info", Type: gauge, Labels: append(memberLabels[:3:3], "trust_id", "type"),
			From: "`TrustId:`, `Trust Code Type`", Help: "Number and type of the trust code; always 1.",
			State: func(s *Sample, emit Emit) {
				for _, m := range s.Trust {
					if m.TrustID+m.Type != "" {
						emit(1, m.Role, m.PID, m.SerialNumber, m.TrustID, m.Type)
					}
				}
			},
		},
		{
			Name: "slp_trust_installed", Type: gauge, From: "tech support: `Overall Trust`",
			Help: "1 if the overall trust is INSTALLED, else 0.",
			State: func(s *Sample, emit Emit) {
				if s.OverallTrust != "" {
					emit(oneIf(s.OverallTrust == "INSTALLED"))
				}
			},
		},
		{
			Name: "slp_trust_info", Type: gauge, Labels: []string{"state"}, From: "tech support: `Overall Trust`",
			Help: "The overall trust in the switch's words; always 1.",
			State: func(s *Sample, emit Emit) {
				if s.OverallTrust != "" {
					emit(1, s.OverallTrust)
				}
			},
		},
	}
}

func trustTime(field func(parser.TrustCode) *parser.Time) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		for _, m := range s.Trust {
			s.at(field(m), emit, m.Role, m.PID, m.SerialNumber)
		}
	}
}
