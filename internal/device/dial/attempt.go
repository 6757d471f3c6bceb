package dial

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// undoWait bounds how long open waits for what it has begun to end.
const undoWait = 500 * time.Millisecond

// clientVersion is what the switch sees in `show ssh` and in its debug output.
const clientVersion = "SSH-2.0-slp_exporter"

// wholeBanner is a server's version line, with what may stand in front of it.
var wholeBanner = regexp.MustCompile(`(?m)^SSH-[^\n]*\n`)

// Attempt is one try at one switch: what it needs, and what it has learned when it fails.
type Attempt struct {
	dialer *Dialer
	// Target is the switch, at the address of the service.
	Target *config.Target
	// OS is what its terminal says.
	OS *platform.OS

	service service
	conn    *Conn
	now     atomic.Int32 // phase
	login   login
	sniff   *sniffer
	listen  listening
	masks   *redact.Redactor            // of the login's secrets, once it is needed
	trace   atomic.Pointer[trace.Trace] // of the call under way; nil if it has none, and between calls

	mu      sync.Mutex     // the host key is judged on a goroutine of x/crypto
	refused *failure.Error // what one of our own callbacks objected to
}

// Enter notes that the attempt has come to a phase. There is no way back: keys may be exchanged again
// while a command runs.
func (a *Attempt) Enter(p phase) {
	for {
		now := a.now.Load()
		if int32(p) <= now && p != phaseConnect {
			return
		}
		if a.now.CompareAndSwap(now, int32(p)) {
			break
		}
	}
	if p == PhasePrompt || p == PhaseHello {
		a.sniff.stopCounting() // from here on it is the text that counts
	}
	if name := p.step(); name != "" {
		a.Trace().Begin(name)
	}
}

// phase is how far the attempt has come.
func (a *Attempt) phase() phase { return phase(a.now.Load()) }

// refuse keeps the reason why a callback of ours ends the handshake. x/crypto does not promise to
// hand the error through.
func (a *Attempt) refuse(e *failure.Error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused = e
	return e
}

func (a *Attempt) refusal() *failure.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.refused
}

// Redactor masks the secrets of the login. Not to be called from two goroutines at once.
func (a *Attempt) Redactor() redact.Redactor {
	if a.masks == nil {
		r := redact.New(a.Target.Module.Auth)
		a.masks = &r
	}
	return *a.masks
}

// Open connects and logs in, starts the service, and has talk open a session on it. If that fails or panics, or if
// the context ends, it hangs up at once, and undo waits, until its context ends, for all to be closed. Every error
// is a *[failure.Error].
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
	if err := a.conn.start(ctx, a); err != nil {
		return err
	}
	return talk(a.conn)
}

// Record has the context's Trace, if it has one, follow the attempt until the function it returns is
// called.
func (a *Attempt) Record(ctx context.Context) (stop func()) {
	record := trace.From(ctx)
	if record == nil {
		return func() {}
	}
	record.Redact(a.Redactor())
	a.trace.Store(record)
	return func() {
		record.End(nil)
		a.trace.Store(nil) // a session may be kept for long
		a.sniff.stopCounting()
	}
}

// failed is failure, and tells the Trace and the log of it.
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
	if e == nil && !errors.As(err, &e) {
		e = a.classify(ctx, err)
	}
	e.Target = a.Target.Name
	return redact.Error(a.Target.Module.Auth, e)
}

// Logged tells whether the dialogue goes into a log.
func (a *Attempt) Logged() bool { return a.dialer.logger != nil }

// Debug logs one event of the session.
func (a *Attempt) Debug(keyvals ...any) { a.dialer.debug(a.Target, keyvals...) }

// Trace is the Trace of the call under way; nil if it has none, and between calls.
func (a *Attempt) Trace() *trace.Trace { return a.trace.Load() }
