package discovery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestWatch: a URL is asked at once, then at its interval, sooner after a failure, and no longer once it is gone.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		defer end()
		start := time.Now()
		readings := make(chan string, 100)
		w := NewWatcher(func(r Reading) {
			readings <- fmt.Sprint(r.URL.Name, " ", time.Since(start), " ", r.Err)
		})
		var down atomic.Bool
		down.Store(true)
		w.fetch = func(_ context.Context, u *config.TargetURL) ([]config.Group, error) {
			if u.Name == "b" && down.Load() {
				return nil, errors.New("down")
			}
			return nil, nil
		}
		a := &config.TargetURL{Name: "a", RefreshInterval: time.Minute}
		b := &config.TargetURL{Name: "b", RefreshInterval: 5 * time.Minute}
		w.Watch(ctx, []*config.TargetURL{a, b})
		time.Sleep(time.Minute + time.Second)
		down.Store(false)
		w.Watch(ctx, []*config.TargetURL{b}) // b goes on as before
		time.Sleep(6 * time.Minute)
		end()
		synctest.Wait()
		close(readings)
		var got []string
		for r := range readings {
			got = append(got, r)
		}
		slices.Sort(got)
		want := []string{"a 0s <nil>", "a 1m0s <nil>", "b 0s down", "b 1m0s down", "b 1m30s <nil>", "b 30s down", "b 6m30s <nil>"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// TestWatchEnds: an answer that comes after the end is dropped.
func TestWatchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		w := NewWatcher(func(r Reading) { t.Errorf("got %+v", r) })
		w.fetch = func(ctx context.Context, _ *config.TargetURL) ([]config.Group, error) {
			<-ctx.Done()
			return []config.Group{{Targets: []string{"192.0.2.1"}}}, nil
		}
		w.Watch(ctx, []*config.TargetURL{{RefreshInterval: time.Minute}})
		synctest.Wait()
		end()
		synctest.Wait()
	})
}
