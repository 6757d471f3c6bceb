package advise

import (
	"fmt"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The lengths of a run of failures that alerts speak of.
const (
	streak     = 3
	longStreak = 72
)

// failing is how communication fails at present.
type failing struct {
	// message is the type that fails most; empty if only a log says that communication fails.
	message string
	// times is the number of failures in a row; more is true if the run may be longer.
	times int
	more  bool
	// cause is the class of the reason, reason what the switch says; empty if it gives none.
	cause  cause.Cause
	reason string
	// since is the first failure of the run, answered the last success before it; nil if unknown.
	since, answered *localtime.Time
	evidence        []Evidence
}

// failure is how communication fails; nil if it does not. The statistics decide whether it does: the event log
// notes a restore at each start, whether anything was answered or not.
func (v *view) failure() *failing {
	if v.offline {
		return nil
	}
	f := v.failingMessage()
	if f == nil && len(v.s.Messages) == 0 {
		f = v.failingLog()
	}
	if f == nil {
		return nil
	}
	v.explain(f)
	if f.cause == cause.Offline {
		return nil
	}
	return f
}

// failingMessage is the message with the longest run of failures.
func (v *view) failingMessage() *failing {
	var worst *parser.Message
	for i := range v.s.Messages {
		m := &v.s.Messages[i]
		said := cause.Of(m.Response, m.Reason)
		if m.OngoingOverall == nil || *m.OngoingOverall == 0 || said == cause.None || said == cause.Offline || v.later(m.LastSuccess, m.LastFailure) {
			continue
		}
		if worst == nil || *m.OngoingOverall > *worst.OngoingOverall {
			worst = m
		}
	}
	if worst == nil {
		return nil
	}
	f := &failing{message: worst.Name, times: int(*worst.OngoingOverall), cause: cause.Of(worst.Response, worst.Reason), reason: worst.Reason, answered: worst.LastSuccess}
	head := heading(worst.Name)
	f.evidence = append(f.evidence, v.quote(head, "Attempts:", fmt.Sprintf("%s Ongoing Failure: Overall=%d", head, f.times))...)
	f.evidence = append(f.evidence, v.quote(head, "Last Response:", "Last Response: "+worst.Response)...)
	if worst.Reason != "" {
		f.evidence = append(f.evidence, v.quote(head, "Failure Reason:", "Failure Reason: "+worst.Reason)...)
	}
	return f
}

// failingLog is what the event log, else the log buffer, says of a switch without statistics.
func (v *view) failingLog() *failing {
	if e := v.s.Eventlog; e != nil {
		if e.Streak == nil || *e.Streak == 0 {
			return nil
		}
		return &failing{times: *e.Streak, more: e.Open, cause: cause.Of("", e.LastFailReason), reason: e.LastFailReason}
	}
	l := v.s.Syslog
	if l == nil {
		return nil
	}
	f := &failing{more: true, cause: cause.Of("", l.CommFailReason), reason: l.CommFailReason}
	for _, m := range l.Messages {
		if m.Mnemonic == "COMM_FAILED" {
			f.times = m.Count
		}
		if m.Mnemonic == "COMM_RESTORED" && !v.failedLast() {
			return nil
		}
	}
	if f.times == 0 {
		return nil
	}
	f.evidence = v.last("COMM_FAILED")
	return f
}

// failedLast reports whether the last COMM_FAILED of the log buffer is after the last COMM_RESTORED.
func (v *view) failedLast() bool {
	var failed, restored *localtime.Time
	for _, m := range v.s.Syslog.Last {
		switch m.Mnemonic {
		case "COMM_FAILED":
			failed = m.At
		case "COMM_RESTORED":
			restored = m.At
		}
	}
	return v.later(failed, restored)
}

// explain adds what the logs know of a failure: since when, and the reason if the statistics have none but
// "NO REPLY".
func (v *view) explain(f *failing) {
	if e := v.s.Eventlog; v.failsByLog(e) {
		if said := cause.Of("", e.LastFailReason); !vague(said) || vague(f.cause) {
			f.cause, f.reason = said, e.LastFailReason
			f.evidence = append(f.evidence, v.last("SAEVT_COMM_FAIL")...)
		}
		if !e.Open {
			f.since = e.FailSince
		}
		return
	}
	l := v.s.Syslog
	if l == nil || !vague(f.cause) || l.CommFailReason == "" {
		return
	}
	if said := cause.Of("", l.CommFailReason); !vague(said) && (v.s.Eventlog == nil || v.s.Eventlog.Streak == nil) && (v.failedLast() || !v.logged("COMM_RESTORED")) {
		f.cause, f.reason = said, l.CommFailReason
		f.evidence = append(f.evidence, v.last("COMM_FAILED")...)
	}
}

// failsByLog reports whether the last failure of the event log is not over. A restore ends the log's streak and not
// the failure, if nothing was answered since: the agent also logs one at each start.
func (v *view) failsByLog(e *eventlog.Log) bool {
	if e == nil || e.Streak == nil {
		return false
	}
	answered, _ := v.lastSuccess()
	return *e.Streak > 0 || e.LastFail != nil && (answered == nil || v.later(e.LastFail, answered))
}

// logged reports whether the log buffer has a message of the agent with that mnemonic.
func (v *view) logged(mnemonic string) bool {
	if v.s.Syslog == nil {
		return false
	}
	for _, m := range v.s.Syslog.Messages {
		if m.Mnemonic == mnemonic {
			return true
		}
	}
	return false
}

// vague reports whether a cause says nothing of the reason.
func vague(c cause.Cause) bool {
	return c == cause.None || c == cause.Other || c == cause.NoReply
}

// what names what fails, at the beginning of a sentence.
func (f *failing) what() string {
	if f.message == "" {
		return "Communication"
	}
	return spoken(f.message)
}

// inARow is how often something failed: "once", "24 times in a row".
func inARow(times int) string {
	switch times {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times in a row", times)
}

// told is how a sentence about a failure goes on: ", 24 times in a row since 09:14: Connection timed out".
func (v *view) told(f *failing) string {
	least := ""
	if f.more {
		least = "at least "
	}
	text := ", " + least + inARow(f.times)
	if f.times < streak {
		text = " " + least + inARow(f.times)
	}
	switch {
	case f.since != nil:
		text += " since " + v.when(f.since)
	case f.answered != nil:
		text += ", last answered " + v.when(f.answered)
	}
	if f.reason != "" {
		text += ": " + f.reason
	}
	return text
}
