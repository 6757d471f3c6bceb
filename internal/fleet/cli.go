package fleet

import (
	"context"
	"time"
)

// stepTurn is the step in which a poll that came in with a session waits to log in.
const stepTurn = "wait for a turn to log in"

// aliveTime bounds the check of a kept session, together with a third of the poll's time. Most of the poll is
// left for a new session: a connection that a firewall has forgotten gives no answer at all.
const aliveTime = 5 * time.Second

// pollCLI asks the show commands. It never panics: an odd switch must not bring the exporter down. It
// returns nil if the fleet closed before the poll could log in.
func (p *poll) pollCLI() (result *Result) {
	defer func() {
		if by := recover(); by != nil {
			result = failedCLI(p.target, p.crashed(by))
		}
	}()
	if kept := p.keeper.take(); kept != nil {
		s := &dialogue{Session: kept, idle: true, within: min(aliveTime, p.limits.Load().timeout/3)}
		if result = p.pollOn(s); !s.gone {
			return result
		}
	}
	if !p.mayLogin() {
		return nil
	}
	ctx, cancel := p.rest()
	defer cancel()
	session, err := p.login(ctx)
	if err != nil {
		return failedCLI(p.target, err)
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
	return result
}

// mayLogin waits until the poll may log in. The wait is not part of the poll's time.
func (p *poll) mayLogin() bool {
	began := p.now()
	if !p.ticket.MayLogin() {
		p.trace.Begin(stepTurn)
		defer p.trace.End(nil)
	}
	ok := p.ticket.Relogin(p.ctx)
	p.waited(began)
	return ok
}

// login opens a session once the last one has ended.
func (p *poll) login(ctx context.Context) (Session, error) {
	if err := p.keeper.await(ctx); err != nil {
		return nil, err
	}
	s, err := p.open(p.silently(ctx), p.target)
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
