package fleet

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// stepLogout is the step in which a poll waits for an idle session to end.
const stepLogout = "wait for the last session to end"

// keeper holds a target's session between its polls, until it has been idle for too long.
type keeper struct {
	engine *engine
	target string

	mu      sync.Mutex
	module  *config.Module // reports whether sessions are kept, and for how long
	closed  bool           // no session is kept from now on
	session Session
	idle    *time.Timer
	logout  chan struct{} // closed when the logout of an idle session ends; nil if there was none
}

// has reports whether a session is kept.
func (k *keeper) has() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.session != nil
}

// take hands the session over; nil if no session is kept.
func (k *keeper) take() Session {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.pop()
}

// pop is take for callers that hold mu.
func (k *keeper) pop() Session {
	s := k.session
	if s != nil {
		k.idle.Stop()
		k.session, k.idle = nil, nil
	}
	return s
}

// keep stores the session. It returns false if the session must not be kept.
func (k *keeper) keep(s Session) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed || k.module.Session != config.SessionKeep || k.engine.closed() {
		return false
	}
	k.session = s
	k.idle = time.AfterFunc(k.module.IdleTimeout, k.closeIdle)
	return true
}

// adopt goes on with another module. A session that need not be kept any longer stays until settle.
func (k *keeper) adopt(m *config.Module) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.module = m
}

// settle ends a session that must not be kept any longer. No poll uses the session meanwhile. If the keeper
// was retired, the caller has to close the session that settle returns.
func (k *keeper) settle() (left Session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.closed:
		return k.pop()
	case k.session != nil && k.module.Session != config.SessionKeep:
		k.logOut()
	}
	return nil
}

// retire ends the keeping of sessions. If polling is true, the poll under way may still take the kept session.
// Otherwise logout closes when the last session has ended; it is nil if there was no session.
func (k *keeper) retire(polling bool) (logout <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	if !polling {
		k.logOut()
	}
	return k.logout
}

// closeIdle logs out of a switch that was not polled for idle_timeout. Close ends kept sessions itself.
func (k *keeper) closeIdle() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.engine.closed() {
		k.logOut()
	}
}

// logOut begins to close the session, if one is kept. mu is held, which Close takes before it waits.
func (k *keeper) logOut() {
	s := k.pop()
	if s == nil {
		return
	}
	logout := make(chan struct{})
	k.logout = logout
	k.engine.work.Go(func() {
		defer close(logout)
		k.engine.closeSession(context.Background(), k.target, s)
	})
}

// await waits until an idle session has ended: the switch must not see a second one. It fails if ctx ends
// first, or has ended.
func (k *keeper) await(ctx context.Context) error {
	k.mu.Lock()
	logout := k.logout
	k.mu.Unlock()
	if logout != nil {
		steps := trace.From(ctx)
		steps.Begin(stepLogout)
		defer steps.End(nil)
		select {
		case <-logout:
		case <-ctx.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return &failure.Error{
			Reason: failure.ReasonOf(err), Target: k.target,
			Err: fmt.Errorf("waiting for the last session to end: %w", err),
		}
	}
	return nil
}
