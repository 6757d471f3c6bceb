package fleet

import (
	"context"
	"errors"
	"fmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
	"github.com/slp-exporter/slp-exporter/parser"
)

// NetconfSession is an open NETCONF session with one switch, as device.NetconfSession implements it.
type NetconfSession interface {
	// Get returns what the subtree filter selects of the switch's state.
	Get(ctx context.Context, filter string) (string, error)
	// Offers tells whether the switch has named the model of that namespace.
	Offers(namespace string) bool
	Close(ctx context.Context) error
}

// NetconfOpenFunc opens a NETCONF session to a switch.
type NetconfOpenFunc func(ctx context.Context, target *config.Target) (NetconfSession, error)

// errNoNetconf is the failure of a fleet that was made without OpenNetconf.
var errNoNetconf = errors.New("there is no way to open NETCONF sessions")

// toNetconf waits for the place that a poll needs over NETCONF after that of the CLI, which has brought
// that. It holds no place meanwhile, and that is no part of the poll's time. It returns nil if the fleet
// closed first.
func (e *entry) toNetconf(t *schedule.Ticket, cli *Result) *schedule.Ticket {
	if cli.Err != nil { // or what NETCONF says would take its place
		e.tail = e.trace.Tail(tailOf(cli))
	}
	began := e.fleet.now()
	e.trace.Begin(stepNetconf)
	defer e.trace.End(nil)
	next := t.Next(e.fleet.lanes.netconf)
	if !next.Wait(e.fleet.ctx) {
		next.Leave()
		return nil
	}
	e.waited(began)
	e.asking = e.fleet.now()
	return next
}

// pollNetconf asks over NETCONF, in a session of its own: an idle one costs as much as a kept session
// of the CLI saves. It never panics.
func (e *entry) pollNetconf(t *schedule.Ticket) (result *Result) {
	defer func() {
		if p := recover(); p != nil {
			result = failedNetconf(e.polled, e.crashed(p))
		}
	}()
	ctx, cancel := e.rest()
	defer cancel()
	session, err := e.openNetconf(ctx, t)
	if err != nil {
		return failedNetconf(e.polled, err)
	}
	defer e.closeSession(context.WithoutCancel(ctx), session)
	return e.askNetconf(ctx, session)
}

func (e *entry) openNetconf(ctx context.Context, t *schedule.Ticket) (NetconfSession, error) {
	if err := e.awaitLogout(ctx); err != nil {
		return nil, err
	}
	if e.fleet.openNetconf == nil {
		return nil, &failure.Error{Reason: failure.Internal, Target: e.name, Err: errNoNetconf}
	}
	s, err := e.fleet.openNetconf(silently(ctx, t), e.polled)
	if err != nil {
		return nil, err
	}
	e.fleet.stats.sessionOpened()
	return s, nil
}

// askNetconf asks for the whole state at once.
func (e *entry) askNetconf(ctx context.Context, s NetconfSession) *Result {
	began := e.fleet.now()
	state, err := readNetconf(ctx, s, e.polled)
	c := CollectorResult{Name: config.NetconfCollector, Duration: e.fleet.now().Sub(began), Err: err}
	r := &Result{Target: e.polled, opened: true, Err: err, up: err == nil}
	if err != nil {
		trace.From(ctx).Mark()
	} else {
		c.Unread, state.Unread = state.Unread, nil
		c.state, r.State = state, state
		r.Clock = clockOf(state.Clock, began, e.polled.Module.Timezone, e.fleet.now)
	}
	r.Collectors = []CollectorResult{c}
	return r
}

func readNetconf(ctx context.Context, s NetconfSession, t *config.Target) (*parser.State, error) {
	reply, err := s.Get(ctx, parser.NetconfFilter)
	if err != nil {
		return nil, err
	}
	command := parser.NetconfCommand()
	state, err := command.Parse(reply)
	if err != nil {
		return nil, redacted(s, &failure.Error{
			Reason: netconfReason(s, err), Target: t.Name, Command: command.Text,
			Err: fmt.Errorf("reading the reply: %w", err),
		})
	}
	return state, nil
}

// netconfReason classes what the parser says of a reply. What a user may not read is left out of it
// without a word (RFC 8341, section 3.2.4), so that an empty one of a switch that has the model is that.
func netconfReason(s NetconfSession, err error) failure.Reason {
	refusal := (*parser.RPCError)(nil)
	switch {
	case errors.As(err, &refusal):
		return refusalReason(refusal.Tag)
	case !errors.Is(err, parser.ErrNoLicensing):
		return failure.Parse
	case s.Offers(parser.NetconfNamespace):
		return failure.Privilege
	}
	return failure.Unsupported
}

// refusalReason classes an error-tag of RFC 6241, appendix A.
func refusalReason(tag string) failure.Reason {
	switch tag {
	case "access-denied":
		return failure.Privilege
	case "unknown-namespace", "unknown-element", "unknown-attribute", "operation-not-supported":
		return failure.Unsupported
	}
	return failure.Parse
}

// failedNetconf is the result of a poll that got no NETCONF session.
func failedNetconf(target *config.Target, err error) *Result {
	return &Result{Target: target, Err: err, Collectors: []CollectorResult{{Name: config.NetconfCollector, Err: err}}}
}

// joined is what both sides of a target brought, as one poll; one of them may be nil.
func joined(cli, netconf *Result) *Result {
	switch {
	case netconf == nil:
		return cli
	case cli == nil:
		return netconf
	}
	r := &Result{
		Target: cli.Target, Clock: cli.Clock, Err: cli.Err,
		opened: cli.opened && netconf.opened,
	}
	r.Collectors = append(append(r.Collectors, cli.Collectors...), netconf.Collectors...)
	if cli.State == nil {
		r.Clock = netconf.Clock
	}
	if r.Err == nil {
		r.Err = netconf.Err
	}
	r.State = merged(r.Collectors)
	licensing := readsLicences(cli.Target.Module.Collectors)
	for _, c := range r.Collectors {
		r.up = r.up || c.Err == nil && licensing[c.Name]
	}
	return r
}
