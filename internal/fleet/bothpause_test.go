package fleet_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// minutes is when something was done, in minutes after the start.
func (l *lab) minutes(times []time.Time) (out []int) {
	for _, at := range times {
		out = append(out, int(at.Sub(l.began)/time.Minute))
	}
	return out
}

// each scrapes every minute for so long and hands each status to f.
func (l *lab) each(minutes int, f func(minute int, s fleet.Status)) {
	for minute := range minutes {
		l.at(time.Duration(minute) * time.Minute)
		f(minute, l.scrape(forever)[0])
	}
}

// TestPasswordRefusedOnOneSide: that side is left alone as long as ever, shows why, and the other one goes on.
func TestPasswordRefusedOnOneSide(t *testing.T) {
	refused := fails(failed(failure.Auth))
	tries := []int{0, 5, 15, 35}
	t.Run("NETCONF", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 1, bothWays)
			sw := l.switches[0]
			sw.becomes(behaviour{netconf: netconfBehaviour{open: refused}})
			l.each(60, func(minute int, s fleet.Status) {
				fares(t, s.Result, "", failure.Auth)
				wantFailures(t, s, map[failure.Reason]uint64{failure.Auth: uint64(minute + 1)})
				if !s.Result.NextTry.IsZero() || !s.Result.Ended.Equal(l.began.Add(l.elapsed())) {
					t.Errorf("after %d minutes: %+v", minute, s.Result)
				}
			})
			if got := l.minutes(sw.netconfOpens()); !slices.Equal(got, tries) || sw.opened() != 1 {
				t.Errorf("NETCONF tried in the minutes %v, CLI opened %d times", got, sw.opened())
			}
		})
	})
	t.Run("CLI", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 1, bothWays)
			sw := l.switches[0]
			sw.becomes(behaviour{open: refused})
			l.each(60, func(_ int, s fleet.Status) { fares(t, s.Result, failure.Auth, "") })
			if n := len(sw.netconfOpens()); n != 60 {
				t.Errorf("NETCONF opened %d times", n)
			}
			wantOpens(t, l, tries...)
		})
	})
}

// TestDeadSide: a port at which nothing answers is tried less often, while the other side is polled with
// each scrape. Once it answers, all is well.
func TestDeadSide(t *testing.T) {
	dead := fails(failed(failure.Refused))
	for name, does := range map[string]behaviour{"CLI": {open: dead}, "NETCONF": {netconf: netconfBehaviour{open: dead}}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, bothWays, closeEach)
				sw := l.switches[0]
				sw.becomes(does)
				l.each(60, func(minute int, s fleet.Status) {
					if !s.Result.Up() || s.Result.Reason() != failure.Refused || s.Polls != uint64(minute+1) {
						t.Errorf("after %d minutes: %d polls, %+v", minute, s.Polls, s.Result)
					}
				})
				tried, polled := sw.opened(), len(sw.netconfOpens())
				if name == "NETCONF" {
					tried, polled = polled, tried
				}
				if tried < 13 || tried > 18 || polled != 60 {
					t.Errorf("tried %d times, the other side polled %d times", tried, polled)
				}
				sw.becomes(behaviour{})
				l.at(66 * time.Minute)
				fares(t, l.result(), "", "")
			})
		})
	}
}

// TestBothLeftAlone: nothing is polled until the first of the two may be, and that one alone.
func TestBothLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		sw := l.switches[0]
		sw.becomes(behaviour{
			open: fails(failed(failure.Auth)), netconf: netconfBehaviour{open: func(context.Context) error {
				return failed([]failure.Reason{failure.Privilege, failure.Auth}[min(len(sw.netconfOpens())-1, 1)])
			}},
		})
		l.each(20, func(minute int, s fleet.Status) {
			next := map[int]int{1: 5, 5: 6, 6: 15, 16: 35}
			for m, until := range next {
				if minute == m && !s.Result.NextTry.Equal(l.began.Add(time.Duration(until)*time.Minute)) {
					t.Errorf("after %d minutes the next try is after %s, want %d minutes", minute, s.Result.NextTry.Sub(l.began), until)
				}
			}
		})
		wantOpens(t, l, 0, 5, 15)
		if got := l.minutes(sw.netconfOpens()); !slices.Equal(got, []int{0, 1, 6, 16}) {
			t.Errorf("NETCONF tried in the minutes %v", got)
		}
	})
}

// TestLogsTheSide that failed, once, with how long it is left alone.
func TestLogsTheSide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		l.switches[0].becomes(behaviour{netconf: netconfBehaviour{open: fails(failed(failure.Auth))}})
		l.each(30, func(int, fleet.Status) {})
		l.switches[0].becomes(behaviour{open: fails(failed(failure.DNS)), alive: fails(failed(failure.Disconnected))})
		l.at(40 * time.Minute)
		l.scrape(forever)
		l.at(41 * time.Minute)
		l.scrape(forever)
		l.switches[0].becomes(behaviour{})
		l.at(43 * time.Minute)
		l.scrape(forever)
		wantLines(t, l.log.take("msg", "target", "reason", "collector", "next_try_in"),
			" msg=collector failed target=sw-00 reason=auth collector=netconf next_try_in=5m0s",
			" msg=collector failed target=sw-00 reason=dns collector=tech_support,status",
			" msg=collector failed target=sw-00 reason=dns collector=tech_support,status next_try_in=53s",
			" msg=switch polled again target=sw-00")
	})
}

// TestHistoryOfSides: a poll tells which side it left alone and why, and what the switch had said by the
// failure of the CLI, whatever NETCONF has said since.
func TestHistoryOfSides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		l.switches[0].becomes(behaviour{netconf: netconfBehaviour{open: fails(failed(failure.Auth))}})
		l.result()
		l.at(time.Minute)
		l.result()
		polls, ok := l.Polls("sw-00")
		if !ok || len(polls.Recent) != 2 {
			t.Fatalf("%+v", polls)
		}
		var names []string
		for _, s := range polls.Recent[0].Steps {
			names = append(names, s.Name+" "+s.Err)
		}
		if got := strings.Join(names, ", "); got != "NETCONF left alone a fake auth" {
			t.Errorf("steps: %s", got)
		}
		first := polls.Recent[1]
		if len(first.Steps) != 1 || first.Steps[0].Name != "wait for a turn over NETCONF" || first.Reason != failure.Auth || !first.Up {
			t.Errorf("%+v", first)
		}
		if c := first.Collectors; len(c) != 3 || c[0].Err != "" || c[2].Name != byNetconf || c[2].Reason != failure.Auth {
			t.Errorf("%+v", c)
		}
	})
}
