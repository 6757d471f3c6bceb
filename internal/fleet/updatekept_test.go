package fleet_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestUpdateWhileASessionIsKept swaps in another password at each moment at which a poll looks at the
// clock, the one between keeping its session and telling its result among them. The switch must not
// see a second session.
func TestUpdateWhileASessionIsKept(t *testing.T) {
	sw := &fakeSwitch{name: "sw", outputs: captures(t)}
	one := target("a", sw.name)
	polling := config.Polling{Timeout: 20 * time.Second, MaxConcurrent: 4}
	looks, swapAt, swapped := 0, 0, make(chan struct{})
	var f *fleet.Fleet
	now := func() time.Time {
		if looks++; looks == swapAt {
			next := duplicate(one)
			next.Module.Auth.Password = config.NewSecret(fmt.Sprint("secret ", looks))
			one = next
			go func() { // whoever looks may hold what Update waits for
				defer close(swapped)
				f.Update(&config.Config{Polling: polling, Targets: []*config.Target{next}})
			}()
			for range 1000 {
				runtime.Gosched()
			}
		}
		return time.Now()
	}
	f = fleet.New(&config.Config{Polling: polling, Targets: []*config.Target{one}}, fleet.Options{
		Now:  now,
		Open: func(ctx context.Context, _ *config.Target) (fleet.Session, error) { return sw.open(ctx) },
	})
	f.Collect(t.Context())
	total := looks
	for at := 1; at <= total; at++ {
		looks, swapAt, swapped = 0, at, make(chan struct{})
		f.Collect(t.Context())
		if looks >= at {
			<-swapped
		}
		swapAt = 0
		f.Collect(t.Context())
		sw.mu.Lock()
		if len(sw.faults) > 0 {
			t.Errorf("another password at look %d of %d: %q", at, total, sw.faults)
			sw.faults = nil
		}
		sw.mu.Unlock()
	}
	if err := f.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if sw.openLines() != 0 {
		t.Errorf("%d lines left in use", sw.openLines())
	}
}
