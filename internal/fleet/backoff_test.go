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

// dead are the reasons for which a switch is tried less often.
func dead() []failure.Reason {
	return []failure.Reason{
		failure.DNS, failure.Refused, failure.Unreachable, failure.Timeout,
		failure.HostKey, failure.Disconnected,
	}
}

// pauses scrapes the lab each second for so long, and returns how long after the end of each try the
// first switch was tried again.
func (l *lab) pauses(d time.Duration) []time.Duration {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second) {
		for i, s := range l.scrape(forever) {
			if s.Result == nil || i == 0 && s.Result.Up() || len(s.Result.Collectors) != 2 {
				l.t.Fatalf("after %s: %+v", l.elapsed(), s)
			}
		}
	}
	var out []time.Duration
	opens := l.switches[0].openTimes()
	for i := 1; i < len(opens); i++ {
		out = append(out, opens[i].Sub(opens[i-1]))
	}
	return out
}

// TestDeadSwitchIsTriedLessOften: a minute after the first try, then after a pause of one, two, four and at most
// five min_intervals, each give or take a fifth and a scrape; all the while each scrape says why.
func TestDeadSwitchIsTriedLessOften(t *testing.T) {
	for _, reason := range dead() {
		t.Run(string(reason), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				l.switches[0].becomes(behaviour{open: fails(failed(reason))})
				got := l.pauses(time.Hour)
				want := []int{-1, 1, 2, 4, 5} // the first try that follows is not left to chance
				for i, pause := range got {
					n := want[min(i, len(want)-1)]
					least, most := 59*time.Second, time.Minute
					if n > 0 {
						least, most = time.Duration(n)*48*time.Second, min(time.Duration(n)*72*time.Second, 5*time.Minute)+time.Second
					}
					if pause < least || pause > most {
						t.Errorf("pause %d is %s, want between %s and %s", i+1, pause, least, most)
					}
				}
				if len(got) < 13 || len(got) > 17 {
					t.Errorf("%d tries in an hour", len(got))
				}
				s := l.scrape(forever)[0]
				wantFailures(t, s, map[failure.Reason]uint64{reason: uint64(len(got) + 1)})
			})
		})
	}
}

// TestPausesFollowFromTheName: the same again for the same name, others for others, so that many
// that died together do not come back together.
func TestPausesFollowFromTheName(t *testing.T) {
	seen := make(map[time.Time]bool)
	var nextTries [2][]time.Time
	for round := range nextTries {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 40)
			for _, sw := range l.switches {
				sw.becomes(behaviour{open: fails(failed(failure.Unreachable))})
			}
			for range 8 {
				l.scrape(forever)
				time.Sleep(6 * time.Minute)
			}
			for _, s := range l.scrape(forever) {
				nextTries[round] = append(nextTries[round], s.Result.NextTry)
				seen[s.Result.NextTry.Truncate(time.Second)] = true
			}
		})
	}
	if !slices.EqualFunc(nextTries[0], nextTries[1], time.Time.Equal) {
		t.Errorf("%s, and the second time %s", nextTries[0], nextTries[1])
	}
	if len(seen) < 20 {
		t.Errorf("40 switches are tried again in %d different seconds of 60", len(seen))
	}
}

// TestDeadResultIsShown while the switch is left alone, and while the next try hangs: it is old by
// then, but holds.
func TestDeadResultIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.result()
		l.switches[0].becomes(behaviour{alive: fails(failed(failure.Disconnected)), open: takes(forever)})
		for l.elapsed() < 40*time.Minute {
			time.Sleep(15 * time.Second)
			s := l.scrape(10 * time.Second)[0]
			if s.Result == nil || !s.LastSuccess.Equal(l.began) {
				t.Fatalf("after %s: %+v", l.elapsed(), s)
			}
			if l.elapsed() < 2*time.Minute {
				continue // it was up, and that is not too old yet
			}
			r := s.Result
			if r.Up() || r.Reason() != failure.Timeout || len(r.Collectors) != 2 || r.Collectors[0].Err == nil {
				t.Errorf("after %s: %+v", l.elapsed(), r)
			}
		}
		if n := l.switches[0].opened(); n < 7 || n > 14 {
			t.Errorf("tried %d times", n)
		}
	})
}

// TestOneSuccessEndsThePauses: dead again, it is again tried twice before it is left alone.
func TestOneSuccessEndsThePauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		for round := range 2 {
			l.switches[0].becomes(behaviour{open: fails(failed(failure.Refused))})
			for try := range 6 {
				r := l.result()
				if paused := !r.NextTry.IsZero(); paused != (try > 0) {
					t.Errorf("round %d, failure %d: next try %s", round, try+1, r.NextTry)
				}
				time.Sleep(6 * time.Minute)
			}
			l.switches[0].becomes(behaviour{})
			if r := l.result(); !r.Up() || !r.NextTry.IsZero() {
				t.Errorf("round %d: %+v", round, r)
			}
			time.Sleep(time.Minute)
		}
	})
}

// TestNotDead: a switch that answers is polled with each scrape, whatever it answers.
func TestNotDead(t *testing.T) {
	healthy := captures(t)
	for name, failing := range map[string]behaviour{
		"no common algorithm": {open: fails(failed(failure.Unsupported))},
		"no privilege":        {open: fails(failed(failure.Privilege))},
		"our fault":           {open: fails(failed(failure.Internal))},
		"a crash":             {open: func(context.Context) error { panic("a fake crash") }},
		"command times out":   {run: failingAt(showTechSupport, failed(failure.Timeout), answers(healthy, nil, 0))},
		"all disconnect": {run: func(context.Context, string) (string, error) {
			return "", failed(failure.Disconnected)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				l.switches[0].becomes(failing)
				for minute := range 10 {
					l.at(time.Duration(minute) * time.Minute)
					s := l.scrape(forever)[0]
					if s.Polls != uint64(minute+1) || s.Result.Err == nil || !s.Result.NextTry.IsZero() {
						t.Fatalf("after %d minutes: %d polls, %+v", minute, s.Polls, s.Result)
					}
				}
			})
		})
	}
}

// TestLogsThePause once, where it begins, and with each reminder.
func TestLogsThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Unreachable))})
		l.switches[1].becomes(behaviour{open: fails(failed(failure.Auth))})
		for minute := range 80 {
			l.at(time.Duration(minute) * time.Minute)
			l.scrape(forever)
		}
		lines := l.log.take("target", "reason", "failures", "next_try_in")
		slices.Sort(lines)
		wantLines(t, lines,
			" target=sw-00 reason=unreachable",
			" target=sw-00 reason=unreachable failures=16 next_try_in=4m53s",
			" target=sw-00 reason=unreachable failures=2 next_try_in=53s",
			" target=sw-01 reason=auth failures=5 next_try_in=1h0m0s",
			" target=sw-01 reason=auth next_try_in=5m0s")
	})
}

// TestNoPauseWithoutInterval: without min_interval every scrape polls, dead switches too.
func TestNoPauseWithoutInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.MinInterval = 0 })
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Refused))})
		var last fleet.Status
		for range 10 {
			last = l.scrape(forever)[0]
		}
		if last.Polls != 10 {
			t.Errorf("%d polls in 10 scrapes", last.Polls)
		}
	})
}
