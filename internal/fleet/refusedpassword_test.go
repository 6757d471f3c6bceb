package fleet_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// openedAt is when the switch was logged in to, or tried, in minutes after the start.
func (l *lab) openedAt() []int {
	var minutes []int
	for _, at := range l.switches[0].openTimes() {
		minutes = append(minutes, int(at.Sub(l.began)/time.Minute))
	}
	return minutes
}

func wantOpens(t *testing.T, l *lab, want ...int) {
	t.Helper()
	if got := l.openedAt(); !slices.Equal(got, want) {
		t.Errorf("opened in the minutes %v, want %v", got, want)
	}
}

// TestRefusedPassword scrapes every minute for five hours a switch that refuses the password.
func TestRefusedPassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Auth))})
		for minute := range 300 {
			l.at(time.Duration(minute) * time.Minute)
			statuses := l.scrape(forever)
			s := statuses[0]
			if s.Result == nil || s.Result.Up() || s.Result.Reason() != failure.Auth {
				t.Fatalf("after %d minutes: %+v", minute, s.Result)
			}
			tries := uint64(l.switches[0].opened())
			wantFailures(t, s, map[failure.Reason]uint64{failure.Auth: tries})
			if s.Polls != tries || statuses[1].Polls != uint64(minute+1) {
				t.Fatalf("after %d minutes: %d polls, the other switch %d", minute, s.Polls, statuses[1].Polls)
			}
		}
		wantOpens(t, l, 0, 5, 15, 35, 75, 135, 195, 255)
	})
}

// TestPauseIsExact: not a moment before five minutes after the refusal, which itself took a while.
func TestPauseIsExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Auth))})
		l.result()
		l.at(5*time.Minute - time.Nanosecond)
		l.result()
		wantOpens(t, l, 0)
		l.at(5 * time.Minute)
		l.result()
		wantOpens(t, l, 0, 5)
	})
}

// course scrapes every minute for so long, with the switch's reason of each minute ("" is good).
func (l *lab) course(minutes int, reason func(minute int) failure.Reason) {
	for minute := range minutes {
		l.at(time.Duration(minute) * time.Minute)
		l.switches[0].becomes(behaviour{})
		if r := reason(minute); r != "" {
			l.switches[0].becomes(behaviour{open: fails(failed(r))})
		}
		l.scrape(forever)
	}
}

func TestSuccessResetsThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		l.course(26, func(minute int) failure.Reason {
			if minute == 15 || minute == 16 {
				return ""
			}
			return failure.Auth
		})
		// Refused with pauses of 5 and 10 minutes, let in twice, refused with a pause of 5 again.
		wantOpens(t, l, 0, 5, 15, 16, 17, 22)
	})
}

// TestOtherFailureDoesNotResetThePause: only a login shows that the password is accepted again; a
// network that comes and goes must not make the pauses short.
func TestOtherFailureDoesNotResetThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.course(40, func(minute int) failure.Reason {
			if minute == 5 || minute == 6 {
				return failure.Timeout
			}
			return failure.Auth
		})
		wantOpens(t, l, 0, 5, 6, 7, 17, 37)
	})
}
