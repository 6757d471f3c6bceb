package fleet_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestStreakFromBeforeTheWindow: the beginning of a run of failures is asked for once, and then
// known until it ends; and so is that of the next one, which was seen to begin.
func TestStreakFromBeforeTheWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-200*time.Hour, restored)
		for hour := range 120 {
			a.note(time.Duration(hour-120)*time.Hour, fail)
		}
		l.wantTruth(a)
		l.wantLonger(a, 1)
		check := unchanged(t, l)
		l.hourly(a, 60)
		check()
		a.note(0, restored)
		for range 50 { // until the restore has long left the window
			time.Sleep(time.Hour)
			l.wantTruth(a)
		}
		l.hourly(a, 40)
		l.wantLonger(a, 1)
		wantLines(t, l.log.take("msg"))
	})
}

// TestHealthySwitchIsNotAskedTwice: without failures there is nothing to look back for.
func TestHealthySwitchIsNotAskedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		for range 48 {
			a.note(0, "SAEVT_UTILITY_REPORT_START")
			time.Sleep(time.Hour)
			l.wantTruth(a)
		}
		l.wantLonger(a, 0)
	})
}

// TestStreakAtTheWindowsEdge has the restore, or the first failure, at the very edge of the window
// of the first poll, or just outside.
func TestStreakAtTheWindowsEdge(t *testing.T) {
	const tick = time.Millisecond
	for name, c := range map[string]struct {
		restored, first time.Duration
		longer          int
	}{
		"restored at the edge":       {-day, -20 * time.Hour, 0},
		"restored outside":           {-day - tick, -20 * time.Hour, 1},
		"failed at the edge":         {-30 * time.Hour, -day, 1},
		"failed outside":             {-30 * time.Hour, -day - tick, 1},
		"restored, failed at once":   {-day, -day, 0},
		"restored inside the window": {-day + tick, -day + 2*tick, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, a := logLab(t)
				a.note(c.restored, restored)
				a.note(c.first, fail)
				a.note(-2*time.Hour, fail)
				l.wantTruth(a)
				l.wantLonger(a, c.longer)
				l.hourly(a, 30)
				l.wantLonger(a, c.longer)
			})
		})
	}
}

// TestStreakOfRareFailures: they are so far apart that a window may have none of them.
func TestStreakOfRareFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-100*time.Hour, restored)
		a.note(-70*time.Hour, fail)
		a.note(-2*time.Hour, fail)
		for range 4 {
			for range 31 {
				l.wantTruth(a)
				time.Sleep(time.Hour)
			}
			a.note(0, fail)
		}
		if n := a.longer(); n < 1 || n > 5 { // one a failure at most
			t.Errorf("the longer log was asked for %d times", n)
		}
	})
}

// TestStreakOverAGap: for days the switch cannot be polled, whatever happens to it meanwhile.
func TestStreakOverAGap(t *testing.T) {
	for name, c := range map[string]struct {
		gap    time.Duration
		back   bool // communication was restored meanwhile
		longer int
	}{
		"shorter than the window":       {20 * time.Hour, false, 1},
		"shorter, restored in it":       {20 * time.Hour, true, 1},
		"longer than the window":        {80 * time.Hour, false, 2},
		"longer, and restored meantime": {80 * time.Hour, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, a := logLab(t)
				a.note(-50*time.Hour, restored)
				a.note(-49*time.Hour, fail)
				a.note(-time.Hour, fail)
				l.wantTruth(a)
				a.sw.becomes(behaviour{run: a.run, alive: fails(failed(failure.Disconnected)), open: takes(forever)})
				for since := time.Duration(0); since < c.gap; since += time.Hour {
					time.Sleep(time.Hour)
					if c.back && since == 2*time.Hour {
						a.note(0, restored)
					}
					a.note(0, fail)
					if l.result().Up() {
						t.Fatal("polled")
					}
				}
				a.sw.becomes(behaviour{run: a.run})
				time.Sleep(6 * time.Minute) // longer than a dead switch is left alone
				l.wantTruth(a)
				l.wantLonger(a, c.longer)
				l.hourly(a, 30)
				l.wantLonger(a, c.longer)
			})
		})
	}
}

// TestStreakAfterARestart of the exporter: what it has forgotten it asks for once.
func TestStreakAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-time.Minute, restored)
		l.hourly(a, 40)
		l.wantLonger(a, 0)
		again := newLab(t, 1, func(s *setup) { s.Collectors, s.EventlogDays = []string{status, eventLog}, 1 })
		l.finish()
		a.attach(again)
		again.wantTruth(a)
		again.hourly(a, 30)
		again.wantLonger(a, 1)
	})
}

