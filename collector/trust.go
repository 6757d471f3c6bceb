package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// trustMetrics say whether the switch may talk to CSSM at all.
func trustMetrics() []Metric { return slices.Concat(trustCodes(), overallTrust()) }

func trustCodes() []Metric {
	const section = "`Trust Code Installed`; tech support: the trust lines of Other Info; NETCONF: `trust-code`, `is-installed`"
	return []Metric{
		{
			Name: "slp_trust_code_installed", Type: gauge, Labels: memberLabels(), From: section,
			Help: "1 if that member has an installed trust code, 0 if it says that it has none.",
			State: eachTrustCode(func(_ *Sample, c parser.TrustCode, emit Emit) {
				boolean(c.Installed, emit, c.Role, c.PID, c.SerialNumber)
			}),
		},
		trustTime("slp_trust_code_installed_timestamp_seconds", "`INSTALLED on`; NETCONF: `trust-code`, `time-installed`",
			"When the trust code was installed.",
			func(c parser.TrustCode) *localtime.Time { return c.InstalledOn }),
		trustTime("slp_trust_code_expiry_timestamp_seconds", "`Expired on` (agent 6)",
			"When the trust code expires; absent where the agent knows no expiry.",
			func(c parser.TrustCode) *localtime.Time { return c.Expires }),
		{
			Name: "slp_trust_code_info", Type: gauge, Labels: append(memberLabels(), "trust_id", "type"),
			From: "`TrustId:`, `Trust Code Type`", Help: "Number and type of the trust code; always 1.",
			State: eachTrustCode(func(_ *Sample, c parser.TrustCode, emit Emit) {
				if c.TrustID+c.Type != "" {
					emit(1, c.Role, c.PID, c.SerialNumber, c.TrustID, c.Type)
				}
			}),
		},
	}
}

func overallTrust() []Metric {
	const from = "tech support: `Overall Trust`"
	return []Metric{
		{
			Name: "slp_trust_installed", Type: gauge, From: from, Help: "1 if the overall trust is INSTALLED, else 0.",
			State: func(s *Sample, emit Emit) {
				if s.OverallTrust != "" {
					emit(oneIf(s.OverallTrust == "INSTALLED"))
				}
			},
		},
		{
			Name: "slp_trust_info", Type: gauge, Labels: []string{"state"}, From: from,
			Help: "The overall trust in the switch's words; always 1.",
			State: func(s *Sample, emit Emit) {
				if s.OverallTrust != "" {
					emit(1, s.OverallTrust)
				}
			},
		},
	}
}

// memberLabels name a member of a stack.
func memberLabels() []string { return []string{"role", "pid", "serial_number"} }

func eachTrustCode(read func(*Sample, parser.TrustCode, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		for _, c := range s.Trust {
			read(s, c, emit)
		}
	}
}

func trustTime(name, from, help string, field func(parser.TrustCode) *localtime.Time) Metric {
	return Metric{
		Name: name, Type: gauge, Labels: memberLabels(), From: from, Help: help,
		State: eachTrustCode(func(s *Sample, c parser.TrustCode, emit Emit) {
			s.at(field(c), emit, c.Role, c.PID, c.SerialNumber)
		}),
	}
}
