package device

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestTailOfRelogin: a poll whose kept session had died logs in anew. What is kept of it is what the
// new session has said.
func TestTailOfRelogin(t *testing.T) {
	f := (&fakeSwitch{shell: enabling().run}).start(t)
	trace := NewTrace()
	ctx := WithTrace(ctxFor(t), trace)
	d := NewDialer()
	for n, command := range []string{"show x", "terminal width 0"} {
		s, err := d.Open(ctx, f.target())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Run(ctx, command); err != nil {
			t.Fatal(err)
		}
		tail := trace.Tail(MaxTail)
		if !strings.Contains(tail, command+"\n") {
			t.Errorf("session %d: %q", n, tail)
		}
		if n == 1 && (strings.Contains(tail, "show x\n") || strings.Count(tail, "terminal length 0\n") > 1) {
			t.Errorf("the session before is still there: %q", tail)
		}
		_ = s.Close(ctxFor(t))
	}
}

// TestRefusalIsMasked: a switch that quotes what was typed may quote a secret.
func TestRefusalIsMasked(t *testing.T) {
	s, err := NewDialer().Open(ctxFor(t), (&fakeSwitch{shell: enabling().run}).start(t).target())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctxFor(t)) }()
	refused := s.CheckOutput("show x", "% Authorization failed for "+testPassword)
	parsed := s.Redacted(&failure.Error{Reason: failure.Parse, Err: errors.New("unknown line " + testPassword)})
	for _, err := range []error{refused, parsed} {
		if text := err.Error(); strings.Contains(text, testPassword) || !strings.Contains(text, "<secret>") {
			t.Errorf("%q", text)
		}
	}
}
