package collector

import (
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
)

// policyMetrics say what the reporting policy asks for.
func policyMetrics() []Metric { return slices.Concat(policyInUse(), policyClasses()) }

func policyInUse() []Metric {
	return []Metric{
		{
			Name: "slp_policy_info", Type: gauge, Labels: []string{"policy", "source"},
			From: "Policy: `Policy name`, `Policy in use`; NETCONF: `policy`, `policy-name`, `policy-type`", Help: "The policy in use and where it comes from; always 1.",
			State: withPolicy(func(_ *Sample, p *parser.Policy, emit Emit) {
				if p.Name+p.Source != "" {
					emit(1, p.Name, p.Source)
				}
			}),
		},
		{
			Name: "slp_policy_installed_timestamp_seconds", Type: gauge, From: "Policy: `Installed On`; NETCONF: `policy/install-time`",
			Help:  "When the policy was installed.",
			State: withPolicy(func(s *Sample, p *parser.Policy, emit Emit) { s.at(p.InstalledOn, emit) }),
		},
		{
			Name: "slp_policy_ack_required", Type: gauge, From: "Policy: `Reporting ACK required`; NETCONF: `policy/ack-required`",
			Help:  "1 if usage reports must be acknowledged.",
			State: withPolicy(func(_ *Sample, p *parser.Policy, emit Emit) { boolean(p.AckRequired, emit) }),
		},
	}
}

func policyClasses() []Metric {
	return []Metric{
		policyClass("slp_policy_first_report_seconds", "First report requirement (days)", "reporting-first-time",
			"Time within which the first report is due after a licence comes into use; 0 is not required.",
			func(c parser.PolicyClass) *time.Duration { return c.FirstReport }),
		policyClass("slp_policy_report_interval_seconds", "Reporting frequency (days)", "reporting-ongoing",
			"Longest time between two reports; 0 is not required.",
			func(c parser.PolicyClass) *time.Duration { return c.ReportInterval }),
		policyClass("slp_policy_report_on_change_seconds", "Report on change (days)", "reporting-macd",
			"Time within which a change of use must be reported; 0 is not required.",
			func(c parser.PolicyClass) *time.Duration { return c.OnChange }),
	}
}

func policyClass(name, line, leaf, help string, field func(parser.PolicyClass) *time.Duration) Metric {
	return Metric{
		Name: name, Type: gauge, Labels: []string{"class"}, From: "Policy: `" + line + "`; NETCONF: `policy`, `" + leaf + "`", Help: help,
		State: withPolicy(func(_ *Sample, p *parser.Policy, emit Emit) {
			for _, c := range p.Classes {
				span(field(c), emit, c.Class)
			}
		}),
	}
}

func withPolicy(read func(*Sample, *parser.Policy, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.Policy != nil {
			read(s, s.Policy, emit)
		}
	}
}
