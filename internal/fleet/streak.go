package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// streak is what is remembered of a target's event log from poll to poll. A log is asked for over
// some days only; a run of failures that began before them is known from the polls that saw it
// begin, or from a longer log that is asked for once.
type streak struct {
	// log is the last one shown, if a later one can be joined with it; at is when it was asked for.
	log *eventlog.Log
	at  time.Time
	// outside is true if the last failure of log was not in the window any more, being too old.
	outside bool
	// serial is the switch's serial number, as far as it was told.
	serial string
	// asked is true if the longer log was asked for in the poll before, mute if it is not to be
	// asked for again before this streak ends: it could not be had, or is of no help.
	asked, mute bool
	// due is true if the longer log could not be asked for, the session having ended, and still is to be.
	due bool
}

// slack is how much less than its window a log is believed to reach back: a switch whose clock was
// put forward for the summer looks back an hour less.
const slack = time.Hour

// known returns the failure after which those in the next log are counted; nil if there is none.
func (s *streak) known() *localtime.Time {
	if s.log == nil || *s.log.Streak == 0 {
		return nil
	}
	return s.log.LastFail
}

// follow is what to show of a window that was asked for at that time, with the streak as a whole.
// longer yields a longer log, or nil, and is called if nothing else can tell; asked is false if it
// did not come to asking the switch.
func (s *streak) follow(window *eventlog.Log, at time.Time, longer func() (log *eventlog.Log, asked bool)) *eventlog.Log {
	if window.Streak == nil {
		return window
	}
	shown, known := s.join(window, at)
	known = known && (!s.due || !shown.Open)
	if !known && s.asked && s.adjoins(window, at) { // what it said can be joined with nothing
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

// join continues what is remembered with the window. It returns the window itself, and false, if
// something may be unknown between the two.
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

// adjoins tells whether the window reaches back to the last poll.
func (s *streak) adjoins(window *eventlog.Log, at time.Time) bool {
	if window.Window == nil { // it is all that the switch has
		return true
	}
	since := at.Round(0).Sub(s.at.Round(0)) // by the wall clock: the other one stops while a machine sleeps
	return since >= 0 && since <= *window.Window-slack
}

// extend puts the longer log's streak into the window; nil if that log is of no use.
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

// of forgets everything if the switch was exchanged for another one.
func (s *streak) of(serial string) {
	switch {
	case serial == "" || serial == s.serial:
	case s.serial != "":
		*s = streak{serial: serial}
	default:
		s.serial = serial
	}
}
