package fleet

import (
	"context"
	"fmt"
	"time"

	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

const (
	// logoutTime bounds a polite logout; after it the connection is simply closed.
	logoutTime = 2 * time.Second
	// aliveTime bounds the check of a kept session, for at most a third of the poll's time. It leaves most of the poll for a new one: a
	// connection that a firewall has forgotten gives no answer at all.
	aliveTime = 5 * time.Second
	// silentTime is how long a switch may say nothing at all before others may be polled in its place.
	silentTime = 2 * time.Second
)

// Names of the steps in which nothing is done but to wait, or nothing at all: a side that is left alone
// has a step with its last error.
const (
	stepTurn    = "wait for a turn to log in"
	stepNetconf = "wait for a turn over NETCONF"
	stepLogout  = "wait for the last session to end"

	stepCLIRests     = "CLI left alone"
	stepNetconfRests = "NETCONF left alone"
)

// dialogue is a session during a poll. Where it was kept since the last one, switches reload and
// firewalls forget, so its first command also finds out whether the switch still answers: that costs no
// round trip of its own.
type dialogue struct {
	Session
	idle   bool          // it was kept, and nothing has been asked yet
	within time.Duration // how long the switch may take to show that it answers
	gone   bool          // it does not: nothing was learned
}

// Run implements Session.
func (d *dialogue) Run(ctx context.Context, command string) (string, error) {
	if !d.idle {
		return d.Session.Run(ctx, command)
	}
	d.idle, d.gone = false, true // gone also if Resume panics
	output, alive, err := d.Resume(ctx, command, d.within)
	d.gone = !alive
	return output, err
}

// login opens a session when no other is there any more. While nothing comes from the switch the poll
// takes no place: a site that is cut off must not keep all others waiting.
func (e *entry) login(ctx context.Context, t *schedule.Ticket) (Session, error) {
	if err := e.awaitLogout(ctx); err != nil {
		return nil, err
	}
	s, err := e.fleet.open(silently(ctx, t), e.polled)
	if err != nil {
		return nil, err
	}
	e.fleet.stats.sessionOpened()
	return s, nil
}

// silently has the poll step aside while nothing comes from the switch.
func silently(ctx context.Context, t *schedule.Ticket) context.Context {
	return device.WithSilence(ctx, device.Silence{
		After: silentTime, Begins: t.StepAside, Ends: func() { t.StepBack(ctx) },
	})
}

// awaitLogout waits until an idle session is gone: the switch must not see a second one. It fails
// if ctx ends first, or has ended.
func (e *entry) awaitLogout(ctx context.Context) error {
	e.mu.Lock()
	logout := e.logout
	e.mu.Unlock()
	if logout != nil {
		e.trace.Begin(stepLogout)
		defer e.trace.End(nil)
		select {
		case <-logout:
		case <-ctx.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return &failure.Error{
			Reason: failure.ReasonOf(err), Target: e.name,
			Err: fmt.Errorf("waiting for the last session to end: %w", err),
		}
	}
	return nil
}

// release keeps the session for the next poll, or closes it.
func (e *entry) release(ctx context.Context, s Session, healthy bool) {
	if !healthy || !e.keep(s) {
		e.closeSession(ctx, s)
	}
}

func (e *entry) takeKept() Session {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.kept
	e.kept = nil
	if e.idle != nil {
		e.idle.Stop()
		e.idle = nil
	}
	return s
}

// keep stores the session until it has been idle for too long; false if it is not to be kept, or not
// any more.
func (e *entry) keep(s Session) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.retired || e.target.Module.Session != config.SessionKeep || e.fleet.ctx.Err() != nil {
		return false
	}
	e.kept = s
	e.idle = time.AfterFunc(e.target.Module.IdleTimeout, e.closeIdle)
	return true
}

// closeIdle logs out of a switch that was not polled for idle_timeout.
func (e *entry) closeIdle() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.logOut()
}

// logOut has the kept session closed, if there is one, and logout tell of it. mu is held, which Close
// takes before it waits.
func (e *entry) logOut() {
	if e.kept == nil || e.fleet.ctx.Err() != nil { // taken for a poll, or by Close
		return
	}
	s, logout := e.kept, make(chan struct{})
	e.idle.Stop()
	e.kept, e.idle, e.logout = nil, nil, logout
	e.fleet.work.Go(func() {
		defer close(logout)
		e.closeSession(context.Background(), s)
	})
}

// closeSession never panics: it also runs where nobody else would recover. ctx must not end.
func (e *entry) closeSession(ctx context.Context, s interface{ Close(context.Context) error }) {
	ctx, cancel := context.WithTimeout(ctx, logoutTime)
	defer cancel()
	defer e.fleet.stats.sessionClosed()
	defer func() {
		if p := recover(); p != nil {
			_ = level.Error(e.fleet.logger).Log("msg", "the exporter failed in a logout, please report this",
				"target", e.name, "reason", string(failure.Internal), "err", p)
		}
	}()
	_ = s.Close(ctx) // nothing can be done about a logout that fails
}
