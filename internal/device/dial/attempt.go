package dial

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Attempt is one try at one switch: what it needs, and what it has learned when it fails.
type Attempt struct {
	dialer *Dialer
	// Target is the switch, at the address of the service.
	Target *config.Target
	// OS is what its terminal says: that of the module's platform. With platform auto it is IOS-XE, whose questions at
	// login are those of the others, too.
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
	shown   string         // the fingerprint of the host key that the switch has shown
}

// Enter notes that the attempt has reached a phase. An earlier phase is ignored: keys may be exchanged again
// while a command runs.
func (a *Attempt) Enter(p Phase) {
	for {
		now := a.now.Load()
		if int32(p) <= now && p != PhaseConnect {
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

// phase returns the phase that the attempt has reached.
func (a *Attempt) phase() Phase { return Phase(a.now.Load()) }

// refuse keeps the reason for which one of our callbacks ends the handshake: x/crypto does not promise to
// pass the error on.
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

// Redactor masks the secrets of the login. Two goroutines must not call it at once.
func (a *Attempt) Redactor() redact.Redactor {
	if a.masks == nil {
		r := redact.New(a.Target.Module.Auth)
		a.masks = &r
	}
	return *a.masks
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

// Logged reports whether the dialogue is logged.
func (a *Attempt) Logged() bool { return a.dialer.logger != nil }

// Debug logs one event of the session.
func (a *Attempt) Debug(keyvals ...any) { a.dialer.debug(a.Target, keyvals...) }

// Trace is the Trace of the call under way; nil if it has none, and between calls.
func (a *Attempt) Trace() *trace.Trace { return a.trace.Load() }

// Attempt begins to connect to a service of the target.
func (d *Dialer) Attempt(ctx context.Context, t *config.Target, s service) (*Attempt, error) {
	if t.Module == nil || t.Module.Auth == nil {
		return nil, &failure.Error{Reason: failure.Internal, Target: t.Name, Err: errors.New("the target has no module or no auth")}
	}
	if err := ctx.Err(); err != nil {
		return nil, Ended(t.Name, "", "connecting", err)
	}
	os := platform.Keyed(t.Module.Platform)
	if os == nil {
		os = platform.IOSXE()
	}
	return &Attempt{dialer: d, Target: t, OS: os, service: s, conn: &Conn{holder: newHolder()}}, nil
}
