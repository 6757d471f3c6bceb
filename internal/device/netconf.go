package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/redact"

	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scrapli/scrapligo/driver/netconf"
	"github.com/scrapli/scrapligo/driver/options"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	// readDelay is how often scrapligo looks for a message. None is there before its request has been
	// written, see netconfTransport.
	readDelay = 2 * time.Millisecond
	// scrapligoTime is more than scrapligo ever waits: the context ends sooner.
	scrapligoTime = time.Hour

	stepGet = "get"
	// closeRequest has a number that scrapligo does not come to.
	closeRequest   = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="` + closeRequestID + `"><close-session/></rpc>`
	closeRequestID = "99999"
)

// NetconfSession is a NETCONF session with one switch, for one caller at a time.
type NetconfSession struct {
	attempt *attempt
	wire    *netconfTransport
	driver  *netconf.Driver
	room    room
	large   bool           // it has a place in room
	broken  *failure.Error // what ended the session; nil while it can be used
	closed  bool
}

// OpenNetconf dials the target's NETCONF address, checks its host key, logs in, starts the subsystem
// and exchanges hellos, in which NETCONF 1.0 is chosen where the switch offers it and 1.1 elsewhere.
//
// The context bounds all of it. Every error is an *[failure.Error], and leaves nothing open:
// [failure.Unsupported] if there is no NETCONF at that address. The steps go into the context's [trace.Trace],
// if it has one.
func (d *Dialer) OpenNetconf(ctx context.Context, t *config.Target) (s *NetconfSession, err error) {
	if t.Module == nil || t.Module.Auth == nil || t.NetconfAddress() == "" {
		return nil, &failure.Error{Reason: failure.Internal, Target: t.Name, Err: errors.New("the target has no module, no auth or no NETCONF")}
	}
	if err := ctx.Err(); err != nil {
		return nil, ended(t.Name, "", "connecting", err)
	}
	at := *t
	at.Address = t.NetconfAddress()
	a := &attempt{dialer: d, target: &at, server: serverNetconf}
	d.debug(&at, "msg", "connecting", "address", at.Address, "protocol", "netconf")
	tr := newNetconfTransport(ctx, a)
	err = a.open(ctx, tr.kill, func() (err error) {
		s, err = d.startNetconf(tr, a)
		return err
	}, func(leave context.Context) {
		if s != nil {
			s.stop()
		}
		_ = tr.wait(leave, false)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// startNetconf builds scrapligo's driver on the transport and opens it.
func (d *Dialer) startNetconf(tr *netconfTransport, a *attempt) (*NetconfSession, error) {
	driver, err := netconf.NewDriver(a.target.Address,
		options.WithCustomTransport(tr),
		options.WithAuthBypass(),
		options.WithTimeoutOps(scrapligoTime),
		options.WithReadDelay(readDelay),
		options.WithNetconfExcludeHeader(),
	)
	if err != nil {
		return nil, err
	}
	if err := driver.Open(); err != nil {
		return nil, err // never Close then: it waits for a goroutine that was not started
	}
	s := &NetconfSession{attempt: a, wire: tr, driver: driver, room: d.room}
	tr.talking = true
	return s, tr.err
}

// Offers tells whether the switch's hello names a model of that namespace.
func (s *NetconfSession) Offers(namespace string) bool { return s.wire.hello.offers(namespace) }

// Get asks for the state that a subtree filter selects (RFC 6241, section 6) and returns the whole
// <rpc-reply>, an <rpc-error> in it as well. It is not read here: what it says, and whether it is
// well-formed, is for who asked.
//
// A reply of more than [MaxOutput] bytes is refused. More than 32 sessions of a Dialer do not receive
// more than 1 MiB at the same time: others wait, on their own context. Any error ends the session, and
// is an *[failure.Error].
func (s *NetconfSession) Get(ctx context.Context, filter string) (reply string, err error) {
	if s.broken != nil {
		return "", &failure.Error{Reason: s.broken.Reason, Target: s.attempt.target.Name, Command: stepGet, Err: errOver{s.broken}}
	}
	if ctx.Err() != nil {
		return "", s.end(ctx, ctx.Err())
	}
	defer s.attempt.record(ctx)()
	s.attempt.trace.Load().Begin(stepGet)
	stop := context.AfterFunc(ctx, s.wire.kill)
	defer stop()
	defer func() {
		s.giveBack()
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, "a fault in the dialogue: %v", r)
		}
		if err == nil && !stop() {
			err = ctx.Err()
		}
		if err != nil {
			reply, err = "", s.end(ctx, err)
			s.attempt.trace.Load().End(err)
		}
		s.attempt.dialer.debug(s.attempt.target, "msg", "done", "command", stepGet, "ok", err == nil, "bytes", len(reply))
	}()
	s.attempt.enter(phaseCommand)
	s.wire.frames.grow = func(size int) error { return s.makeRoom(ctx, size) }
	if _, err := s.driver.Get(filter); err != nil {
		return "", err
	}
	reply = string(s.wire.reply)
	s.wire.reply = nil
	return reply, nil
}

// makeRoom waits for a place if the reply has grown large.
func (s *NetconfSession) makeRoom(ctx context.Context, size int) error {
	if size <= smallOutput || s.large {
		return nil
	}
	if !s.room.tryEnter() {
		s.attempt.dialer.debug(s.attempt.target, "msg", waitingForTurn)
		if err := s.room.enter(ctx); err != nil {
			return err
		}
	}
	s.large = true
	return nil
}

func (s *NetconfSession) giveBack() {
	if s.large {
		s.large = false
		s.room.leave()
	}
}

// end closes the connection and keeps why.
func (s *NetconfSession) end(ctx context.Context, err error) *failure.Error {
	s.wire.kill()
	var e *failure.Error
	switch {
	case ctx.Err() != nil:
		e = ended(s.attempt.target.Name, stepGet, cmp.Or(s.waiting(err), "waiting for the reply"), ctx.Err())
	case errors.As(err, &e):
	case isTimeout(err):
		e = failure.New(failure.Timeout, "timed out: %w", err)
	case isClosed(err):
		e = failure.New(failure.Disconnected, "the switch closed the NETCONF session: %w", err)
	default:
		e = failure.New(failure.Internal, "%w", err)
	}
	e.Target, e.Command = s.attempt.target.Name, stepGet
	s.broken = s.Redacted(e)
	return s.broken
}

func (s *NetconfSession) waiting(err error) string {
	if errors.Is(err, errNoRoom) {
		return fmt.Sprintf("waiting for a turn to receive more than %d MiB, as other switches do just now", smallOutput>>20)
	}
	return ""
}

// Redacted keeps the login's secrets out of an error that quotes a reply.
func (s *NetconfSession) Redacted(e *failure.Error) *failure.Error {
	return redact.Error(s.attempt.target.Module.Auth, e)
}

// Close ends the session with <close-session>, if the switch goes along quickly, and closes the
// connection. It may be called more than once, and returns when all is closed or the context ends, with
// the context's error if something was still closing then.
func (s *NetconfSession) Close(ctx context.Context) error {
	if !s.closed {
		s.closed = true
		s.goodbye(ctx)
		s.stop()
	}
	return s.wire.wait(ctx, false)
}

// goodbye says so, without scrapligo: it would wait for the answer in its own way.
func (s *NetconfSession) goodbye(ctx context.Context) {
	if s.broken != nil || ctx.Err() != nil || !s.wire.IsAlive() {
		return
	}
	s.broken = &failure.Error{Reason: failure.Disconnected, Target: s.attempt.target.Name, Err: errors.New("it was closed")}
	defer s.attempt.record(ctx)()
	s.attempt.trace.Load().Begin(stepLogout)
	ctx, cancel := context.WithTimeout(ctx, logoutWait)
	defer cancel()
	defer context.AfterFunc(ctx, s.wire.kill)()
	s.wire.frames.grow, s.wire.frames.limit = nil, smallOutput
	_, _ = s.wire.ask(append(s.wire.framed([]byte(closeRequest)), '\n'), closeRequestID) // it may just hang up
}

// stop ends scrapligo's goroutines, which takes it a few readDelays, and closes the connection.
func (s *NetconfSession) stop() {
	s.wire.release()
	_ = s.driver.Close()
	s.wire.kill()
}
