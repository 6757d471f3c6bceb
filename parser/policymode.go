package parser

import (
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
)

// policyMode is "Smart Licensing Using Policy".
type policyMode struct{ *page }

func (s policyMode) take(l lines.Line) bool {
	if l.Key != "Status" {
		return l.Key == "Reporting Mode"
	}
	s.setBool(&s.PolicyMode, l, l.Value, "ENABLED", "DISABLED")
	return true
}
