package collector

import "github.com/slp-exporter/slp-exporter/parser"

// evaluationMetrics are about the evaluation period. Only NETCONF says whether it is in use.
func evaluationMetrics() []Metric {
	row := func(name, leaf, help string, field func(*parser.Evaluation) *bool) Metric {
		return Metric{
			Name: name, Type: gauge, From: "NETCONF: `evaluation/" + leaf + "`", Help: help,
			State: func(s *Sample, emit Emit) {
				if s.Evaluation != nil {
					boolean(field(s.Evaluation), emit)
				}
			},
		}
	}
	return []Metric{
		row("slp_evaluation_in_use", "eval-in-use",
			"1 if licences are used in the evaluation period, which is running down. A rise means that registration or trust is missing.",
			func(e *parser.Evaluation) *bool { return e.InUse }),
		row("slp_evaluation_expired", "eval-expired",
			"1 if the evaluation period is over.",
			func(e *parser.Evaluation) *bool { return e.Expired }),
	}
}
