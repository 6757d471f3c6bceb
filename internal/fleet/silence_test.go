package fleet_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// silentFor is a behaviour: nothing comes for so long, then all goes well.
func silentFor(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		left := d
		s, ok := dial.SilenceOf(ctx)
		if ok && s.After < d {
			if err := takes(s.After)(ctx); err != nil {
				return err
			}
			s.Begins()
			left -= s.After
		} else {
			ok = false
		}
		err := takes(left)(ctx)
		if ok && err == nil {
			s.Ends()
		}
		return err
	}
}

// TestSilentSwitchesStepAside: a site that is cut off does not keep the others waiting for as long as
// polls may take.
func TestSilentSwitchesStepAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 8, func(s *setup) { s.MaxConcurrent = 3 })
		for _, sw := range l.switches[:6] {
			sw.becomes(behaviour{open: silentFor(forever)})
		}
		shown := l.scrape(forever)
		for _, s := range shown[:6] {
			if r := s.Result; r.Reason() != failure.Timeout || r.Duration() != 30*time.Second {
				t.Errorf("%s took %s: %v", s.Target.Name, r.Duration(), r.Err)
			}
		}
		for _, s := range shown[6:] { // twice 2 s, for three silent ones each
			if r := s.Result; !r.Up() || r.Ended.Sub(l.began) != 4*time.Second {
				t.Errorf("%s ended after %s: %v", s.Target.Name, r.Ended.Sub(l.began), r.Err)
			}
		}
	})
}

// TestFailedOnesComeLast: in one scrape, switches that were well at their last poll, and one that is new, are polled before
// those that failed, each group in the order of the configuration.
func TestFailedOnesComeLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 7, func(s *setup) { s.MaxConcurrent, s.Session = 2, config.SessionClose })
		dead := behaviour{open: silentFor(forever)}
		for _, sw := range l.switches[:4] {
			sw.becomes(dead)
		}
		known := make([]string, 6)
		for i := range known {
			known[i] = l.switches[i].name
		}
		if _, err := l.CollectNamed(t.Context(), known); err != nil {
			t.Fatal(err)
		}
		l.at(time.Hour)
		l.switches[0].becomes(behaviour{}) // it is well again, but nobody knows
		for i, s := range l.scrape(forever) {
			opens := l.switches[i].openTimes()
			after := opens[len(opens)-1].Sub(l.began.Add(time.Hour))
			if late := i == 3; after != 0 && !late || after == 0 && late {
				t.Errorf("%s was asked after %s", s.Target.Name, after)
			}
			if up := i == 0 || i > 3; s.Result.Up() != up {
				t.Errorf("%s: up %t", s.Target.Name, s.Result.Up())
			}
		}
	})
}

// TestWhoStepsBackComesFirst: a switch that answers in the end waits for a place, in front of all
// others, and never are more polls at work than may be.
func TestWhoStepsBackComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3, func(s *setup) { s.MaxConcurrent, s.Collectors = 1, []string{status} })
		slow := func(d time.Duration) runner { return answers(l.switches[0].outputs, nil, d) }
		l.switches[0].becomes(behaviour{open: silentFor(3 * time.Second), run: slow(time.Second)})
		l.switches[1].becomes(behaviour{run: slow(10 * time.Second)})
		l.switches[2].becomes(behaviour{run: slow(time.Second)})
		go func() {
			l.at(5 * time.Second)
			if n := l.Stats().PollsInFlight; n != 2 {
				t.Errorf("%d polls in flight, not that at work and that which waits for its place again", n)
			}
		}()
		shown := l.scrape(forever)
		for i, want := range []time.Duration{13 * time.Second, 12 * time.Second, 14 * time.Second} {
			if r := shown[i].Result; r.Err != nil || r.Ended.Sub(l.began) != want {
				t.Errorf("%s ended after %s, not %s: %v", shown[i].Target.Name, r.Ended.Sub(l.began), want, r.Err)
			}
		}
	})
}

// TestCloseWhileAside: neither polls that are aside nor polls that wait to come back delay the end.
func TestCloseWhileAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3, func(s *setup) { s.MaxConcurrent = 1 })
		l.switches[0].becomes(behaviour{open: silentFor(3 * time.Second)})
		l.switches[1].becomes(behaviour{open: silentFor(forever)})
		l.switches[2].becomes(behaviour{run: answers(l.switches[2].outputs, nil, 20*time.Second)})
		go l.Collect(context.Background())
		l.at(6 * time.Second) // the second stepped aside at 4 s, after the first had come back at 3 s
		if err := l.Close(context.Background()); err != nil || l.elapsed() != 6*time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
	})
}
