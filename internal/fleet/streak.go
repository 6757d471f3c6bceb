package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// streak is what is remembered of a target's event log from poll to poll. A poll asks for the log of some
// days only. A run of failures that began earlier is known from the polls that saw it begin, or from a longer
// log that is asked for once.
type streak struct {
	// log is the last one shown, if a later one can be joined with it; at is when it was asked for.
	log *eventlog.Log
	at  time.Time
	// outside is true if the last failure of log was too old to be in the window.
	outside bool
	// serial is the switch's serial number; empty if unknown.
	serial string
	// asked is true if the last poll asked for the longer log. mute is true if no poll is to ask for it again
	// before this streak ends: the switch did not give it, or it does not help.
	asked, mute bool
	// due is true if the session ended before the longer log could be asked for: the next poll asks for it.
	due bool
}

// slack is how much of a log's window is not relied on: a switch whose clock was put forward for the
// summer looks back an hour less.
const slack = time.Hour

// known returns the failure after which those in the next log are counted; nil if there is none.
func (s *streak) known() *localtime.Time {
	if s.log == nil || *s.log.Streak == 0 {
		return nil
	}
	return s.log.LastFail
}

// follow returns what to show of a window that was asked for at that time, with the whole streak. It calls
// longer if only a longer log can complete the streak. longer returns that log, or nil; asked is false if the
// switch could not be asked.
func (s *streak) follow(window *eventlog.Log, at time.Time, longer func() (log *eventlog.Log, asked bool)) *eventlog.Log {
	if window.Streak == nil {
		return window
	}
	shown, known := s.join(window, at)
	known = known && (!s.due || !shown.Open)
	if !known && s.asked && s.adjoins(window, at) { // the longer log joined with nothing
		s.mute = true
	}
	s.due = false
	asked := !known && !s.mute
	if asked {
		log, answered := longer()
		switch extended := s.extend(window, log); {
		case extended != nil:
			shown = extended
		case answered:
			s.mute = true
		default:
			s.due, asked = true, false
		}
	}
	s.remember(shown, at, *window.Streak == 0, asked)
	return shown
}

// join continues what is remembered with the window. If something may be missing between the two, it returns
// the window itself, and false.
func (s *streak) join(window *eventlog.Log, at time.Time) (shown *eventlog.Log, known bool) {
	fails := *window.Streak
	switch {
	case !window.Open: // the restore that began the streak was read
		s.mute = false
		return window, true
	case fails > 0 && window.LastFail == nil: // failures without time of day cannot be found again
		return window, true
	case s.log == nil:
		return window, fails == 0
	case *s.log.Streak > 0 && window.Tail.Found:
		return window.Continue(s.log, window.Tail.Fails), true
	case (*s.log.Streak == 0 || s.outside) && s.adjoins(window, at) && window.Follows(s.log):
		return window.Continue(s.log, fails), true
	}
	return window, fails == 0 && *s.log.Streak == 0
}

// adjoins reports whether the window reaches back to the last poll.
func (s *streak) adjoins(window *eventlog.Log, at time.Time) bool {
	if window.Window == nil { // it is everything that the switch has
		return true
	}
	since := at.Round(0).Sub(s.at.Round(0)) // by the wall clock: the monotonic clock stops while a machine sleeps
	return since >= 0 && since <= *window.Window-slack
}

// extend returns the window with the streak of the longer log; nil if that log does not help.
func (s *streak) extend(window, longer *eventlog.Log) *eventlog.Log {
	switch {
	case longer == nil || longer.Streak == nil:
		return nil
	case longer.Open && *longer.Streak < *window.Streak: // it is not longer
		return nil
	case longer.Open && longer.Tail.Found && *s.log.Streak+longer.Tail.Fails > *longer.Streak: // the switch has forgotten its beginning
		longer = longer.Continue(s.log, longer.Tail.Fails)
	}
	shown := *longer
	shown.Events, shown.Window = window.Events, window.Window
	return &shown
}

// remember keeps what the next poll has to know.
func (s *streak) remember(shown *eventlog.Log, at time.Time, outside, asked bool) {
	s.log, s.at, s.outside, s.asked = nil, at, outside, asked
	switch {
	case shown.Known():
		s.log = shown
	case *shown.Streak == 0:
		s.mute = false
	}
}

// of notes the switch's serial number, and forgets everything if it is another switch.
func (s *streak) of(serial string) {
	switch {
	case serial == "" || serial == s.serial:
	case s.serial != "":
		*s = streak{serial: serial}
	default:
		s.serial = serial
	}
}
