package fleet_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// readingAt is what the clock of the captured switch shows.
func readingAt() time.Time { return time.Date(2026, time.March, 9, 14, 21, 7, 0, time.UTC) }

// clockAt makes the exporter's clock show that time when the test starts.
func clockAt(at time.Time) func(*setup) {
	return func(s *setup) {
		began := time.Now()
		s.options.Now = func() time.Time { return at.Add(time.Since(began)) }
	}
}

func wantSkew(t *testing.T, r *fleet.Result, want time.Duration) {
	t.Helper()
	switch skew := r.Clock.Skew(); {
	case skew == nil:
		t.Errorf("no skew, want %s", want)
	case *skew != want:
		t.Errorf("skew %s, want %s", *skew, want)
	}
}

// TestState: the collectors' states are one, the first collector is believed, and the name is the
// prompt's.
func TestState(t *testing.T) {
	states := readings(t)
	want := states[showTechSupport]
	want.Merge(states[showStatus])
	synctest.Test(t, func(t *testing.T) {
		// In the wrong order, as an operator may write them.
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{status, techSupport} })
		sw := l.switches[0]
		sw.becomes(behaviour{open: takes(time.Second), run: answers(sw.outputs, nil, 2*time.Second), close: takes(time.Second)})
		r := l.result()
		if r.Err != nil || r.State.Hostname != "host-of-sw-00" || !reflect.DeepEqual(r.State, want) {
			t.Errorf("%v: %+v", r.Err, r.State)
		}
		if got, want := sw.asked(), []string{showTechSupport, showStatus}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
		for i, name := range []string{techSupport, status} {
			if c := r.Collectors[i]; c.Name != name || c.Duration != 2*time.Second || c.Err != nil {
				t.Errorf("%+v", c)
			}
		}
		if !r.Started.Equal(l.began) || r.Duration() != 5*time.Second || r.Target.Name != "sw-00" {
			t.Errorf("%s at %s took %s", r.Target.Name, r.Started, r.Duration())
		}
	})
}

// TestOnlyWhatIsWanted asks no command of a collector that the module does not have.
func TestOnlyWhatIsWanted(t *testing.T) {
	want := readings(t)[showStatus]
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{status} })
		r := l.result()
		if !reflect.DeepEqual(r.State, want) || len(r.Collectors) != 1 || r.Err != nil {
			t.Errorf("%v: %+v", r.Err, r.Collectors)
		}
		if got := l.switches[0].asked(); !slices.Equal(got, []string{showStatus}) {
			t.Errorf("asked %q", got)
		}
		if skew := r.Clock.Skew(); skew != nil {
			t.Errorf("skew %s without a reading", *skew)
		}
		if at, ok := r.Clock.Resolve(r.State.Usage.LastPush); !ok || at.IsZero() {
			t.Error("a time in UTC cannot be told without a reading")
		}
	})
}

// TestLastLineWithoutEnd: a session cuts the output off at the prompt, so the last line may come
// without its end; it is whole nevertheless. An older release ends within the trust codes.
func TestLastLineWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		sw := l.switches[0]
		text := sw.outputs[showStatus]
		older := map[string]string{showStatus: text[:strings.LastIndex(text, "\n    Attributes:")]}
		sw.becomes(behaviour{run: answers(sw.outputs, older, 0)})
		if r := l.result(); r.Err != nil {
			t.Error(r.Err)
		}
	})
}

func TestClockSkew(t *testing.T) {
	for _, ahead := range []time.Duration{0, 90 * time.Second, -time.Hour} {
		t.Run(ahead.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, clockAt(readingAt().Add(-ahead)))
				// The switch looks at its clock when the command arrives, not when all is printed.
				sw := l.switches[0]
				sw.becomes(behaviour{run: answers(sw.outputs, nil, 4*time.Second)})
				r := l.result()
				wantSkew(t, r, ahead)
				if at, ok := r.Clock.Resolve(r.State.Clock); !ok || !at.Equal(readingAt()) {
					t.Errorf("the switch's clock is taken for %s (%t)", at, ok)
				}
			})
		})
	}
}

// TestClockWithZone: a configured zone is used for the zone names that tell nothing.
func TestClockWithZone(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, clockAt(readingAt()), func(s *setup) { s.Timezone = zone })
		r := l.result()
		local := *r.State.Clock
		local.Zone = "HOME"
		if at, ok := r.Clock.Resolve(&local); !ok || !at.Equal(readingAt().Add(7*time.Hour)) {
			t.Errorf("14:21 at home is %s (%t)", at, ok)
		}
	})
}

// TestObserve is called once a poll, with what the scrape shows, not once a scrape.
func TestObserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Session = config.SessionClose })
		first := l.result()
		l.result()
		l.switches[0].becomes(behaviour{open: takes(forever)})
		l.at(time.Minute)
		second := l.result()
		if want := []*fleet.Result{first, second}; !slices.Equal(l.observed, want) {
			t.Errorf("observed %v, want %v", l.observed, want)
		}
	})
}

// TestWithoutLoggerAndObserver: both are optional, and so is the clock.
func TestWithoutLoggerAndObserver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		m := &config.Module{Collectors: []string{status}, Session: config.SessionClose}
		f := fleet.New(&config.Config{
			Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Minute, Timeout: time.Minute},
			Targets: []*config.Target{{Name: "sw-00", Module: m}},
		}, fleet.Options{Open: func(ctx context.Context, _ *config.Target) (fleet.Session, error) { return l.switches[0].open(ctx) }})
		if s := f.Collect(t.Context())[0]; s.Result == nil || !s.Result.Up() || !s.Result.Ended.Equal(l.began) {
			t.Errorf("%+v", s)
		}
		if err := f.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
