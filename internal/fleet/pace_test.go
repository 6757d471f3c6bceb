package fleet_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// since is when each switch was last logged in to, in order of the configuration.
func (l *lab) since(start time.Time) []time.Duration {
	var out []time.Duration
	for _, sw := range l.switches {
		times := sw.openTimes()
		out = append(out, times[len(times)-1].Sub(start))
	}
	return out
}

// TestLoginsArePaced: an eighth of a second's logins come at once, the others one after the other in
// the order of the configuration, and none waits longer than it must.
func TestLoginsArePaced(t *testing.T) {
	for _, c := range []struct{ concurrent, burst int }{{256, 32}, {80, 10}, {16, 8}, {1, 8}} {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 100, func(s *setup) { s.MaxConcurrent = c.concurrent })
			for _, s := range l.scrape(forever) {
				if s.Result.Err != nil || s.Result.Duration() != 0 {
					t.Errorf("%s took %s: %v", s.Target.Name, s.Result.Duration(), s.Result.Err)
				}
			}
			for i, at := range l.since(l.began) {
				if want := time.Duration(max(i-c.burst+1, 0)) * (time.Second / time.Duration(c.concurrent)); at != want {
					t.Fatalf("max_concurrent %d: switch %d was logged in to after %s, want %s", c.concurrent, i, at, want)
				}
			}
		})
	}
}

// TestWaitingIsNoPartOfThePoll: the last switch waits for longer than a poll may take.
func TestWaitingIsNoPartOfThePoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 60, func(s *setup) { s.MaxConcurrent, s.Timeout = 1, 5*time.Second })
		for _, sw := range l.switches {
			sw.becomes(behaviour{open: takes(4 * time.Second)})
		}
		for _, s := range l.scrape(forever) {
			if s.Result.Err != nil || s.Result.Duration() != 4*time.Second {
				t.Errorf("%s took %s: %v", s.Target.Name, s.Result.Duration(), s.Result.Err)
			}
		}
	})
}

// TestKeptSessionsNeedNoPlace: they pass the polls that wait for one.
func TestKeptSessionsNeedNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 60, func(s *setup) { s.MaxConcurrent = 10 })
		l.scrape(forever)
		for _, sw := range l.switches[:30] { // these have to log in again, and come first
			sw.becomes(behaviour{alive: fails(failed(failure.Disconnected))})
		}
		l.at(time.Minute)
		l.scrape(0)
		synctest.Wait()
		for i, s := range l.scrape(0)[30:] {
			if !s.Result.Ended.Equal(l.began.Add(time.Minute)) {
				t.Errorf("switch %d was not polled at once: %s", i+30, s.Result.Ended)
			}
		}
		statuses := l.scrape(forever)
		logins := l.since(l.began.Add(time.Minute))[:30]
		slices.Sort(logins) // they found out at the same time
		for i, at := range logins {
			if want := time.Duration(max(i-7, 0)) * 100 * time.Millisecond; at != want {
				t.Errorf("login %d after %s, want %s", i, at, want)
			}
			if r := statuses[i].Result; r.Err != nil || r.Duration() != 0 {
				t.Errorf("switch %d: %s, %v", i, r.Duration(), r.Err)
			}
		}
	})
}

// TestQueueIsFair: with a session or without, first come, first served.
func TestQueueIsFair(t *testing.T) {
	for without := 1; without <= 3; without++ {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 4, func(s *setup) { s.MaxConcurrent = 1 })
			for i, sw := range l.switches {
				if i != without {
					if _, err := l.CollectNamed(t.Context(), []string{sw.name}); err != nil {
						t.Fatal(err)
					}
				}
				sw.becomes(behaviour{run: answers(sw.outputs, nil, time.Second)})
			}
			l.at(time.Minute)
			for i, s := range l.scrape(forever) {
				if got, want := s.Result.Ended.Sub(l.began), time.Minute+time.Duration(i+1)*2*time.Second; got != want {
					t.Errorf("%d without session: %d was polled by %s, want %s", without, i, got, want)
				}
			}
		})
	}
}

// TestCheckCountsAsTime: what the check of a dead session took is missing for the new one, the wait
// for a place in between is not.
func TestCheckCountsAsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 20, func(s *setup) { s.MaxConcurrent = 2 })
		l.scrape(forever)
		for _, sw := range l.switches {
			sw.becomes(behaviour{alive: takes(forever), open: takes(forever)})
		}
		l.at(time.Minute)
		for _, s := range l.scrape(forever) {
			if r := s.Result; r.Reason() != failure.Timeout || r.Duration() != 30*time.Second {
				t.Errorf("%s took %s: %v", s.Target.Name, r.Duration(), r.Err)
			}
		}
	})
}

// TestThousandSwitches of which 50 are dead, 50 say nothing, and each command takes 300 ms: the
// others are all there in good time, logged in to at no more than the permitted pace.
func TestThousandSwitches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const switches, concurrent = 1000, 256
		l := newLab(t, switches)
		for i, sw := range l.switches {
			switch i % 20 {
			case 7:
				sw.becomes(behaviour{open: fails(failed(failure.Refused))})
			case 13:
				sw.becomes(behaviour{open: takes(forever)})
			default:
				sw.becomes(behaviour{run: answers(sw.outputs, nil, 300*time.Millisecond)})
			}
		}
		up := 0
		statuses := l.scrape(9500 * time.Millisecond)
		var last time.Time
		for _, s := range statuses {
			if r := s.Result; r != nil && r.Up() {
				up++
				if r.Ended.After(last) {
					last = r.Ended
				}
			}
		}
		if took := last.Sub(l.began); up != 900 || took > 6*time.Second {
			t.Errorf("%d switches up, the last one after %s", up, took)
		}
		opens := l.since(l.began)
		slices.Sort(opens)
		for i := range opens { // in any second
			if j := i + concurrent + concurrent/8; j < len(opens) && opens[j]-opens[i] < time.Second {
				t.Fatalf("%d logins within %s", j-i+1, opens[j]-opens[i])
			}
		}
		l.at(10500 * time.Millisecond)
		before := l.Stats().SessionOpens
		l.scrape(time.Second)
		if n := l.Stats().SessionOpens; n != before {
			t.Errorf("a second scrape logged in to %d switches", n-before)
		}
	})
}

// TestCloseReleasesThoseInTheQueue: nobody waits for a place that nobody needs any more.
func TestCloseReleasesThoseInTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 50, func(s *setup) { s.MaxConcurrent = 1 })
		shown := make(chan []fleet.Status)
		go func() { shown <- l.Collect(context.Background()) }()
		l.at(time.Second)
		if err := l.Close(context.Background()); err != nil {
			t.Error(err)
		}
		polled := 0
		for _, s := range <-shown {
			if s.Polls > 0 {
				polled++
			}
		}
		if polled != 9 || l.elapsed() != time.Second {
			t.Errorf("%d polled, released after %s", polled, l.elapsed())
		}
	})
}
