package dial

import (
	"context"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Recall is what is remembered of one switch from one login to the next: which operating system it runs, as long as it
// shows the same host key. The zero value remembers nothing. Only one login may use it at a time.
type Recall struct {
	hostKey string
	os      *platform.OS
}

type recallKey struct{}

// WithRecall returns a context with which [Attempt.Recalled] and [Attempt.Remember] use r.
func WithRecall(ctx context.Context, r *Recall) context.Context {
	return context.WithValue(ctx, recallKey{}, r)
}

func recallOf(ctx context.Context) *Recall {
	r, _ := ctx.Value(recallKey{}).(*Recall)
	return r
}

// Recalled returns what the switch ran at an earlier login; nil if that is not known, or if it has shown another host
// key since.
func (a *Attempt) Recalled(ctx context.Context) *platform.OS {
	if r := recallOf(ctx); r != nil && r.hostKey == a.shownKey() {
		return r.os
	}
	return nil
}

// Remember notes what the switch runs.
func (a *Attempt) Remember(ctx context.Context, os *platform.OS) {
	if r := recallOf(ctx); r != nil {
		r.hostKey, r.os = a.shownKey(), os
	}
}

// shownKey is the fingerprint of the host key that the switch has shown.
func (a *Attempt) shownKey() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.shown
}

// show notes the host key that the switch shows.
func (a *Attempt) show(fingerprint string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.shown = fingerprint
}
