package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// sides are the two ways to ask a target: its CLI, and NETCONF. One that the target's protocol does not use
// is nil.
type sides struct{ cli, netconf *side }

// side is what is known of one of them. Each has its own pauses: a password that one side refuses, or a port
// that does not answer, does not stop the other side.
type side struct {
	backoff backoff
	// until is when the pause ends. It is not after now if the side is not paused.
	until time.Time
	// err is why the last poll failed; nil if it did not.
	err error
}

// sidesOf returns the sides that a module uses.
func sidesOf(m *config.Module) (s sides) {
	if m == nil || m.CLI() {
		s.cli = &side{}
	}
	if m != nil && m.Netconf() {
		s.netconf = &side{}
	}
	return s
}

// due reports whether any side is not left alone.
func (s sides) due(now time.Time) bool { return s.cli.due(now) || s.netconf.due(now) }

// note learns from a poll that ended then. until is when the first pause ends, zero if no side is paused; all
// is true if all sides are paused.
func (s sides) note(p *poll, ended time.Time) (until time.Time, all bool) {
	interval := p.limits.Load().minInterval
	s.cli.note(p.cli, ended, interval)
	s.netconf.note(p.netconf, ended, interval)
	all = true
	for _, one := range []*side{s.cli, s.netconf} {
		switch {
		case one == nil:
		case one.due(ended):
			all = false
		case until.IsZero() || one.until.Before(until):
			until = one.until
		}
	}
	return until, all
}

// due reports whether there is such a side and it is not left alone.
func (s *side) due(now time.Time) bool { return s != nil && !now.Before(s.until) }

// poll returns what a poll that begins now does with the side. It is nil for a nil side.
func (s *side) poll(now time.Time) *sidePoll {
	if s == nil {
		return nil
	}
	return &sidePoll{due: s.due(now), last: s.err}
}

// note learns from a poll that ended then.
func (s *side) note(p *sidePoll, ended time.Time, interval time.Duration) {
	if s == nil || p.result == nil {
		return
	}
	s.err, s.until = p.result.Err, ended.Add(s.backoff.note(p.result, interval))
}
