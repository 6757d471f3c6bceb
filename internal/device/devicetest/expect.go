package devicetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Context ends with the test, and at the latest when the test has clearly hung.
func Context(tb testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	tb.Cleanup(cancel)
	return ctx
}

// WantReason checks an error's reason, that it has these texts, and that it has no secret.
func WantReason(t testing.TB, err error, want failure.Reason, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	if got := failure.ReasonOf(err); got != want {
		t.Errorf("reason %s, want %s: %v", got, want, err)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q does not say %q", err, text)
		}
	}
	for _, secret := range []string{Password, Enable} {
		if strings.Contains(err.Error(), secret) || strings.Contains(fmt.Sprintf("%+v", err), secret) {
			t.Errorf("a secret in %q", err)
		}
	}
}

// Long is an output of about n bytes whose every line differs.
func Long(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "  Line %06d: something or other that a switch prints\n", i)
	}
	return b.String()
}
