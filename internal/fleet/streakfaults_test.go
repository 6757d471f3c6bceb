package fleet_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestLongerLogFails: it harms nothing, and is not tried again before the streak has ended.
func TestLongerLogFails(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		err    error
		reason failure.Reason
		opens  int // sessions after the second poll
	}{
		"not allowed":   {notAllowed, nil, failure.Privilege, 1},
		"not known":     {notKnown, nil, failure.Unsupported, 1},
		"cut off":       {"**** Event Log ****\n2000-01-01 00:00:00.000 UTC SAEVT_COMM_FAIL error=\"x", nil, failure.Parse, 2},
		"empty":         {"\n", nil, failure.Parse, 2},
		"nothing in it": {" No EventLog Found.\n", nil, "", 1},
		"disconnected":  {"", failed(failure.Disconnected), failure.Disconnected, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, a := logLab(t)
				a.answer = func(command string) (string, error, bool) { return c.text, c.err, command == showLonger }
				a.note(-100*time.Hour, fail)
				for hour := range 5 {
					a.note(time.Duration(hour-5)*time.Hour, fail)
				}
				log := l.shown()
				if *log.Streak != 5 || !log.Open || moment(log.FailSince) != l.began.Add(-5*time.Hour).UTC().Format(time.RFC3339) {
					t.Errorf("not the window's own: %s", verdict(log))
				}
				time.Sleep(time.Minute)
				l.shown()
				if n := a.sw.opened(); n != c.opens {
					t.Errorf("%d sessions", n)
				}
				for range 30 {
					time.Sleep(time.Hour)
					a.note(0, fail)
					if log := l.shown(); !log.Open || *log.Streak <= 5 {
						t.Errorf("%s, open: %t", verdict(log), log.Open)
					}
				}
				time.Sleep(2 * day) // what was in between is not known, and not asked for
				a.note(-time.Hour, fail)
				if log := l.shown(); !log.Open || *log.Streak != 1 {
					t.Errorf("%s, open: %t", verdict(log), log.Open)
				}
				l.wantLonger(a, 1)
				want := []string{}
				if c.reason != "" {
					want = append(want, fmt.Sprintf(" level=info msg=longer event log not read, failures in a row are counted from the shorter one on reason=%s", c.reason))
				}
				wantLines(t, l.log.take("level", "msg", "reason"), want...)
				a.note(0, restored)
				time.Sleep(time.Hour)
				l.wantTruth(a)
				a.answer = nil
				l.wantLonger(a, 1)
				time.Sleep(3 * day) // longer than the window: what was in between is not known
				a.note(-50*time.Hour, fail)
				a.note(-time.Hour, fail)
				l.wantTruth(a)
				l.wantLonger(a, 2)
			})
		})
	}
}

// TestLongerLogAfterADeadSession: that a session ended with another command says nothing of the
// longer log. The streak grows from what is known on, and is whole as soon as a session lasts.
func TestLongerLogAfterADeadSession(t *testing.T) {
	for _, polls := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			l, a := logLab(t, func(s *setup) { s.Collectors = []string{status, eventLog, "version"} })
			a.answer = func(command string) (string, error, bool) {
				return "Cisco IOS XE Software, Version 17.09.04a\n", nil, command == "show version"
			}
			a.note(-100*time.Hour, restored)
			a.note(-50*time.Hour, fail)
			lost := failed(failure.Disconnected)
			a.sw.becomes(behaviour{run: failingAt(showLonger, lost, failingAt("show version", lost, a.run)), alive: fails(lost)})
			for poll := range polls {
				a.note(-time.Hour, fail)
				r := l.result()
				if log := r.State.Eventlog; r.Reason() != failure.Disconnected || !log.Open || *log.Streak != poll+1 {
					t.Errorf("%s, open: %t: %v", verdict(log), log.Open, r.Err)
				}
				time.Sleep(2 * time.Hour)
			}
			l.wantLonger(a, 0)
			wantStats(t, l, fleet.Stats{SessionOpens: uint64(polls)})
			a.sw.becomes(behaviour{run: a.run})
			l.wantTruth(a)
			l.wantLonger(a, 1)
			time.Sleep(time.Hour)
			a.note(0, fail)
			l.wantTruth(a)
			l.wantLonger(a, 1)
		})
	}
}