// TestStreakOfAClearedLog counts what the log has since.
func TestStreakOfAClearedLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		l.hourly(a, 40)
		l.wantLonger(a, 1)
		a.do(func() { a.events = nil })
		a.note(0, fail)
		time.Sleep(time.Minute)
		l.wantTruth(a)
		l.wantLonger(a, 2)
		l.hourly(a, 30)
		a.do(func() { a.events = nil })
		time.Sleep(time.Minute)
		l.wantTruth(a)
		l.hourly(a, 30)
		l.wantLonger(a, 3) // which showed that the next failure is the first one
	})
}

// TestStreakOfALogThatForgets: a switch keeps so much of its log and no more. What was seen is
// known still.
func TestStreakOfALogThatForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-2*time.Hour, restored)
		l.hourly(a, 50)
		want := a.truth()
		a.do(func() { a.events = a.events[len(a.events)-10:] })
		time.Sleep(time.Minute)
		if got := verdict(l.shown()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		l.wantLonger(a, 0)
	})
}

// TestStreakLongerThanTheLog: after a gap in the polls the switch has forgotten how it began.
func TestStreakLongerThanTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-2*time.Hour, restored)
		l.hourly(a, 50)
		for range 40 {
			time.Sleep(time.Hour)
			a.note(0, fail)
		}
		want := a.truth()
		a.do(func() { a.events = a.events[len(a.events)-45:] })
		if got := verdict(l.shown()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		l.wantLonger(a, 1)
	})
}

// TestNoFailureCountsTwice, when the clock is set back to days whose failures are counted already,
// and the switch prints no event of the future, such as the last one counted.
func TestNoFailureCountsTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.hides = true
		a.note(-60*time.Hour, restored)
		l.hourly(a, 20)
		for range 30 { // until the window has none of them
			time.Sleep(time.Hour)
			l.wantTruth(a)
		}
		a.do(func() { a.ahead = -36 * time.Hour })
		time.Sleep(time.Minute)
		if log := l.shown(); *log.Streak < 1 || *log.Streak > 20 {
			t.Errorf("%s of 20", verdict(log))
		}
	})
}

// TestStreakWithoutTimes: failures before the clock was set cannot be told from each other.
func TestStreakWithoutTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.answer = func(command string) (string, error, bool) {
			return strings.Repeat("1970-01-01 00:05:07.010 UTC SAEVT_COMM_FAIL\n", 3), nil, command == showEventlog+" 1"
		}
		for range 3 {
			if log := l.shown(); *log.Streak != 3 || !log.Open {
				t.Errorf("%s, open: %t", verdict(log), log.Open)
			}
			time.Sleep(time.Hour)
		}
		l.wantLonger(a, 0)
	})
}

// TestWindowBehindAClockPutForward reaches back less than it says, and not quite to the last poll.
func TestWindowBehindAClockPutForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-time.Hour, restored)
		l.wantTruth(a)
		time.Sleep(10 * time.Minute)
		a.note(0, fail)
		a.do(func() { a.ahead = 50 * time.Minute })
		time.Sleep(23*time.Hour + 20*time.Minute)
		a.note(0, fail)
		if log := l.shown(); *log.Streak != 2 {
			t.Error(verdict(log))
		}
		l.wantLonger(a, 1)
	})
}

// TestStreakOverAChangedClock: the log goes on with earlier times, or much later ones.
func TestStreakOverAChangedClock(t *testing.T) {
	for name, ahead := range map[string]time.Duration{
		"an hour back": -time.Hour, "two days back": -2 * day, "an hour forward": time.Hour, "two days forward": 2 * day,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, a := logLab(t)
				a.note(-200*time.Hour, restored)
				a.note(-3*time.Hour, fail)
				l.wantTruth(a)
				l.hourly(a, 5)
				a.do(func() { a.ahead = ahead })
				for range 60 {
					a.note(0, fail)
					time.Sleep(time.Hour)
					var want int
					a.do(func() { want = len(a.events) - 1 })
					if log := l.shown(); *log.Streak != want || log.FailSince == nil || log.LastRestored == nil {
						t.Errorf("after %s: %s, want %d", l.elapsed(), verdict(log), want)
					}
				}
				if n := a.longer(); n > 3 {
					t.Errorf("the longer log was asked for %d times", n)
				}
			})
		})
	}
}

// TestStreakOverSummerTime has the clock put forward and back, by switches that write the times
// of older events in the zone of then, and by such as draw them in the zone of now.
func TestStreakOverSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	for name, change := range map[string]time.Time{
		"forward": time.Date(2000, time.March, 26, 1, 0, 0, 0, time.UTC),
		"back":    time.Date(2000, time.October, 29, 1, 0, 0, 0, time.UTC),
	} {
		for _, redrawn := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Until(change.Add(-40 * time.Hour)))
					l, a := logLab(t)
					a.zone, a.redrawn = berlin, redrawn
					a.note(-40*time.Hour, restored)
					a.note(-30*time.Hour, fail)
					a.note(-3*time.Hour, fail)
					l.wantTruth(a)
					l.hourly(a, 80)
					if n := a.longer(); n > 2 {
						t.Errorf("the longer log was asked for %d times", n)
					}
				})
			})
		}
	}
}
