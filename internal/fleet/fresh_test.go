package fleet_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

func TestSimultaneousCollectsShareAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 5)
		for _, sw := range l.switches {
			sw.becomes(behaviour{open: takes(time.Second)})
		}
		var scrapes [3][]fleet.Status
		var all sync.WaitGroup
		for i := range scrapes {
			all.Go(func() { scrapes[i] = l.scrape(forever) })
		}
		all.Wait()
		for i, sw := range l.switches {
			if n := sw.opened(); n != 1 {
				t.Errorf("%s was polled %d times", sw.name, n)
			}
			r := scrapes[0][i].Result
			if r == nil || scrapes[1][i].Result != r || scrapes[2][i].Result != r {
				t.Errorf("%s: the scrapes show %p, %p, %p", sw.name, r, scrapes[1][i].Result, scrapes[2][i].Result)
			}
		}
		if n := l.Stats().Coalesced; n != 10 {
			t.Errorf("%d coalesced, want those of two scrapes of three", n)
		}
	})
}

func TestFreshResultTouchesNoSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		first := l.result()
		for _, after := range []time.Duration{0, time.Second, 30 * time.Second, 58 * time.Second} {
			l.at(after)
			if r := l.result(); r != first {
				t.Errorf("after %s: another result", after)
			}
		}
		sw := l.switches[0]
		if sw.opened() != 1 || len(sw.asked()) != 2 || sw.alives != 0 {
			t.Errorf("opened %d times, asked %q, probed %d times", sw.opened(), sw.asked(), sw.alives)
		}
		want := fleet.Stats{SessionOpens: 1, Sessions: 1, Coalesced: 4}
		if got := l.Stats(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		l.at(time.Minute)
		if l.result() == first {
			t.Error("a result of min_interval's age was served again")
		}
	})
}

// A failure is as fresh as a success: a dead switch is not hammered by several scrapers.
func TestFreshFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: takes(forever)})
		first := l.result()
		l.at(50 * time.Second)
		if r := l.result(); r != first || r.Up() || l.switches[0].opened() != 1 {
			t.Errorf("polled %d times: %+v", l.switches[0].opened(), r)
		}
	})
}

// Scrapes exactly min_interval apart, as a Prometheus does them that is a little early or late,
// poll each time.
func TestScrapesAtMinInterval(t *testing.T) {
	jitter := []time.Duration{0, 20, -20, -20, 20, 0, -20, 20, 20, -20}
	for _, interval := range []time.Duration{time.Second, 15 * time.Second, time.Minute, 10 * time.Minute} {
		t.Run(interval.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, func(s *setup) { s.MinInterval = interval })
				for i, j := range jitter {
					l.at(time.Duration(i)*interval + j*time.Millisecond)
					if s := l.scrape(forever)[0]; s.Polls != uint64(i+1) {
						t.Fatalf("scrape %d: %d polls", i+1, s.Polls)
					}
				}
			})
		})
	}
}

// The same holds for a switch that has to wait for its turn: its poll begins late in each scrape.
func TestScrapesAtMinIntervalWithAQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 4, func(s *setup) { s.MaxConcurrent = 1 })
		for _, sw := range l.switches {
			sw.becomes(behaviour{run: answers(sw.outputs, nil, 2*time.Second)})
		}
		for scrape := range 4 {
			l.at(time.Duration(scrape) * time.Minute)
			for _, s := range l.scrape(forever) {
				if s.Polls != uint64(scrape+1) {
					t.Errorf("scrape %d: %s polled %d times", scrape+1, s.Target.Name, s.Polls)
				}
			}
			if got, want := l.elapsed(), time.Duration(scrape)*time.Minute+16*time.Second; got != want {
				t.Errorf("scrape %d ended at %s, want %s", scrape+1, got, want)
			}
		}
	})
}

// TestCollectWithEndedContext asks and does not wait: what is known is shown, the poll goes on.
func TestCollectWithEndedContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: takes(time.Second)})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if s := l.Collect(ctx)[0]; s.Result != nil || l.elapsed() != 0 {
			t.Errorf("after %s: %+v", l.elapsed(), s)
		}
		l.at(time.Second)
		if s := l.Collect(ctx)[0]; s.Result == nil || !s.Result.Up() || s.Polls != 1 {
			t.Errorf("later: %+v", s)
		}
	})
}
