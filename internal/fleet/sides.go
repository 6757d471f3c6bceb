package fleet

import "github.com/slp-exporter/slp-exporter/internal/fleet/schedule"

// plan is which sides a poll asks: those that are not left alone.
type plan struct{ cli, netconf bool }

// join has the poll queue for its first side.
func (e *entry) join(p plan, login bool) *schedule.Ticket {
	if p.cli {
		return e.fleet.lanes.cli.Join(login)
	}
	return e.fleet.lanes.netconf.Join(true)
}

// pollSides asks one side after the other: a switch must never see two polls at once. It returns nil if
// the fleet closed before it could log in. It never panics, and neither does the poll of one side, which
// leaves the other's whole.
func (e *entry) pollSides(p plan, t *schedule.Ticket) (result *Result) {
	var cli, netconf *Result
	defer func() {
		if p := recover(); p != nil {
			result = e.failedOnAll(e.crashed(p))
		}
	}()
	switch {
	case p.cli:
		if cli = e.pollCLI(t); cli == nil {
			return nil
		}
		e.cli.polled = cli
	case e.cli != nil:
		cli = failedCLI(e.polled, e.cli.err)
		e.noteRest(stepCLIRests, e.cli)
	}
	switch {
	case p.netconf:
		if p.cli {
			if t = e.toNetconf(t, cli); t == nil {
				return nil
			}
			defer t.Leave()
		}
		netconf = e.pollNetconf(t)
		e.netconf.polled = netconf
	case e.netconf != nil:
		netconf = failedNetconf(e.polled, e.netconf.err)
		e.noteRest(stepNetconfRests, e.netconf)
	}
	return joined(cli, netconf)
}

// failedOnAll is the result of a poll of which nothing is to be used.
func (e *entry) failedOnAll(err error) *Result {
	var cli, netconf *Result
	if e.cli != nil {
		cli = failedCLI(e.polled, err)
	}
	if e.netconf != nil {
		netconf = failedNetconf(e.polled, err)
	}
	return joined(cli, netconf)
}

// noteRest tells in the trace that one side was left alone, and why.
func (e *entry) noteRest(step string, s *side) {
	e.trace.Begin(step)
	e.trace.End(s.err)
}

// restSides settles which sides are left alone from now on. mu is held.
func (e *entry) restSides(r *Result) {
	interval := e.fleet.limits.Load().minInterval
	e.cli.note(r.Ended, interval)
	e.netconf.note(r.Ended, interval)
	until, all := paused(r.Ended, e.cli, e.netconf)
	r.sideRests = until
	if all {
		r.NextTry = until
	}
}
