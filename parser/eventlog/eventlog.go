// Package eventlog reads "show license eventlog", the agent's own record of its events, and joins what
// several polls read of it. It takes an output and keeps counts, the run of communication failures and its
// times, but no line. parser.State holds the Log; the fleet continues a run over polls.
package eventlog

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Log is what the agent noted in the window that was asked for. Where polls follow each other,
// the streak, its beginning and the last restore may be known from earlier ones: see Continue.
type Log struct {
	// Events are the numbers of events by name, in the order in which the names appear; empty for
	// "No EventLog Found." Names beyond the first 200 are counted together as "other".
	Events []Count
	// Streak is how many SAEVT_COMM_FAIL stand behind the last SAEVT_COMM_RESTORED. nil if either
	// may be missing from the output, because it was filtered ("| include") or cut, or because
	// whoever made the capture left lines out and says so ("<output truncated>").
	Streak *int
	// Open is true if no SAEVT_COMM_RESTORED was read, so that the streak may have begun before the
	// window, also one of 0. False if Streak is nil.
	Open bool
	// FailSince is the first failure of the streak; nil if Streak is nil or 0.
	FailSince *localtime.Time
	// LastFail is the last SAEVT_COMM_FAIL, and LastFailReason the text of its error="…", cut at
	// 1024 bytes; nil and empty if there is none.
	LastFail       *localtime.Time
	LastFailReason string
	// LastRestored is the last SAEVT_COMM_RESTORED. The agent writes one at each start too, whether
	// or not communication had failed before.
	LastRestored *localtime.Time
	// Window is how far back was read; nil if the command did not say.
	Window *time.Duration
	// Tail is what follows the failure that was known when the log was read.
	Tail Tail `json:"-"`
}

// Command is the command as it is typed.
const Command = "show license eventlog"

// Count is how often an event of that name was noted.
type Count struct {
	Name  string // SAEVT_COMM_FAIL
	Count int
}

// What is kept of a log grows with the names of its events alone, and these are bounded too.
const (
	maxEventNames = 200
	otherEvents   = "other"
)

// Parse reads "show license eventlog": a banner, then a line an event, or "No EventLog
// Found." If the output ends within an event, that event is left out, the streak is not told and
// the error is a *TruncatedError, and so it is if the last events were left out of a document on
// purpose ("<output truncated>"). An output that was cut exactly between two events cannot be told
// from a whole one; a session knows better, it saw the prompt behind it.
//
// The log's tail is counted from the known failure, unless that is nil.
func Parse(out platform.Output, known *localtime.Time) (*Log, *lines.Head, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, nil, reply.ErrEmpty
	}
	r := read(out, known)
	switch refusal := lines.Refused(out); {
	case len(r.log.Events) > 0, r.none, r.cut != nil:
	case refusal != nil:
		return nil, nil, refusal
	case r.Filtered: // and nothing was let through
	case r.first.Number == 0:
		return nil, nil, reply.ErrEmpty
	case r.banner != nil && len(r.Unread) == 0:
		return nil, r.Copy(), r.truncated(*r.banner, "the first event")
	default:
		return nil, nil, r.unrecognised()
	}
	log := r.finish()
	switch {
	case r.omission != nil:
		return log, r.Copy(), r.truncated(*r.omission, "the events that were left out")
	case r.cut != nil:
		return log, r.Copy(), r.truncated(*r.cut, r.missing)
	}
	return log, r.Copy(), nil
}

// unrecognised names the first line that made no sense.
func (r *reading) unrecognised() *reply.UnrecognisedError {
	e := &reply.UnrecognisedError{Command: Command, Line: r.first.Number, Text: scan.Quotable(r.first.Text)}
	if len(r.Unread) > 0 {
		e.Line, e.Text = r.Unread[0].Line, r.Unread[0].Text
	}
	return e
}

// truncated says behind which line the output ends.
func (r *reading) truncated(l lines.Line, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: Command, Line: l.Number, Text: scan.Quotable(scan.WithoutSecrets(l.Text)), Section: "Event Log", Missing: missing,
	}
}

// count adds one event.
func (r *reading) count(name string) {
	i, ok := r.index[name]
	if !ok && len(r.log.Events) >= maxEventNames {
		name = otherEvents
		i, ok = r.index[name]
	}
	if !ok {
		i, name = len(r.log.Events), strings.Clone(name)
		r.index[name] = i
		r.log.Events = append(r.log.Events, Count{Name: name})
	}
	r.log.Events[i].Count++
}

// failed notes a SAEVT_COMM_FAIL. A time that cannot be read does not leave an older one standing.
func (r *reading) failed(at *localtime.Time, reason string) {
	if r.streak == 0 {
		r.log.FailSince = at
	}
	r.streak++
	r.log.Tail.count(r.known.Same(at))
	r.log.LastFail, r.log.LastFailReason = at, reason
}

// restored notes a SAEVT_COMM_RESTORED.
func (r *reading) restored(at *localtime.Time) {
	r.streak, r.closed, r.omitted = 0, true, false
	r.log.FailSince, r.log.LastRestored = nil, at
}

// finish is the log, once all lines are read: a copy, because what points into a reading holds on
// to the output.
func (r *reading) finish() *Log {
	l := r.log
	l.LastFailReason = scan.Text(scan.WithoutSecrets(l.LastFailReason))
	if r.Filtered || r.omitted || r.cut != nil {
		l.FailSince = nil
	} else {
		l.Streak, l.Open = new(r.streak), !r.closed
	}
	return &l
}
