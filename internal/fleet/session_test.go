package fleet_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

func closeEach(s *setup) { s.Session = config.SessionClose }

func wantStats(t *testing.T, l *lab, want fleet.Stats) {
	t.Helper()
	if got := l.Stats(); got != want {
		t.Errorf("after %s: %+v, want %+v", l.elapsed(), got, want)
	}
}

func TestSessionIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		sw := l.switches[0]
		for minute := range 4 {
			l.at(time.Duration(minute) * time.Minute)
			if r := l.result(); r.Err != nil {
				t.Fatal(r.Err)
			}
			if sw.alives != minute {
				t.Errorf("poll %d: checked %d times", minute+1, sw.alives)
			}
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
		l.at(8*time.Minute - time.Nanosecond)
		wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
		l.at(8 * time.Minute) // idle_timeout after the last poll
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
		if sw.openLines() != 0 || sw.closes != 1 {
			t.Errorf("%d lines in use, %d logouts", sw.openLines(), sw.closes)
		}
		l.result()
		wantStats(t, l, fleet.Stats{SessionOpens: 2, Sessions: 1})
	})
}

func TestSessionIsClosedAfterEachPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		for minute := range 3 {
			l.at(time.Duration(minute) * time.Minute)
			if r := l.result(); r.Err != nil {
				t.Fatal(r.Err)
			}
			wantStats(t, l, fleet.Stats{SessionOpens: uint64(minute + 1)})
			if sw := l.switches[0]; sw.openLines() != 0 || sw.closes != minute+1 || sw.alives != 0 {
				t.Errorf("%d lines in use, %d logouts, %d checks", sw.openLines(), sw.closes, sw.alives)
			}
		}
	})
}

// TestDeadSessionIsReplaced: the switch has hung up meanwhile, or a firewall has forgotten the
// connection, so that the check gets no answer at all. Neither is a failed poll.
func TestDeadSessionIsReplaced(t *testing.T) {
	for name, dead := range map[string]behaviour{
		"hung up":                         {alive: fails(failed(failure.Disconnected))},
		"forgotten":                       {alive: takes(forever)},
		"forgotten, and the logout hangs": {alive: takes(forever), close: takes(forever)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				l.result()
				l.switches[0].becomes(dead)
				l.at(time.Minute)
				if r := l.result(); r.Err != nil || !r.Up() {
					t.Errorf("the poll failed: %v", r.Err)
				}
				wantStats(t, l, fleet.Stats{SessionOpens: 2, Sessions: 1})
				if sw := l.switches[0]; sw.alives != 1 || sw.closes != 1 {
					t.Errorf("%d checks, %d logouts", sw.alives, sw.closes)
				}
				wantLines(t, l.log.take("msg"))
			})
		})
	}
}

// TestReconnectIsTriedOnce: why the new session could not be opened is what is said.
func TestReconnectIsTriedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.result()
		l.switches[0].becomes(behaviour{
			alive: fails(failed(failure.Disconnected)), open: fails(failed(failure.Refused)),
		})
		l.at(time.Minute)
		if r := l.result(); r.Up() || r.Reason() != failure.Refused || l.switches[0].opened() != 2 {
			t.Errorf("%v after %d opens", r.Err, l.switches[0].opened())
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
	})
}

// TestPollDuringIdleLogout polls while the idle session is still logging out: the switch must not
// see a second session.
func TestPollDuringIdleLogout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.result()
		l.switches[0].becomes(behaviour{close: takes(time.Second)})
		l.at(5*time.Minute + 500*time.Millisecond)
		if n := l.switches[0].openLines(); n != 1 {
			t.Fatalf("%d lines in use during the logout", n)
		}
		if r := l.result(); r.Err != nil || r.Duration() != 500*time.Millisecond {
			t.Errorf("the poll took %s: %v", r.Duration(), r.Err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 2, Sessions: 1})
	})
}

// TestLogoutIsBounded: a switch that does not answer the logout costs two seconds, no more.
func TestLogoutIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		l.switches[0].becomes(behaviour{close: takes(forever)})
		if r := l.result(); r.Err != nil || r.Duration() != 2*time.Second {
			t.Errorf("the poll took %s: %v", r.Duration(), r.Err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
	})
}
