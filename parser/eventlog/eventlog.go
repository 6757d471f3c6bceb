// Package eventlog reads "show license eventlog", the agent's own record of its events, and joins what
// several polls read of it. It takes an output and keeps counts, the run of communication failures and its
// times, but no line. parser.State holds the Log; the fleet continues a run over polls.
package eventlog

import (
	"time"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Log is what the agent noted in the window that was asked for. After earlier polls,
// the streak, its beginning and the last restore may be known from their logs: see Continue.
type Log struct {
	// Events are the numbers of events by name, in the order in which the names appear; empty for
	// "No EventLog Found." Names beyond the first 200 are counted together as "other".
	Events []Count
	// Streak is the number of SAEVT_COMM_FAIL after the last SAEVT_COMM_RESTORED. It is nil if either
	// may be missing from the output, because the output was filtered ("| include") or cut, or because
	// the author of the capture left lines out and says so ("<output truncated>").
	Streak *int
	// Open is true if no SAEVT_COMM_RESTORED was read, so that the streak may have begun before the
	// window, even a streak of 0. It is false if Streak is nil.
	Open bool
	// FailSince is the first failure of the streak; nil if Streak is nil or 0.
	FailSince *localtime.Time
	// LastFail is the last SAEVT_COMM_FAIL, and LastFailReason the text of its error="…", cut at
	// 1024 bytes; nil and empty without one.
	LastFail       *localtime.Time
	LastFailReason string
	// LastRestored is the last SAEVT_COMM_RESTORED. The agent also writes one at each start, whether
	// or not communication failed before.
	LastRestored *localtime.Time
	// Window is the period that was asked for; nil if the command did not say.
	Window *time.Duration
	// Tail is what follows the failure that was known when the log was read.
	Tail Tail `json:"-"`
	// Recent are the last 200 failures, restores, reports and starts of the window, in the order of the log.
	Recent []Moment `json:"-"`
}

// Command is the command as it is typed.
const Command = "show license eventlog"

// Count is how often an event of that name was noted.
type Count struct {
	Name  string `text:"word"` // SAEVT_COMM_FAIL
	Count int
}

// The memory that a log needs grows only with the names of its events, and these are bounded too.
const (
	maxEventNames = 200
	otherEvents   = "other"
)

// Tail counts what an event log has after a failure that is known from an earlier log.
type Tail struct {
	// Found reports whether the log has that failure, and Fails how many SAEVT_COMM_FAIL follow it.
	Found bool
	Fails int
}

// count takes the next failure of the log; isKnown says that it has the time of the known one. Of several with
// that time the last one is the known one: the log was read when all were in it.
func (t *Tail) count(isKnown bool) {
	switch {
	case isKnown:
		t.Found, t.Fails = true, 0
	case t.Found:
		t.Fails++
	}
}
