package parser

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// policy is "Policy".
type policy struct {
	*page
	// class is that of the heading above.
	class *PolicyClass
}

func (s *policy) take(l lines.Line) bool {
	if s.Policy == nil {
		s.Policy = &Policy{}
	}
	p := s.Policy
	if class, ok := policyClasses[l.Key]; ok {
		if p.Classes == nil {
			p.Classes = make([]PolicyClass, 0, len(policyClasses))
		}
		p.Classes = append(p.Classes, PolicyClass{Class: class})
		s.class = &p.Classes[len(p.Classes)-1]
		return true
	}
	switch l.Key {
	case "Policy in use":
		p.Source = scan.Text(l.Value)
		if source, on, ok := strings.Cut(l.Value, " On "); ok {
			if t, rest := localtime.Parse(on); t != nil || rest != on {
				p.Source, p.InstalledOn = scan.Text(source+" On"), t
			}
		}
	case "Policy name":
		p.Name = scan.Text(l.Value)
	case "Reporting ACK required":
		answer, _ := scan.NextWord(l.Value)
		s.setBool(&p.AckRequired, l, answer, "yes", "no")
	case "First report requirement (days)":
		return s.setDays(func(c *PolicyClass) **time.Duration { return &c.FirstReport }, l)
	case "Reporting frequency (days)":
		return s.setDays(func(c *PolicyClass) **time.Duration { return &c.ReportInterval }, l)
	case "Report on change (days)":
		return s.setDays(func(c *PolicyClass) **time.Duration { return &c.OnChange }, l)
	default:
		return false
	}
	return true
}

// policyClasses are the four classes of licences that a policy distinguishes.
var policyClasses = map[string]string{
	"Unenforced/Non-Export Perpetual Attributes":           "unenforced_perpetual",
	"Unenforced/Non-Export Subscription Attributes":        "unenforced_subscription",
	"Enforced (Perpetual/Subscription) License Attributes": "enforced",
	"Export (Perpetual/Subscription) License Attributes":   "export",
}

// setDays reads "365 (Customer Policy)".
func (s *policy) setDays(field func(*PolicyClass) **time.Duration, l lines.Line) bool {
	if s.class == nil {
		return false
	}
	word, _ := scan.NextValue(l.Value)
	days, ok := scan.Number(word)
	if !ok || days > 36500 {
		if !scan.IsNone(l.Value) {
			s.unread(l)
		}
		return true
	}
	if to := field(s.class); *to == nil { // else a heading was lost between the two
		*to = new(time.Duration(days) * 24 * time.Hour)
	}
	return true
}

// policyMode is "Smart Licensing Using Policy".
type policyMode struct{ *page }

func (s policyMode) take(l lines.Line) bool {
	if l.Key != "Status" {
		return l.Key == "Reporting Mode"
	}
	s.setBool(&s.PolicyMode, l, l.Value, "ENABLED", "DISABLED")
	return true
}
