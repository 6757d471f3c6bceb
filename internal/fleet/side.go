package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// side is one of the two ways to ask a target: its CLI, or NETCONF. Each has pauses of its own, so that
// a password that one of them refuses, or a port at which nothing answers, does not stop the other. A
// nil side is one that the target's protocol has not.
type side struct {
	latch latch
	// until is when the pause ends; not after now if there is none.
	until time.Time
	// err is why the last poll failed; nil if it did not.
	err error
	// polled is what the poll under way brought; nil if it left this side alone. It is not under the
	// entry's lock.
	polled *Result
}

// sidesOf are those of a module.
func sidesOf(m *config.Module) (cli, netconf *side) {
	if m == nil || m.CLI() {
		cli = &side{}
	}
	if m != nil && m.Netconf() {
		netconf = &side{}
	}
	return cli, netconf
}

// due tells whether there is such a side, and it is not left alone.
func (s *side) due(now time.Time) bool { return s != nil && !now.Before(s.until) }

// note learns from a poll that ended then.
func (s *side) note(ended time.Time, interval time.Duration) {
	if s == nil || s.polled == nil {
		return
	}
	s.err, s.until = s.polled.Err, ended.Add(s.latch.note(s.polled, interval))
	s.polled = nil
}

// paused tells until when the sides of an entry are left alone after a poll that ended then: the one
// that is tried again first, zero if none is left alone, and whether all are.
func paused(ended time.Time, sides ...*side) (until time.Time, all bool) {
	all = true
	for _, s := range sides {
		switch {
		case s == nil:
		case s.due(ended):
			all = false
		case until.IsZero() || s.until.Before(until):
			until = s.until
		}
	}
	return until, all
}
