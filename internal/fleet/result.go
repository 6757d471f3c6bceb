package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Result is what one poll of one switch brought. It is not changed once it is published.
type Result struct {
	Target *config.Target
	// Started and Ended bound the poll, from connect to close; with protocol both, from the CLI's connect to
	// NETCONF's close. Waiting for a turn does not count: Started is later by the time that the poll waited
	// between its steps.
	Started, Ended time.Time
	// State is what the switch said; nil if no collector succeeded. It may be there although Up is
	// false: what "show version" says is no licence state.
	State *parser.State
	// System is the operating system that the switch runs; nil if State is.
	System *platform.OS
	// Clock turns the times of State into UTC.
	Clock localtime.Clock
	// Collectors has one entry per collector of the module, in the order in which they are asked, also
	// when the session could not be opened.
	Collectors []CollectorResult
	// Err is why the poll failed, or the first failure of a collector; nil if all went well. With protocol
	// both, a side that was left alone in this poll has the error of its last one.
	Err error
	// NextTry is until when the switch is left alone after this poll, because it refused the password
	// or because opening a session failed repeatedly; zero if the next scrape may poll it. With protocol both
	// each side has its own pause. If both are paused, this is when the first pause ends.
	NextTry time.Time

	sideRests time.Time // until when the first side is left alone; zero if no side is
	opened    bool      // there was a session, on either side
	// found is what the CLI's session says that the switch runs, also if nothing was read; nil without such a session.
	found *platform.OS
	up    bool
}

// CollectorResult is how one collector fared.
type CollectorResult struct {
	Name string
	// Duration is fetching and parsing together; zero if it was never asked.
	Duration time.Duration
	Err      error
	// Unread are the lines of its output that are known but could not be read.
	Unread []reply.UnreadLine
	// Dropped is how many licences, members, messages and the like were left out or counted as "other", because the output
	// lists more than are shown of one switch.
	Dropped int

	state *parser.State // what it said by itself; nil if it failed
}

// Up reports whether a session was opened and at least one collector read licence state. If the module asks
// for no such collector, any collector counts.
func (r *Result) Up() bool { return r.up }

// Reason returns the reason of Err; empty if the poll succeeded.
func (r *Result) Reason() failure.Reason {
	if r.Err == nil {
		return ""
	}
	return failure.ReasonOf(r.Err)
}

// Duration returns how long the poll took.
func (r *Result) Duration() time.Duration { return r.Ended.Sub(r.Started) }

// wasteful reports whether the poll waited for something that did not come.
func (r *Result) wasteful() bool {
	if !r.opened {
		return true
	}
	for _, c := range r.Collectors {
		if c.Err == nil {
			continue
		}
		switch failure.ReasonOf(c.Err) {
		case failure.Timeout, failure.Disconnected:
			return true
		}
	}
	return false
}

// answered reports whether the switch answered everything, at worst by refusing a command, so that the session
// can go on. An output that cannot be read does not count: the dialogue may be out of step.
func answered(r *Result) bool {
	for _, c := range r.Collectors {
		if c.Err != nil && !survived(c.Err) {
			return false
		}
	}
	return true
}

// survived reports whether the switch answered a failed command with a refusal.
func survived(err error) bool {
	reason := failure.ReasonOf(err)
	return reason == failure.Privilege || reason == failure.Unsupported
}
