package fleet

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
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
	// refusedIn is how many holds of the account had ended when a refused password began the pause, which ends with the
	// next one; -1 if the pause has another reason.
	refusedIn int
	// err is why the last poll failed; nil if it did not.
	err error
	// failed is set if the last poll that asked the side was not up, or if the side kept it waiting in vain: the next one
	// may take as long again.
	failed bool
}

// sidesOf returns the sides that a module uses.
func sidesOf(m *config.Module) (s sides) {
	if m == nil || m.CLI() {
		s.cli = &side{refusedIn: -1}
	}
	if m != nil && m.Netconf() {
		s.netconf = &side{refusedIn: -1}
	}
	return s
}

// leave drops the side that the system does not have, once the CLI has found it, and takes it back if the switch was replaced.
// It reports whether it has dropped one.
func (s *sides) leave(m *config.Module, found *platform.OS) (dropped bool) {
	switch {
	case found == nil || s.cli == nil:
	case !found.HasModel():
		dropped, s.netconf = s.netconf != nil, nil
	case s.netconf == nil:
		s.netconf = sidesOf(m).netconf
	}
	return dropped
}

// due reports whether any side is not left alone.
func (s sides) due(now time.Time) bool { return s.cli.due(now) || s.netconf.due(now) }

// released ends the pauses that a refused password has begun, if a switch has accepted it since, after the account was
// held: it was not the switch's fault. releases counts these holds.
func (s sides) released(releases int) {
	for _, one := range []*side{s.cli, s.netconf} {
		if one != nil && one.refusedIn >= 0 && one.refusedIn < releases {
			one.until, one.refusedIn, one.backoff.refused, one.failed = time.Time{}, -1, 0, false
		}
	}
}

// forgive has the sides count as not failed, because they are asked something else from now on.
func (s sides) forgive() {
	for _, one := range []*side{s.cli, s.netconf} {
		if one != nil {
			one.failed = false
		}
	}
}

// doubtful reports whether a poll asks a side that failed.
func (s sides) doubtful(p *poll) bool {
	return p.cli.asks() && s.cli.failed || p.netconf.asks() && s.netconf.failed
}

// note learns from a poll that ended then. until is when the first pause ends, zero if no side is paused; all
// is true if all sides are paused.
func (s sides) note(p *poll, ended time.Time) (until time.Time, all bool) {
	interval, releases := p.limits.Load().minInterval, p.account.Releases()
	s.cli.note(p.cli, p.result.Up(), ended, interval, releases)
	s.netconf.note(p.netconf, p.result.Up(), ended, interval, releases)
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

// poll returns what a poll that begins now does with the side; refusal is why the side could not be asked anyway, or
// nil. It is nil for a nil side.
func (s *side) poll(now time.Time, refusal error) *sidePoll {
	if s == nil {
		return nil
	}
	p := &sidePoll{due: s.due(now), last: s.err}
	if p.due && refusal != nil {
		p.due, p.last = false, refusal
	}
	return p
}

// note learns from a poll that ended then. up is that of the whole poll.
func (s *side) note(p *sidePoll, up bool, ended time.Time, interval time.Duration, releases int) {
	if s == nil || p == nil || p.result == nil { // the side may have come during the poll
		return
	}
	s.err = p.result.Err
	if isHeld(s.err) { // nothing was learned of the switch
		return
	}
	s.failed = !up || p.result.wasteful()
	s.until, s.refusedIn = ended.Add(s.backoff.note(p.result, interval)), -1
	if p.result.Reason() == failure.Auth {
		s.refusedIn = releases
	}
}
