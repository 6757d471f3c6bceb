package dial

import (
	"context"
	"sync"
	"time"
)

// Silence is what the caller of [Dialer.Open] wants to know of a switch from which nothing comes: no
// connection, or not one byte on it.
type Silence struct {
	// After is how long nothing must have come, counted from the start of Open.
	After time.Duration
	// Begins is called when After is over, and not once Open has returned.
	Begins func()
	// Ends is called when something does come after Begins; Open goes on when it returns.
	Ends func()
}

type silenceKey struct{}

// WithSilence has Open tell of a silent switch.
func WithSilence(ctx context.Context, s Silence) context.Context {
	return context.WithValue(ctx, silenceKey{}, s)
}

// SilenceOf is for what stands in for a Dialer: what WithSilence asked for, and whether it did.
func SilenceOf(ctx context.Context) (Silence, bool) {
	s, ok := ctx.Value(silenceKey{}).(Silence)
	return s, ok
}

// listening waits for the first byte of a switch. The zero value tells nobody.
type listening struct {
	mu     sync.Mutex
	tell   Silence
	timer  *time.Timer
	silent bool // Begins was called
	over   bool
}

// start begins to listen, if the caller of Open wants to know.
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
	if l.stop() {
		l.tell.Ends()
	}
}

// stop ends the listening without a word, and tells whether the switch was silent.
func (l *listening) stop() (silent bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.timer == nil || l.over {
		return false
	}
	l.timer.Stop()
	l.over = true
	return l.silent
}
