package fleet_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCollectPollsInParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 20)
		for i, sw := range l.switches {
			sw.becomes(behaviour{open: takes(time.Duration(i) * 100 * time.Millisecond)})
		}
		statuses := l.scrape(forever)
		if got, want := l.elapsed(), 1900*time.Millisecond; got != want {
			t.Errorf("took %s, want the slowest switch's %s", got, want)
		}
		if len(statuses) != 20 || l.Targets() != 20 {
			t.Fatalf("%d statuses of %d targets", len(statuses), l.Targets())
		}
		for i, s := range statuses {
			if want := fmt.Sprintf("sw-%02d", i); s.Target.Name != want || s.Result == nil || !s.Result.Up() || s.Result.Err != nil {
				t.Errorf("%d: want %s up, have %+v", i, want, s)
			}
			if want := time.Duration(i) * 100 * time.Millisecond; s.Result.Duration() != want {
				t.Errorf("%d: the poll took %s, want %s", i, s.Result.Duration(), want)
			}
		}
	})
}

func TestCollectIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const room, switches = 3, 10
		l := newLab(t, switches, func(s *setup) { s.MaxConcurrent = room })
		var now, peak atomic.Int64
		second := takes(time.Second)
		for _, sw := range l.switches {
			sw.becomes(behaviour{open: func(ctx context.Context) error {
				defer now.Add(-1)
				peak.Store(max(peak.Load(), now.Add(1)))
				if n := l.Stats().PollsInFlight; n > room {
					t.Errorf("%d polls in flight", n)
				}
				return second(ctx)
			}})
		}
		l.scrape(0)
		l.at(3500 * time.Millisecond)
		if n := l.Stats().PollsInFlight; n != 1 {
			t.Errorf("%d polls in flight in the last round of one", n)
		}
		l.scrape(forever)
		if got := l.elapsed(); got != 4*time.Second || peak.Load() != room {
			t.Errorf("took %s with up to %d at once, want 4s with %d", got, peak.Load(), room)
		}
		for _, sw := range l.switches {
			if sw.opened() != 1 {
				t.Errorf("%s was polled %d times", sw.name, sw.opened())
			}
		}
	})
}

// TestSlowSwitchDelaysNobody has one switch that takes 25 s and scrapes that have 10.
func TestSlowSwitchDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 8, func(s *setup) { s.MaxConcurrent = 4; s.MinInterval = 30 * time.Second })
		slow := l.switches[3]
		slow.becomes(behaviour{open: takes(25 * time.Second)})
		statuses := l.scrape(10 * time.Second)
		if got := l.elapsed(); got != 10*time.Second {
			t.Errorf("the scrape took %s", got)
		}
		for i, s := range statuses {
			switch {
			case i == 3:
				if s.Result != nil || s.Polls != 0 {
					t.Errorf("the slow one shows %+v", s)
				}
			case s.Result == nil || !s.Result.Up() || !s.Result.Ended.Equal(l.began):
				t.Errorf("%s was delayed: %+v", s.Target.Name, s.Result)
			}
		}
		one, err := l.CollectNamed(context.Background(), []string{"sw-04", "sw-04"})
		if err != nil || len(one) != 1 || one[0].Result == nil || l.elapsed() != 10*time.Second {
			t.Errorf("after %s: %v, %+v", l.elapsed(), err, one)
		}
		l.at(20 * time.Second)
		if s := l.scrape(forever)[3]; s.Result == nil || !s.Result.Up() || s.Polls != 1 {
			t.Errorf("the next scrape shows %+v", s)
		}
		if got, n := l.elapsed(), slow.opened(); got != 25*time.Second || n != 1 {
			t.Errorf("served after %s by poll %d, want the first one's end", got, n)
		}
	})
}

// TestLastKnownResult has a switch that hangs after its first poll: a scrape shows that poll's
// result until three min_intervals have passed since it ended.
func TestLastKnownResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Timeout = time.Hour })
		first := l.result()
		l.switches[0].becomes(behaviour{alive: takes(forever), open: takes(forever)})
		for _, after := range []time.Duration{time.Minute, 2 * time.Minute, 170 * time.Second} {
			l.at(after)
			if s := l.scrape(10 * time.Second)[0]; s.Result != first || !s.LastSuccess.Equal(l.began) {
				t.Errorf("after %s: %+v", l.elapsed(), s)
			}
			if l.elapsed() != after+10*time.Second {
				t.Errorf("a scrape of 10s took %s", l.elapsed()-after)
			}
		}
		l.at(3*time.Minute + time.Nanosecond)
		if s := l.scrape(0)[0]; s.Result != nil || !s.LastSuccess.Equal(l.began) || s.Polls != 1 {
			t.Errorf("after more than three min_intervals: %+v", s)
		}
	})
}

// TestOwnResultIsNeverTooOld has a scrape that waits for a slow switch for more than three
// min_intervals: it still shows what it polled itself at its beginning.
func TestOwnResultIsNeverTooOld(t *testing.T) {
	for _, interval := range []time.Duration{0, 5 * time.Second} {
		t.Run(interval.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 2, func(s *setup) { s.MinInterval = interval })
				l.switches[1].becomes(behaviour{open: takes(20 * time.Second)})
				if s := l.scrape(25 * time.Second)[0]; s.Result == nil || !s.Result.Up() {
					t.Errorf("after %s: %+v", l.elapsed(), s)
				}
			})
		})
	}
}

func TestCollectNamedUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		s, err := l.CollectNamed(context.Background(), []string{"sw-77"})
		if err == nil || !strings.Contains(err.Error(), "sw-77") || s != nil || l.switches[0].opened() != 0 {
			t.Errorf("%v, %+v", err, s)
		}
	})
}
