package failure_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestReasons(t *testing.T) {
	want := "dns refused unreachable timeout host_key auth privilege disconnected unsupported parse internal"
	if got := strings.Trim(fmt.Sprint(failure.Reasons()), "[]"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestReasonOf(t *testing.T) {
	for want, err := range map[failure.Reason]error{
		failure.Auth:     fmt.Errorf("poll: %w", &failure.Error{Reason: failure.Auth, Err: context.DeadlineExceeded}),
		failure.Timeout:  fmt.Errorf("poll: %w", context.DeadlineExceeded),
		failure.Internal: errors.New("x"),
	} {
		if got := failure.ReasonOf(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	e := &failure.Error{Reason: failure.Auth, Target: "sw", Command: "show x", Err: errors.New("what happened")}
	if got := e.Error(); got != "sw: show x: what happened" {
		t.Error(got)
	}
	if got := (&failure.Error{Reason: failure.DNS}).Error(); got != "dns" {
		t.Error(got)
	}
}

func TestCounts(t *testing.T) {
	slow, refused := fmt.Errorf("poll: %w", context.DeadlineExceeded), failure.New(failure.Auth, "refused")
	if got := failure.Counts([]error{refused, nil, slow, errors.New("odd"), slow}); got != "2 timeout, 1 auth, 1 internal" {
		t.Error(got)
	}
	if got := failure.Counts([]error{nil}); got != "" {
		t.Error(got)
	}
}
