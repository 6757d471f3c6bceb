package fleet

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/account"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// stepAccount is the step in which a poll waits for what comes of other logins with the same secret.
const stepAccount = "wait for another login with this secret"

// enter joins the queue for the poll's first side; for a login as soon as it is permitted.
func (p *poll) enter() {
	if p.cli.asks() && p.keeper.has() {
		p.join(false)
		return
	}
	p.request = p.account.Ask(p.name, func() { p.join(true) })
}

// joined waits until the poll has joined a queue. It returns false if the account is held, or the fleet closes.
func (p *poll) joined() bool {
	if p.request == nil {
		return true
	}
	var err error
	if p.permit, err = p.request.Wait(p.ctx); err != nil && p.ticket != nil {
		p.ticket.Leave()
	}
	return err == nil
}

// permitted makes sure that the poll has the permission to log in. If it has to wait for that, it gives up its place
// and queues again, and the wait is not part of its time. An error that is no *[failure.Error] means that the fleet
// closes.
func (p *poll) permitted(lane *schedule.Lane) error {
	if p.permit != nil {
		return nil
	}
	if p.permit = p.account.TryEnter(p.name); p.permit != nil {
		return nil
	}
	began := p.now()
	p.trace.Begin(stepAccount)
	defer p.trace.End(nil)
	defer func() { p.waited(began) }()
	p.ticket.Leave()
	var err error
	if p.permit, err = p.account.Ask(p.name, nil).Wait(p.ctx); err != nil {
		return notTried(p.target, err)
	}
	p.ticket = lane.Join(true)
	if !p.ticket.Wait(p.ctx) {
		return p.ctx.Err()
	}
	return nil
}

// giveBack gives the permission to log in back if it was not used.
func (p *poll) giveBack() {
	if p.permit != nil {
		p.logged(p.permit.End(account.Unknown))
		p.permit = nil
	}
}

// loggedIn uses the permission to log in for open, and tells the account what came of it.
func (p *poll) loggedIn(ctx context.Context, open func(context.Context) error) error {
	permit := p.permit
	p.permit = nil
	outcome := account.Unknown
	defer func() { p.logged(permit.End(outcome)) }() // also if open panics
	if err := permit.Begin(); err != nil {
		return notTried(p.target, err)
	}
	var refusal error // of the account
	err := open(dial.WithLogin(p.silently(ctx), dial.Login{
		Send: func(ctx context.Context) error {
			if err := permit.Send(ctx); err != nil {
				refusal = notTried(p.target, err)
			}
			return refusal
		},
		Accepted: func() { p.logged(permit.End(account.Accepted)) },
	}))
	switch {
	case isHeld(refusal):
		return refusal
	case err == nil, failure.ReasonOf(err) == failure.Privilege:
		outcome = account.Accepted
	case refusal == nil && failure.ReasonOf(err) == failure.Auth:
		outcome = account.Refused
	}
	return err
}

// logged logs what a login has changed for its auth.
func (p *poll) logged(e account.Event) {
	switch e {
	case account.Released:
		_ = level.Info(p.logger).Log("msg", "auth accepted again", "auth", nameOf(p.target), "target", p.name)
	case account.Began:
		if h := p.account.Held(); h != nil {
			_ = level.Warn(p.logger).Log("msg", "auth held, no login is tried with it but one now and then", "auth", nameOf(p.target),
				"reason", string(failure.Auth), "switches", h.Refusals,
				"next_try_in", max(h.Until.Sub(p.now()).Round(time.Second), time.Second))
		}
	}
}

// notTried returns the failure of a login that the account does not permit. Other errors stay as they are.
func notTried(t *config.Target, err error) error {
	if !isHeld(err) {
		return err
	}
	return &failure.Error{
		Reason: failure.Auth, Target: t.Name,
		Err: fmt.Errorf("no login is tried with auth %q: %w", nameOf(t), err),
	}
}

// isHeld reports whether an error says that the account is held.
func isHeld(err error) bool {
	var h *account.HeldError
	return errors.As(err, &h)
}
