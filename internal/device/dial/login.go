package dial

import (
	"context"
	"errors"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Login is asked, and told, about the login of [Attempt.Open].
type Login struct {
	// Send is called once, before anything secret is sent. It may wait. If it fails, there is no login, and Open fails
	// with that error.
	Send func(context.Context) error
	// Accepted is called when the switch has let us in.
	Accepted func()
}

type loginKey struct{}

// WithLogin returns a context with which Open asks before it logs in.
func WithLogin(ctx context.Context, l Login) context.Context {
	return context.WithValue(ctx, loginKey{}, l)
}

// LoginOf returns what WithLogin has put into the context; ok is false if it has not. Replacements of a Dialer in
// tests use it.
func LoginOf(ctx context.Context) (Login, bool) {
	l, ok := ctx.Value(loginKey{}).(Login)
	return l, ok
}

// permitOf returns the Send of the context's Login; nil if it has none.
func permitOf(ctx context.Context) func() error {
	l, ok := LoginOf(ctx)
	if !ok {
		return nil
	}
	return func() error { return l.Send(ctx) }
}

// notPermitted is the failure of a login that was not permitted.
func notPermitted(err error) *failure.Error {
	var e *failure.Error
	if errors.As(err, &e) {
		return e
	}
	return failure.New(failure.ReasonOf(err), "waiting for another login with the same secret: %w", err)
}