// TestLongerLogTakesTooLong: the poll has all it was asked for, and ends in time.
func TestLongerLogTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-50*time.Hour, restored)
		a.note(-30*time.Hour, fail)
		a.note(-2*time.Hour, fail)
		a.sw.becomes(behaviour{run: func(ctx context.Context, command string) (string, error) {
			if command == showLonger {
				a.do(func() { a.asked[command]++ })
				return "", takes(forever)(ctx)
			}
			return a.run(ctx, command)
		}})
		r := l.result()
		if r.Err != nil || !r.Up() || *r.State.Eventlog.Streak != 1 || r.Duration() != 30*time.Second {
			t.Errorf("%s: %v, %s", r.Duration(), r.Err, verdict(r.State.Eventlog))
		}
		if c := r.Collectors[1]; c.Name != eventLog || c.Err != nil || c.Duration != 30*time.Second {
			t.Errorf("%+v", c)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
		time.Sleep(time.Minute)
		if r := l.result(); r.Err != nil || r.Duration() != 0 {
			t.Errorf("%s: %v", r.Duration(), r.Err)
		}
		l.wantLonger(a, 1)
	})
}

// TestLongerLogComesLast: no collector has to wait for it.
func TestLongerLogComesLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors, s.EventlogDays = []string{eventLog, "version", status}, 2 })
		a := newAgentLog(l)
		a.note(-100*time.Hour, fail)
		a.note(-2*time.Hour, fail)
		l.result()
		asked := a.sw.asked()
		if got, want := asked[len(asked)-1], showLonger; got != want {
			t.Errorf("asked %q", asked)
		}
		if !strings.Contains(strings.Join(asked, "\n"), showEventlog+" 2\nshow version") {
			t.Errorf("asked %q", asked)
		}
	})
}

// TestLongestLogIsNotAskedTwice: a window of all days is all there is.
func TestLongestLogIsNotAskedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t, func(s *setup) { s.EventlogDays = 365 })
		for range 4 {
			a.note(-time.Hour, fail)
			if log := l.shown(); !log.Open || verdict(log) != a.truth() {
				t.Errorf("%s, want %s", verdict(log), a.truth())
			}
			time.Sleep(2 * time.Hour)
		}
		l.wantLonger(a, 4)
	})
}

// TestExchangedSwitch: what was known of another one is forgotten, though the new one may have an
// event of the very same time.
func TestExchangedSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t, func(s *setup) { s.Collectors = []string{techSupport, eventLog} })
		a.note(-48*time.Hour, restored)
		l.hourly(a, 40)
		l.wantLonger(a, 1)
		old := a.sw.outputs[showTechSupport]
		serial := l.result().State.UDI.SerialNumber
		exchanged := strings.ReplaceAll(old, serial, "XYZ0000Q00X")
		if exchanged == old {
			t.Fatalf("no serial number %q in the capture", serial)
		}
		a.do(func() {
			a.answer = func(command string) (string, error, bool) { return exchanged, nil, command == showTechSupport }
			last := a.events[len(a.events)-1]
			a.events = []noted{{at: last.at.Add(-60 * time.Hour), wall: last.wall.Add(-60 * time.Hour), event: restored}, last}
		})
		time.Sleep(time.Minute)
		l.wantTruth(a)
		l.wantLonger(a, 2)
		l.hourly(a, 30)
		l.wantLonger(a, 2)
	})
}

// TestLogThatMakesNoSense: a switch whose log is another one each time costs no more than that.
func TestLogThatMakesNoSense(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		dice := rand.New(rand.NewPCG(7, 7))
		a.answer = func(command string) (string, error, bool) {
			var b strings.Builder
			for range 1 + dice.IntN(9) {
				fmt.Fprintf(&b, "20%02d-%02d-11 10:00:%02d.%03d UTC SAEVT_COMM_FAIL\n", dice.IntN(60), 1+dice.IntN(12), dice.IntN(60), dice.IntN(1000))
			}
			return b.String(), nil, strings.HasPrefix(command, showEventlog)
		}
		for range 100 {
			if log := l.shown(); *log.Streak < 1 || *log.Streak > 20 {
				t.Errorf("%s", verdict(log))
			}
			time.Sleep(time.Minute)
		}
		if n := a.longer(); n > 2 {
			t.Errorf("the longer log was asked for %d times", n)
		}
	})
}
