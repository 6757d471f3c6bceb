package fleet

import (
	"cmp"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Names of the steps that stand for a side that is left alone. They carry its last error.
const (
	stepCLIRests     = "CLI left alone"
	stepNetconfRests = "NETCONF left alone"
)

// stepNetconf is the step in which a poll waits to ask over NETCONF after the CLI.
const stepNetconf = "wait for a turn over NETCONF"

// run waits for its turn and polls the switch once. The poll has no result if the fleet closes before it can
// log in, or while it is under way, or if the account does not let it log in: that says nothing about the switch.
func (p *poll) run(configured func() *config.Target) {
	defer func() { p.ticket.Leave() }()
	defer p.giveBack()
	if !p.ticket.Wait(p.ctx) {
		return
	}
	p.start(configured())
	r := p.askSides()
	if r == nil || r.Err != nil && p.closed() || p.notTried() {
		return
	}
	r.Started, r.Ended = p.started, p.now()
	p.result = r
}

// notTried reports whether the poll ended without a try, because the account is held.
func (p *poll) notTried() bool {
	for _, s := range []*sidePoll{p.cli, p.netconf} {
		if s.asks() && (s.result == nil || !isHeld(s.result.Err)) {
			return false
		}
	}
	return true
}

// askSides asks one side after the other: a switch must never see two polls at once. It returns nil if
// the fleet closed before it could log in. It never panics. The poll of one side does not panic either, so
// that it spoils no result of the other side.
func (p *poll) askSides() (result *Result) {
	defer func() {
		if by := recover(); by != nil {
			result = failedOnAll(p.target, p.system, p.cli != nil, p.netconf != nil, p.crashed(by))
		}
	}()
	var cli, netconf *Result
	switch {
	case p.cli.asks():
		if cli = p.pollCLI(); cli == nil {
			return nil
		}
		p.cli.result = cli
	case p.cli != nil:
		cli = failedCLI(p.target, p.system, p.cli.last)
		noteRest(p.trace, stepCLIRests, p.cli)
	}
	switch {
	case cli != nil && !cli.found.HasModel():
		return cli
	case p.netconf.asks():
		if p.cli.asks() && !p.toNetconf(cli) {
			return nil
		}
		netconf = p.pollNetconf()
		p.netconf.result = netconf
	case p.netconf != nil:
		netconf = failedNetconf(p.target, p.netconf.last)
		noteRest(p.trace, stepNetconfRests, p.netconf)
	}
	return joined(cli, netconf)
}

// toNetconf moves the poll from the CLI queue to the NETCONF queue; cli is the CLI's result. The poll holds no
// place while it waits, and the wait is not part of its time. It returns false if the fleet closed first.
func (p *poll) toNetconf(cli *Result) bool {
	if cli.Err != nil { // otherwise what NETCONF says would take its place
		p.tail = p.trace.Tail(tailOf(cli))
	}
	began := p.now()
	p.trace.Begin(stepNetconf)
	defer p.trace.End(nil)
	p.ticket = p.ticket.Next(p.engine.netconf)
	if !p.ticket.Wait(p.ctx) {
		return false
	}
	p.waited(began)
	p.asking = p.now()
	return true
}

// remember returns the poll as it is remembered. It has a result.
func (p *poll) remember() Poll {
	made := remember(p.result, p.trace, p.began)
	if p.tail != "" {
		made.Tail = p.tail
	}
	return made
}

// failedOnAll returns the result of a poll that failed on all sides; withCLI and withNetconf are the sides that the
// target has. system is as in commandsOf.
func failedOnAll(t *config.Target, system *platform.OS, withCLI, withNetconf bool, err error) *Result {
	var cli, netconf *Result
	if withCLI {
		cli = failedCLI(t, system, err)
	}
	if withNetconf {
		netconf = failedNetconf(t, err)
	}
	return joined(cli, netconf)
}

// noteRest writes into the trace that a side was left alone, and why.
func noteRest(steps *trace.Trace, step string, s *sidePoll) {
	steps.Begin(step)
	steps.End(s.last)
}

// joined returns the results of both sides as the result of one poll. One of them may be nil.
func joined(cli, netconf *Result) *Result {
	switch {
	case netconf == nil:
		return cli
	case cli == nil:
		return netconf
	}
	r := &Result{
		Target: cli.Target, System: cmp.Or(cli.System, netconf.System), Clock: cli.Clock, Err: cli.Err,
		opened: cli.opened && netconf.opened, found: cli.found,
	}
	r.Collectors = append(append(r.Collectors, cli.Collectors...), netconf.Collectors...)
	if cli.State == nil {
		r.Clock = netconf.Clock
	}
	if r.Err == nil {
		r.Err = netconf.Err
	}
	r.State = merged(r.Collectors)
	makesUp := upBy(namesOf(r.Collectors))
	for _, c := range r.Collectors {
		r.up = r.up || c.Err == nil && makesUp(c.Name)
	}
	return r
}
