package eventlog

// A run of failures is longer than the days that a poll asks the event log for. What is known of
// it from earlier polls is joined with what the log says now: the reader looks up in the log the failure
// that was the last one then, and those after it are added.

// Known reports whether a later log can be joined with this one: the streak is known, and also where it
// ends, or, if it is 0, that a SAEVT_COMM_RESTORED came before.
func (l *Log) Known() bool {
	if l == nil || l.Streak == nil {
		return false
	}
	if *l.Streak == 0 {
		return !l.Open
	}
	return l.LastFail != nil
}

// Follows reports whether a log without SAEVT_COMM_RESTORED must be later than the end of the
// earlier one. It is false if that is not certain, for example because the times are in another zone.
func (l *Log) Follows(earlier *Log) bool {
	last := earlier.LastRestored
	if *earlier.Streak > 0 {
		last = earlier.LastFail
	}
	if *l.Streak == 0 {
		return true
	}
	return l.FailSince != nil && last != nil && l.FailSince.Zone == last.Zone && l.FailSince.Wall.After(last.Wall)
}

// Continue is a log without SAEVT_COMM_RESTORED in which the streak of an earlier one goes on:
// this log has that many more failures since. The events and the window are those
// of this log. Neither log is changed; Streak must not be nil in either.
func (l *Log) Continue(earlier *Log, more int) *Log {
	joined := *l
	joined.Streak, joined.Open = new(*earlier.Streak+more), earlier.Open
	joined.LastRestored = earlier.LastRestored
	if *earlier.Streak > 0 {
		joined.FailSince = earlier.FailSince
	}
	if *l.Streak == 0 {
		joined.LastFail, joined.LastFailReason = earlier.LastFail, earlier.LastFailReason
	}
	return &joined
}
