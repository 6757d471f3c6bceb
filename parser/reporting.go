package parser

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// usageReporting is "Usage Reporting".
type usageReporting struct{ *page }

func (s usageReporting) take(l lines.Line) bool {
	if s.Usage == nil {
		s.Usage = &UsageReporting{}
	}
	u := s.Usage
	switch l.Key {
	case "Last ACK received":
		s.setTime(&u.LastAck, l)
	case "Next ACK deadline":
		s.setTime(&u.AckDeadline, l)
	case "Reporting push interval":
		s.setPushInterval(&u.PushInterval, l)
	case "Next ACK push check":
		s.setTime(&u.NextAckCheck, l)
	case "Next report push":
		s.setTime(&u.NextPush, l)
	case "Last report push":
		s.setTime(&u.LastPush, l)
	case "Last report file write":
		s.setTime(&u.LastFileWrite, l)
		s.seen.add(l.Key)
	default:
		return false
	}
	return true
}

// setPushInterval reads "30  days State(4) InPolicy(90)" and "0 (no reporting)".
func (s usageReporting) setPushInterval(to **time.Duration, l lines.Line) {
	if scan.IsNone(l.Value) {
		return
	}
	word, rest := scan.NextValue(l.Value)
	n, ok := scan.Number(word)
	unit, _ := scan.NextWord(rest)
	size, known := localtime.UnitOf(unit)
	switch {
	case ok && n == 0:
		*to = new(time.Duration(0))
	case ok && known && n <= 36500:
		*to = new(time.Duration(n) * size)
	default:
		s.unread(l)
	}
}

// reportSummary is "Usage Report Summary".
type reportSummary struct{ *page }

func (s reportSummary) take(l lines.Line) bool {
	if s.RUM == nil {
		s.RUM = &RUMSummary{}
	}
	took := false
	for rest := l.Text; rest != ""; {
		label, after, ok := strings.Cut(rest, ":")
		if !ok {
			break
		}
		value, remainder := scan.NextValue(after)
		took = s.set(strings.TrimLeft(label, ", "), value, l) || took
		rest = remainder
	}
	return took
}

// setRUM takes one "label: 0(349)" of the summary.
func (s reportSummary) set(label, value string, l lines.Line) bool {
	sum := s.RUM
	plain, behind, parenthesised := strings.Cut(strings.TrimSuffix(value, ")"), "(")
	switch label {
	case "Total":
		s.setNumber(&sum.Total, l, plain)
	case "Purged":
		s.setNumber(&sum.Purged, l, plain)
	case "Total Acknowledged Received":
		s.setNumber(&sum.Acknowledged, l, plain)
	case "Waiting for Ack":
		s.setNumber(&sum.WaitingAck, l, plain)
		if parenthesised {
			s.setNumber(&sum.Unacknowledged, l, behind)
		}
	case "Available to Report":
		s.setNumber(&sum.Available, l, plain)
	case "Collecting Data":
		s.setNumber(&sum.Collecting, l, plain)
		s.seen.add(label)
	case "In Storage":
		s.setNumber(&sum.InStorage, l, plain)
	case "MIA":
		s.setNumber(&sum.Missing, l, plain)
	default:
		return label == "Maximum Display" || label == "Report Module Status"
	}
	return true
}
