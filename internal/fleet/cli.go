package fleet

import (
	"context"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// pollCLI asks the show commands. It never panics: an odd switch must not bring the exporter down. It
// returns nil if the fleet closed before it could log in.
func (e *entry) pollCLI(t *schedule.Ticket) (result *Result) {
	defer func() {
		if p := recover(); p != nil {
			result = failedCLI(e.polled, e.crashed(p))
		}
	}()
	if kept := e.takeKept(); kept != nil {
		s := &dialogue{Session: kept, idle: true, within: min(aliveTime, e.fleet.limits.Load().timeout/3)}
		if result = e.pollOn(s); !s.gone {
			return result
		}
	}
	if !e.mayLogin(t) {
		return nil
	}
	ctx, cancel := e.rest()
	defer cancel()
	session, err := e.login(ctx, t)
	if err != nil {
		return failedCLI(e.polled, err)
	}
	return e.pollOn(&dialogue{Session: session})
}

// pollOn polls on an open session, which is kept or closed afterwards.
func (e *entry) pollOn(d *dialogue) *Result {
	ctx, cancel := e.rest()
	defer cancel()
	healthy := false
	defer func() { e.release(context.WithoutCancel(ctx), d.Session, healthy) }()
	began, tail := e.fleet.now(), e.streak.tail()
	result := poll(ctx, d, e.polled, &tail, e.fleet.now)
	if !d.gone {
		alive := e.follow(ctx, d, result, tail, began)
		healthy = alive && (result.Err == nil || answered(result))
	}
	return result
}

// mayLogin waits for the place that a login needs. That is no part of the poll's time.
func (e *entry) mayLogin(t *schedule.Ticket) bool {
	began := e.fleet.now()
	if !t.MayLogin() {
		e.trace.Begin(stepTurn)
		defer e.trace.End(nil)
	}
	ok := t.Relogin(e.fleet.ctx)
	e.waited(began)
	return ok
}

// answered tells whether every failure of the poll was an answer of the switch that the session
// survives, a command refused. An output that cannot be read may be one of a dialogue out of step.
func answered(r *Result) bool {
	for _, c := range r.Collectors {
		if c.Err != nil && !survived(c.Err) {
			return false
		}
	}
	return true
}

// survived tells whether a failed command was answered by a refusal.
func survived(err error) bool {
	reason := failure.ReasonOf(err)
	return reason == failure.Privilege || reason == failure.Unsupported
}
