package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/trace"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey"

	"context"
	"fmt"

	"github.com/go-kit/log"
	"github.com/scrapli/scrapligo/driver/generic"
	"github.com/scrapli/scrapligo/driver/options"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Dialer opens sessions. One serves a whole fleet, from many goroutines at once: it keeps what
// sessions share, such as the known_hosts files it has read and the private keys it has opened.
type Dialer struct {
	dial     DialFunc
	logger   log.Logger // nil: no dialogue is logged, for it would not be seen
	hostKeys hostkey.Store
	keys     signers
	buffers  buffers
	room     room
}

// Option changes a Dialer that is being built.
type Option func(*Dialer)

// WithLogger logs the dialogue at debug level, a line an event: what is sent, and of each piece that is
// received its size and up to 200 bytes. Secrets, and what may be tokens or signatures, are masked. The
// logger is asked once, by a line, whether it takes that level; if not it is not called again.
func WithLogger(l log.Logger) Option { return func(d *Dialer) { d.logger = l } }

// WithDial replaces how TCP connections are made, those to a proxy included.
func WithDial(f DialFunc) Option { return func(d *Dialer) { d.dial = f } }

// NewDialer returns a Dialer.
func NewDialer(opts ...Option) *Dialer {
	d := &Dialer{dial: netDial, room: make(room, largeOutputs)}
	for _, o := range opts {
		o(d)
	}
	if d.logger != nil && !wantsDebug(d.logger) {
		d.logger = nil
	}
	return d
}

// Open dials the target, checks its host key, logs in, learns the prompt, and turns paging off. It
// enters privileged mode if the login lands in user mode and an enable password is configured.
//
// The context bounds all of it; without a deadline Open waits as long as the switch lets it. Every
// error is an *[failure.Error], and leaves nothing open. The steps go into the context's [trace.Trace], if it has one.
func (d *Dialer) Open(ctx context.Context, t *config.Target) (s *Session, err error) {
	if t.Module == nil || t.Module.Auth == nil {
		return nil, &failure.Error{Reason: failure.Internal, Target: t.Name, Err: fmt.Errorf("the target has no module or no auth")}
	}
	if err := ctx.Err(); err != nil {
		return nil, ended(t.Name, "", "connecting", err)
	}
	a := &attempt{dialer: d, target: t}
	d.debug(t, "msg", "connecting", "address", t.Address)
	tr := newTransport(ctx, a)
	err = a.open(ctx, tr.kill, func() (err error) {
		if s, err = d.start(tr, a); err != nil {
			return err
		}
		return s.login(ctx)
	}, func(leave context.Context) {
		_ = tr.wait(leave, s != nil)
		s.pause()
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// open opens a session, and undoes it if that fails or panics, or if the context ends: kill hangs up at once, and
// undo waits, until its context ends, for all to be closed.
func (a *attempt) open(ctx context.Context, kill func(), open func() error, undo func(context.Context)) (err error) {
	defer a.record(ctx)()
	trace.From(ctx).Reopen()
	a.listen.start(ctx)
	defer a.listen.stop()
	stop := context.AfterFunc(ctx, kill)
	defer stop()
	defer func() {
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, "a fault while %s: %v", a.phase(), r)
		}
		if err == nil && !stop() { // the context ended with the last byte
			err = ctx.Err()
		}
		if err != nil {
			kill()
			leave, cancel := context.WithTimeout(context.WithoutCancel(ctx), logoutWait)
			defer cancel()
			undo(leave)
			err = a.failed(ctx, err)
		}
	}()
	return open()
}

// record has the context's Trace, if it has one, follow the attempt until the function it returns is
// called.
func (a *attempt) record(ctx context.Context) (stop func()) {
	record := trace.From(ctx)
	if record == nil {
		return func() {}
	}
	record.Redact(a.redactor())
	a.trace.Store(record)
	return func() {
		record.End(nil)
		a.trace.Store(nil) // a session may be kept for long
		a.sniff.stopCounting()
	}
}

// failed is failure, and tells the Trace and the log of it.
func (a *attempt) failed(ctx context.Context, err error) *failure.Error {
	e := a.failure(ctx, err)
	a.dialer.debug(a.target, "msg", "no session", "reason", string(e.Reason), "err", e)
	if record := a.trace.Load(); record != nil {
		record.Quote(bannerOf(a.sniff.text()))
		record.End(e)
	}
	return e
}

// start builds scrapligo's driver on the transport and opens it.
func (d *Dialer) start(tr *sshTransport, a *attempt) (*Session, error) {
	s := newSession(d, a, tr)
	driver, err := generic.NewDriver(a.target.Address,
		options.WithCustomTransport(tr),
		options.WithTransportReadSize(streamReadSize),
		options.WithAuthBypass(),
		// scrapligo sleeps that long after each read, to gather a larger piece. The transport gathers by
		// itself, without a timer: two commands cost 1.7 times a bare client's CPU instead of 4 times.
		options.WithReadDelay(0),
		options.WithChannelLog(s.arrived),
	)
	if err != nil {
		return nil, err
	}
	if err := driver.Open(); err != nil {
		return nil, err
	}
	s.driver = driver
	return s, nil
}
