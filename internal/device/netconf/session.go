// Package netconf holds a NETCONF session on one switch: hellos, requests with a subtree filter, goodbye. It reads the
// switch's messages itself and lets scrapligo write the requests, on a connection of package dial. Replies are
// handed on as they are.
package netconf

import (
	"context"
	"errors"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	stepGet = "get"
	// closeRequest has a number that scrapligo does not reach.
	closeRequest   = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="` + closeRequestID + `"><close-session/></rpc>`
	closeRequestID = "99999"
)

// Session is a NETCONF session with one switch, for one caller at a time.
type Session struct {
	guard   *dialogue.Guard
	attempt *dial.Attempt
	conn    *dial.Conn
	wire    *wire
	driver  *driver
}

// Open dials the target's NETCONF address, checks its host key, logs in, starts the subsystem
// and exchanges hellos, in which NETCONF 1.0 is chosen where the switch offers it and 1.1 elsewhere.
//
// The context bounds all of it. Every error is a *[failure.Error], and leaves nothing open:
// [failure.Unsupported] if there is no NETCONF at that address. The steps go into the context's [trace.Trace],
// if it has one.
func Open(ctx context.Context, d *dial.Dialer, large dialogue.LargeOutputs, t *config.Target) (s *Session, err error) {
	if t.Module == nil || t.Module.Auth == nil || t.NetconfAddress() == "" {
		return nil, &failure.Error{Reason: failure.Internal, Target: t.Name, Err: errors.New("the target has no module, no auth or no NETCONF")}
	}
	at := *t
	at.Address = t.NetconfAddress()
	a, err := d.Attempt(ctx, &at, dial.Netconf)
	if err != nil {
		return nil, err
	}
	err = a.Open(ctx, func(c *dial.Conn) (err error) {
		s, err = start(a, c, large)
		return err
	}, func(context.Context) {
		if s != nil {
			s.stop()
		}
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// start exchanges hellos.
func start(a *dial.Attempt, c *dial.Conn, large dialogue.LargeOutputs) (*Session, error) {
	w, err := newWire(a, c)
	if err != nil {
		return nil, err
	}
	driver, err := openDriver(a.Target.Address, w)
	if err != nil {
		return nil, err
	}
	w.talking = true
	s := &Session{wire: w, driver: driver, attempt: a, conn: c, guard: dialogue.New(a, c, large, dialogue.Words{
		Waiting: "waiting for the reply",
		Closed:  "the switch closed the NETCONF session",
	})}
	return s, w.err
}

// Offers reports whether the switch's hello names a model of that namespace.
func (s *Session) Offers(namespace string) bool { return s.wire.hello.offers(namespace) }

// Get asks for the state that a subtree filter selects (RFC 6241, section 6) and returns the whole
// <rpc-reply>, an <rpc-error> in it as well. It is not read here: the caller
// finds out what it says, and whether it is well-formed.
//
// A reply of more than [MaxOutput] bytes is refused. More than 32 sessions of a Dialer do not receive
// more than 1 MiB at the same time: others wait, on their own context. Any error ends the session, and
// is a *[failure.Error].
func (s *Session) Get(ctx context.Context, filter string) (reply string, err error) {
	err = s.guard.Do(ctx, stepGet, stepGet, func() error {
		s.attempt.Enter(dial.PhaseCommand)
		s.wire.frames.grow = func(size int) error { return s.guard.Grow(ctx, size) }
		if err := s.driver.get(filter); err != nil {
			return err
		}
		reply = string(s.wire.reply)
		s.wire.reply = nil
		return nil
	}, func(_ time.Duration, err error) {
		if err != nil {
			reply = ""
		}
		s.attempt.Debug("msg", "done", "command", stepGet, "ok", err == nil, "bytes", len(reply))
	})
	return reply, err
}

// Redacted keeps the login's secrets out of an error that quotes a reply.
func (s *Session) Redacted(e *failure.Error) *failure.Error { return s.guard.Redacted(e) }

// Close ends the session with <close-session>, if the switch goes along quickly, and closes the
// connection. It may be called more than once, and returns when all is closed or the context ends, with
// the context's error if something was still closing then.
func (s *Session) Close(ctx context.Context) error {
	if s.guard.Closing() {
		s.guard.Leave(ctx, s.goodbye)
		s.stop()
	}
	return s.conn.Wait(ctx)
}

// goodbye sends the request without scrapligo, which would wait for the answer in its own way.
func (s *Session) goodbye(context.Context) {
	s.wire.frames.grow, s.wire.frames.limit = nil, maxHello
	_, _ = s.wire.ask(append(s.wire.framed([]byte(closeRequest)), '\n'), closeRequestID) // it may just hang up
}

// stop ends scrapligo's goroutines and closes the connection.
func (s *Session) stop() {
	s.wire.release()
	s.driver.close()
	s.conn.Kill()
}
