package fleet

import (
	"context"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
)

// stepTurn is the step in which a poll that came in with a session waits to log in.
const stepTurn = "wait for a turn to log in"

// aliveTime bounds the check of a kept session, together with a third of the poll's time. Most of the poll is
// left for a new session: a connection that a firewall has forgotten gives no answer at all. Once the switch has
// answered, only the poll's own time bounds the command.
const aliveTime = 5 * time.Second

// pollCLI asks the show commands. It never panics: an odd switch must not bring the exporter down. It
// returns nil if the fleet closed before the poll could log in.
func (p *poll) pollCLI() (result *Result) {
	defer func() {
		if by := recover(); by != nil {
			result = failedCLI(p.target, p.system, p.crashed(by))
		}
	}()
	if kept := p.keeper.take(); kept != nil {
		s := &dialogue{Session: kept, idle: true, within: min(aliveTime, p.limits.Load().timeout/3)}
		if result = p.pollOn(s); !s.gone {
			return result
		}
	}
	if err := p.mayLogin(); err != nil {
		return p.notLoggedIn(err)
	}
	ctx, cancel := p.rest()
	defer cancel()
	session, err := p.login(ctx)
	if err != nil {
		return failedCLI(p.target, p.system, err)
	}
	return p.pollOn(&dialogue{Session: session})
}

// pollOn polls on an open session and then keeps or closes it.
func (p *poll) pollOn(d *dialogue) *Result {
	ctx, cancel := p.rest()
	defer cancel()
	healthy := false
	defer func() { p.release(context.WithoutCancel(ctx), d.Session, healthy) }()
	began := p.now()
	result := askAll(ctx, d, p.target, p.streak.known(), p.now)
	if !d.gone {
		alive := p.follow(ctx, d, result, began)
		healthy = alive && (result.Err == nil || answered(result))
	}
	if p.examine != nil && !d.gone {
		healthy = false
		p.examine(p.ctx, d.Session, result)
	}
	return result
}

// notLoggedIn returns the result of a poll that mayLogin did not let log in; nil if the fleet closed.
func (p *poll) notLoggedIn(err error) *Result {
	if !isHeld(err) {
		return nil
	}
	return failedCLI(p.target, p.system, err)
}

// mayLogin waits until the poll may log in. The wait is not part of the poll's time. The error is as that of permitted.
func (p *poll) mayLogin() error {
	if err := p.permitted(p.engine.cli); err != nil {
		return err
	}
	began := p.now()
	if !p.ticket.MayLogin() {
		p.trace.Begin(stepTurn)
		defer p.trace.End(nil)
	}
	defer func() { p.waited(began) }()
	if !p.ticket.Relogin(p.ctx) {
		return p.ctx.Err()
	}
	return nil
}

// login opens a session once the last one has ended.
func (p *poll) login(ctx context.Context) (s Session, err error) {
	if err := p.keeper.await(ctx); err != nil {
		return nil, err
	}
	err = p.loggedIn(ctx, func(ctx context.Context) (err error) {
		s, err = p.open(dial.WithRecall(ctx, p.recall), p.target)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.stats.sessionOpened()
	return s, nil
}

// release keeps the session for the next poll, or closes it.
func (p *poll) release(ctx context.Context, s Session, healthy bool) {
	if !healthy || !p.keeper.keep(s) {
		p.closeSession(ctx, p.name, s)
	}
}
