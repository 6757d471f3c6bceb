package fleet

import (
	"context"
	"errors"
	"fmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// errNoNetconf is the failure of a fleet that was made without OpenNetconf.
var errNoNetconf = errors.New("there is no way to open NETCONF sessions")

// pollNetconf asks over NETCONF and closes the session: an idle NETCONF session costs as much as a kept CLI
// session saves. It never panics.
func (p *poll) pollNetconf() (result *Result) {
	defer func() {
		if by := recover(); by != nil {
			result = failedNetconf(p.target, p.crashed(by))
		}
	}()
	if err := p.permitted(p.engine.netconf); err != nil {
		return failedNetconf(p.target, err)
	}
	ctx, cancel := p.rest()
	defer cancel()
	session, err := p.loginNetconf(ctx)
	if err != nil {
		return failedNetconf(p.target, err)
	}
	defer p.closeSession(context.WithoutCancel(ctx), p.name, session)
	return p.askNetconf(ctx, session)
}

func (p *poll) loginNetconf(ctx context.Context) (s NetconfSession, err error) {
	if err := p.keeper.await(ctx); err != nil {
		return nil, err
	}
	if p.openNetconf == nil {
		return nil, &failure.Error{Reason: failure.Internal, Target: p.name, Err: errNoNetconf}
	}
	err = p.loggedIn(ctx, func(ctx context.Context) (err error) {
		s, err = p.openNetconf(ctx, p.target)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.stats.sessionOpened()
	return s, nil
}

// askNetconf asks for the whole state at once.
func (p *poll) askNetconf(ctx context.Context, s NetconfSession) *Result {
	began := p.now()
	state, err := readNetconf(ctx, s, p.target)
	c := CollectorResult{Name: config.NetconfCollector, Duration: p.now().Sub(began), Err: err}
	r := &Result{Target: p.target, opened: true, Err: err, up: err == nil}
	if err != nil {
		trace.From(ctx).Mark()
	} else {
		c.Unread, c.Dropped, state.Unread = state.Unread, state.Dropped, nil
		c.state, r.State = state, state
		r.System = platform.IOSXE() // no other system has the model
		r.Clock = clockOf(state.Clock, began, p.target.Module.Timezone, p.now)
	}
	r.Collectors = []CollectorResult{c}
	return r
}

func readNetconf(ctx context.Context, s NetconfSession, t *config.Target) (*parser.State, error) {
	reply, err := s.Get(ctx, netconf.Filter)
	if err != nil {
		return nil, err
	}
	command := netconf.Command()
	state, err := command.Parse(platform.Output{Text: reply, Whole: true})
	if err != nil {
		reason, hint := unread(s, err)
		return nil, s.Redacted(&failure.Error{
			Reason: reason, Target: t.Name, Command: command.Text,
			Err: fmt.Errorf("reading the reply: %w%s", err, hint),
		})
	}
	hideSecrets(state, t.Module.Auth)
	return state, nil
}

// unread returns the reason for an error of the parser, and what it means if the error does not say so. A switch
// silently leaves out of a reply what the user may not read (RFC 8341, section 3.2.4), so an empty reply of a switch
// that has the model means that.
func unread(s NetconfSession, err error) (reason failure.Reason, hint string) {
	refusal := (*netconf.RPCError)(nil)
	switch {
	case errors.As(err, &refusal):
		return refusalReason(refusal.Tag), ""
	case !errors.Is(err, netconf.ErrNoLicensing):
		return failure.Parse, ""
	case s.Offers(netconf.Namespace):
		return failure.Privilege, ": NACM rules hide it from this account"
	}
	return failure.Unsupported, ": the switch does not offer the model (IOS-XE has it from 16.6 on, not on each platform)"
}

// refusalReason returns the reason for an error-tag of RFC 6241, appendix A.
func refusalReason(tag string) failure.Reason {
	switch tag {
	case "access-denied":
		return failure.Privilege
	case "unknown-namespace", "unknown-element", "unknown-attribute", "operation-not-supported":
		return failure.Unsupported
	}
	return failure.Parse
}

// failedNetconf returns the result of a poll that got no NETCONF session.
func failedNetconf(target *config.Target, err error) *Result {
	return &Result{Target: target, Err: err, Collectors: []CollectorResult{{Name: config.NetconfCollector, Err: err}}}
}
