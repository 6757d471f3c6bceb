// Package dialogue holds the rules that sessions of both kinds keep: nothing is asked after a failure, a context that
// ends closes the connection, large outputs take turns, and no error shows a secret. It knows neither the command
// line nor NETCONF. The sessions put each call through a [Guard].
package dialogue

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// logoutTime is how long Close waits for the answer to a goodbye.
const logoutTime = 500 * time.Millisecond

// Names of steps that are no commands; the others are in phase.step.
const (
	StepAlive  = "check of the kept session"
	stepLogout = "logout"
)

// Words are the parts of an error that differ between kinds of session.
type Words struct {
	Waiting string // completes "timed out …"
	Closed  string // that the switch has closed the session
	Less    string // what makes outputs smaller; empty if nothing does
}

// Guard applies the rules to one session. It takes one call at a time; only Closing may be called meanwhile.
type Guard struct {
	attempt *dial.Attempt
	conn    *dial.Conn
	large   LargeOutputs
	words   Words

	turn    bool           // it has a place among the large outputs
	broken  *failure.Error // what ended the session; nil while it can be used
	closing atomic.Bool    // Close has been called
}

// New guards the session on a connection.
func New(a *dial.Attempt, c *dial.Conn, large LargeOutputs, w Words) *Guard {
	return &Guard{attempt: a, conn: c, large: large, words: w}
}

// Closing notes that the session is being closed, and reports whether this was the first call.
func (g *Guard) Closing() bool { return g.closing.CompareAndSwap(false, true) }

// Do runs one call, which sends command or is only a step. Any error ends the session. done is called at the end of a
// call that has begun.
func (g *Guard) Do(ctx context.Context, step, command string, talk func() error, done func(time.Duration, error)) (err error) {
	if g.broken != nil {
		return &failure.Error{Reason: g.broken.Reason, Target: g.attempt.Target.Name, Command: command, Err: errOver{g.broken}}
	}
	if ctx.Err() != nil {
		return g.end(ctx, command, ctx.Err())
	}
	defer g.attempt.Record(ctx)()
	g.attempt.Trace().Begin(step)
	stop := context.AfterFunc(ctx, g.conn.Kill)
	defer stop()
	started := time.Now()
	defer func() {
		g.giveBack()
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, "a fault in the dialogue: %v", r)
		}
		if err == nil && !stop() {
			err = ctx.Err() // the connection is being closed
		}
		if err != nil {
			err = g.end(ctx, command, err)
			g.attempt.Trace().End(err)
		}
		done(time.Since(started), err)
	}()
	return talk()
}

// Grow waits for a turn if the output has grown large. Meanwhile nothing is read, so SSH's flow control
// stops the switch. The turn ends with the call.
func (g *Guard) Grow(ctx context.Context, size int) error {
	if size <= smallOutput || g.turn {
		return nil
	}
	if !g.large.tryEnter() {
		g.attempt.Debug("msg", WaitingForTurn)
		if err := g.large.enter(ctx); err != nil {
			return err
		}
	}
	g.turn = true
	return nil
}

func (g *Guard) giveBack() {
	if g.turn {
		g.turn = false
		g.large.leave()
	}
}

// end closes the connection and keeps why.
func (g *Guard) end(ctx context.Context, command string, err error) *failure.Error {
	g.conn.Kill()
	var e *failure.Error
	switch {
	case g.closing.Load():
		e = failure.New(failure.Disconnected, "the session was closed meanwhile: %w", err)
	case ctx.Err() != nil:
		doing := g.words.Waiting
		if errors.Is(err, errNoTurn) {
			doing = fmt.Sprintf("waiting for a turn to receive more than %d MiB, which at most %d switches do at a time%s",
				smallOutput>>20, cap(g.large), g.words.Less)
		}
		e = dial.Ended(g.attempt.Target.Name, command, doing, ctx.Err())
	case g.conn.Dropped() != nil:
		e = failure.New(g.conn.Dropped().Reason, "%w", g.conn.Dropped().Err)
	case errors.As(err, &e):
	case dial.IsTimeout(err):
		e = failure.New(failure.Timeout, "timed out: %w", err)
	case dial.IsClosed(err):
		e = failure.New(failure.Disconnected, "%s: %w", g.words.Closed, err)
	default:
		e = failure.New(failure.Internal, "%w", err)
	}
	e.Target, e.Command = g.attempt.Target.Name, command
	g.broken = g.Redacted(e)
	return g.broken
}

// Redacted keeps the login's secrets out of an error that quotes the switch.
func (g *Guard) Redacted(e *failure.Error) *failure.Error {
	return redact.Error(g.attempt.Target.Module.Auth, e)
}

// Leave lets the session say goodbye if it still can, for a short time. After that every call fails.
func (g *Guard) Leave(ctx context.Context, goodbye func(context.Context)) {
	if g.broken == nil && ctx.Err() == nil && g.conn.Alive() {
		defer g.attempt.Record(ctx)()
		g.attempt.Trace().Begin(stepLogout)
		ctx, cancel := context.WithTimeout(ctx, logoutTime)
		defer cancel()
		defer context.AfterFunc(ctx, g.conn.Kill)()
		goodbye(ctx)
	}
	g.broken = &failure.Error{Reason: failure.Disconnected, Target: g.attempt.Target.Name, Err: errors.New("it was closed")}
}

// errOver is the error of every call on a session that has ended.
type errOver struct{ first *failure.Error }

// Error is why the session ended.
func (e errOver) Error() string { return "the session has ended: " + e.first.Err.Error() }

// Unwrap gives that failure to errors.Is and errors.As.
func (e errOver) Unwrap() error { return e.first }
