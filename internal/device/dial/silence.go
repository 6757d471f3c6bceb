package dial

import (
	"context"
	"sync"
	"time"
)

// Silence asks [Attempt.Open] to report a switch that sends nothing: no connection is made, or no byte arrives on it.
type Silence struct {
	// After is how long the switch must have been silent since the start of Open.
	After time.Duration
	// Begins is called after that time, but not after Open has returned.
	Begins func()
	// Ends is called if something arrives after Begins. Open continues when Ends returns.
	Ends func()
}

type silenceKey struct{}

// WithSilence returns a context with which Open reports a silent switch.
func WithSilence(ctx context.Context, s Silence) context.Context {
	return context.WithValue(ctx, silenceKey{}, s)
}

// SilenceOf returns what WithSilence has put into the context; ok is false if it has not. Replacements of a Dialer
// in tests use it.
func SilenceOf(ctx context.Context) (Silence, bool) {
	s, ok := ctx.Value(silenceKey{}).(Silence)
	return s, ok
}

// listening waits for the first byte of a switch. The zero value reports nothing.
type listening struct {
	mu     sync.Mutex
	tell   Silence
	timer  *time.Timer
	silent bool // Begins was called
	over   bool
}

// start begins to listen if the context asks for it.
func (l *listening) start(ctx context.Context) {
	s, ok := SilenceOf(ctx)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tell = s
	l.timer = time.AfterFunc(s.After, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if !l.over {
			l.silent = true
			l.tell.Begins()
		}
	})
}

// heard ends the silence.
func (l *listening) heard() {
	if ends := l.end(); ends != nil {
		ends()
	}
}

// stop ends the listening without a report.
func (l *listening) stop() { _ = l.end() }

// end ends the listening. It returns what is to be called then if Begins was called, else nil. It lets go of the caller's
// functions: a session may be kept for long.
func (l *listening) end() (ends func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.timer == nil || l.over {
		return nil
	}
	l.timer.Stop()
	l.over = true
	if l.silent {
		ends = l.tell.Ends
	}
	l.tell = Silence{}
	return ends
}
