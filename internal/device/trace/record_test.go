package trace

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestTraceTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		record := New()
		time.Sleep(time.Second)
		record.Begin("one")
		time.Sleep(2 * time.Second)
		record.Begin("two")
		time.Sleep(3 * time.Second)
		two := Step{Name: "two", Offset: 3 * time.Second, Duration: 3 * time.Second}
		if got := record.Steps()[1]; got != two {
			t.Errorf("%+v while it goes on", got)
		}
		record.End(&failure.Error{Reason: failure.Timeout, Target: "sw", Command: "c", Err: errors.New(strings.Repeat("ä", 400))})
		record.End(errors.New("nothing goes on any more"))
		got := record.Steps()
		if len(got[1].Err) > maxStepErr || !strings.HasPrefix(got[1].Err, "ää") || !strings.HasSuffix(got[1].Err, "ä…") {
			t.Errorf("%q", got[1].Err)
		}
		got[1].Err = ""
		if want := []Step{{Name: "one", Offset: time.Second, Duration: 2 * time.Second}, two}; !slices.Equal(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// The text is bounded, and Mark holds it.
func TestTraceText(t *testing.T) {
	record := New()
	record.Redact(redact.New(&config.Auth{Password: config.NewSecret(devicetest.Password)}))
	for range 100 {
		record.Received([]byte(strings.Repeat("0123456789\n", 1000)))
		record.Received([]byte(devicetest.Password[:5]))
		record.Received([]byte(devicetest.Password[5:] + " --More-- "))
		record.Received([]byte(strings.Repeat("\b", 10)))
	}
	if n := cap(record.text); n > 4*keptTail {
		t.Errorf("room for %d bytes is kept", n)
	}
	if tail := record.Tail(1 << 20); len(tail) > MaxTail || len(tail) < MaxTail-200 || !strings.HasSuffix(tail, "9\n<secret>") {
		t.Errorf("%d bytes: %q", len(tail), tail)
	}
	record.Mark()
	record.Received([]byte("later"))
	if tail := record.Tail(20); len(tail) != 20 || !strings.HasSuffix(tail, "9\n<secret>") {
		t.Errorf("%q after a Mark", tail)
	}
}
