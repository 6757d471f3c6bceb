package dial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// undoWait bounds how long Open waits for the end of what it began.
const undoWait = 500 * time.Millisecond

// Open connects, logs in, starts the service and calls talk, which opens a session on it. If one of these fails or
// panics, or if the context ends, Open closes the connection at once and calls undo, which waits until everything is
// closed or its own context ends. Every error is a *[failure.Error].
func (a *Attempt) Open(ctx context.Context, talk func(*Conn) error, undo func(context.Context)) (err error) {
	a.Debug(a.service.connecting(a.Target.Address)...)
	defer a.Record(ctx)()
	trace.From(ctx).Reopen()
	a.listen.start(ctx)
	defer a.listen.stop()
	stop := context.AfterFunc(ctx, a.conn.Kill)
	defer stop()
	defer func() {
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, "a fault while %s: %v", a.phase(), r)
		}
		if err == nil && !stop() { // the context ended with the last byte
			err = ctx.Err()
		}
		if err != nil {
			a.conn.Kill()
			leave, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoWait)
			defer cancel()
			undo(leave)
			_ = a.conn.Wait(leave)
			err = a.failed(ctx, err)
		}
	}()
	if err := a.start(ctx, a.conn); err != nil {
		return err
	}
	return talk(a.conn)
}

// failed words the failure as failure does, and writes it to the Trace and the log.
func (a *Attempt) failed(ctx context.Context, err error) *failure.Error {
	e := a.failure(ctx, err)
	a.Debug("msg", "no session", "reason", string(e.Reason), "err", e)
	if record := a.Trace(); record != nil {
		record.Quote(bannerOf(a.sniff.text()))
		record.End(e)
	}
	return e
}

// failure turns what went wrong in Open into an Error that names phase and reason.
func (a *Attempt) failure(ctx context.Context, err error) *failure.Error {
	e := a.refusal()
	if why := a.conn.Dropped(); e == nil && why != nil {
		e = failure.New(why.Reason, "%w", why.Err)
	}
	if e == nil && !errors.As(err, &e) {
		e = a.classify(ctx, err)
	}
	if full := outOfFiles(e); full != nil {
		e = full
	}
	e.Target = a.Target.Name
	return redact.Error(a.Target.Module.Auth, e)
}

// start connects, logs in, opens the channel and starts the service on it.
func (a *Attempt) start(ctx context.Context, c *Conn) error {
	client, channels, requests, err := a.connect(ctx, c.holder.own)
	if err != nil {
		return err
	}
	a.Enter(a.service.phase())
	serve := &server{conn: c, channels: channels, requests: requests, ours: make(chan (<-chan *ssh.Request), 1)}
	c.served = make(chan struct{})
	go func() {
		defer close(c.served)
		serve.run()
	}()
	channel, ours, err := client.OpenChannel("session", nil)
	if err != nil {
		return fmt.Errorf("opening a session: %w", err)
	}
	serve.ours <- ours
	c.channel = channel
	return a.service.start(channel)
}
