package overview

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// State is the one word for how a switch is. The words are part of the interface.
type State string

// The states.
const (
	Failing State = "failing"
	NoTrust State = "no_trust"
	Overdue State = "overdue"
	Down    State = "down"
	Unknown State = "unknown"
	OK      State = "ok"
)

// Rule says when a switch is in a state.
type Rule struct {
	State State
	// Word is what a reader sees.
	Word string
	// Means says in a sentence when a switch is in this state.
	Means string
	// findings put a switch into the state, if they are of severity warning or critical. They are the findings of
	// alerts, so that pages and alerts agree. Those about a run of failures, of which each cause has one, make it Failing.
	findings []advise.ID
}

// Rules are all states, the most urgent first among switches of equal severity. A switch is down if its last poll
// failed, and unknown without a result. Else the first of its findings that has a state decides: findings are
// ordered by severity, and a cause comes before its consequences.
func Rules() []Rule {
	return []Rule{
		{
			Failing, "failing", "Messages to the licence server fail: three or more in a row, or none was answered for two weeks.",
			[]advise.ID{"no_successful_exchange", "message_unanswered"},
		},
		{
			NoTrust, "no trust", "A trust code is needed and missing, on the switch or on a member of it.",
			[]advise.ID{"trust_lost", "trust_token_refused", "trust_code_missing", "trust_code_missing_on_member"},
		},
		{
			Overdue, "overdue", "A usage report or an ACK is late, or a deadline is near: that of an ACK, or the end of a trust code.",
			[]advise.ID{
				"report_overdue", "reports_unacknowledged", "ack_deadline_passed", "ack_deadline_very_near", "ack_deadline_near",
				"trust_code_expiring",
			},
		},
		{Down, "down", "The last poll failed. The reason says why.", nil},
		{Unknown, "unknown", "The switch has not been polled, or what it says is not enough to judge it. This is no alarm.", nil},
		{OK, "well", "Messages are answered, or the switch has none to send, and nothing is late. Findings of another kind may be there.", nil},
	}
}

// runs are the findings about a run of failures, one for each cause.
func runs() []advise.ID {
	var ids []advise.ID
	for _, e := range advise.Entries() {
		if e.Cause != "" && e.Cause != cause.Offline {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// Word is what a reader sees of a state.
func (s State) Word() string {
	for _, r := range Rules() {
		if r.State == s {
			return r.Word
		}
	}
	return string(s)
}

// judge is the state of a switch that was read, by its report.
func (b *Board) judge(r advise.Report) State {
	for _, f := range r.Findings {
		if !f.Severity.AtLeast(advise.Warning) {
			continue
		}
		if slices.Contains(b.runs, f.ID) {
			return Failing
		}
		at := slices.IndexFunc(b.rules, func(rule Rule) bool { return slices.Contains(rule.findings, f.ID) })
		if at >= 0 {
			return b.rules[at].State
		}
	}
	if r.Verdict == advise.OK || isJudged(r.Steps) {
		return OK
	}
	return Unknown
}

// isJudged reports whether trust or communication is known to be well, or whether the switch needs neither.
func isJudged(steps []advise.Step) bool {
	skipped := 0
	for _, s := range steps {
		switch s.Answer {
		case advise.Yes:
			return true
		case advise.Skipped:
			skipped++
		}
	}
	return skipped == len(steps)
}
