package device

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestTailOfRelogin: a poll whose kept session had died logs in again. What is kept of it is what the
// new session has said.
func TestTailOfRelogin(t *testing.T) {
	f := (&devicetest.Switch{Shell: enabling().Run}).Start(t)
	record := trace.New()
	ctx := trace.With(devicetest.Context(t), record)
	d := NewDialer()
	for n, command := range []string{"show x", "terminal width 0"} {
		s, err := d.Open(ctx, f.Target())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Run(ctx, command); err != nil {
			t.Fatal(err)
		}
		tail := record.Tail(trace.MaxTail)
		if !strings.Contains(tail, command+"\n") {
			t.Errorf("session %d: %q", n, tail)
		}
		if n == 1 && (strings.Contains(tail, "show x\n") || strings.Count(tail, "terminal length 0\n") > 1) {
			t.Errorf("the session before is still there: %q", tail)
		}
		_ = s.Close(devicetest.Context(t))
	}
}

// TestRefusalIsMasked: a switch that quotes what was typed may quote a secret.
func TestRefusalIsMasked(t *testing.T) {
	s, err := NewDialer().Open(devicetest.Context(t), (&devicetest.Switch{Shell: enabling().Run}).Start(t).Target())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(devicetest.Context(t)) }()
	refused := s.CheckOutput("show x", "% Authorization failed for "+devicetest.Password)
	parsed := s.Redacted(&failure.Error{Reason: failure.Parse, Err: errors.New("unknown line " + devicetest.Password)})
	for _, err := range []error{refused, parsed} {
		if text := err.Error(); strings.Contains(text, devicetest.Password) || !strings.Contains(text, "<secret>") {
			t.Errorf("%q", text)
		}
	}
}
