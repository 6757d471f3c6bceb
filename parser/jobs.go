package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// jobs is "Upcoming Scheduled Jobs".
type jobs struct{ *page }

// take reads one of the Upcoming Scheduled Jobs: a time with a countdown or "(Expired)",
// "Expired Not Rescheduled" or "Not Available".
func (s jobs) take(l lines.Line) bool {
	if l.Key == "Current time" {
		return s.setClock(l)
	}
	name, value, ok := splitJob(l)
	if !ok {
		return false
	}
	job := Job{Name: scan.Snake(name)}
	if value == "Expired Not Rescheduled" || value == "Not Available" || scan.IsNone(value) {
		s.Jobs = scan.Add(s.Jobs, job, &s.head.Dropped)
		return true
	}
	t, rest := localtime.Parse(value)
	if t == nil {
		if strings.HasSuffix(value, ")") {
			s.unread(l)
		}
		return false
	}
	if t.Remaining = localtime.ParseRemaining(rest); t.Remaining == nil && strings.HasSuffix(rest, "remaining)") {
		s.unread(l)
	}
	job.At = t
	s.Jobs = scan.Add(s.Jobs, job, &s.head.Dropped)
	return true
}

func splitJob(l lines.Line) (name, value string, ok bool) {
	return l.Key, l.Value, l.Key != "" && l.Value != "" && l.Key[0] != '*' && l.Key[0] != '.'
}
