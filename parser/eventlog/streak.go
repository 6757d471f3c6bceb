package eventlog

// A run of failures is longer than the days that a poll asks the event log for. What is known of
// it from earlier polls is joined with what the log says now: the failure that was the last then
// is looked up in the log, and those behind it are added.

// Known tells whether a later log can be joined with this one: the streak is told, and where it
// ends, or, if it is 0, that there was a SAEVT_COMM_RESTORED before.
func (l *Log) Known() bool {
	if l == nil || l.Streak == nil {
		return false
	}
	if *l.Streak == 0 {
		return !l.Open
	}
	return l.LastFail != nil
}

// Follows tells whether a log without SAEVT_COMM_RESTORED can be nothing but later than what the
// earlier one ended with. False if that cannot be told, as from times in another zone.
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
// more failures were noted since, of those that this log has. The events and the window are those
// of this log. Neither log is changed; both must tell their streak.
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
