package fleet_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestNetconfIsBounded by itself.
func TestNetconfIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const room, switches = 2, 7
		l := newLab(t, switches, overNetconf, func(s *setup) { s.MaxConcurrentNetconf = room })
		var now, peak atomic.Int64
		for _, sw := range l.switches {
			sw.becomes(behaviour{netconf: netconfBehaviour{open: func(ctx context.Context) error {
				defer now.Add(-1)
				peak.Store(max(peak.Load(), now.Add(1)))
				if n := l.Stats().PollsInFlight; n > room {
					t.Errorf("%d polls in flight", n)
				}
				return takes(time.Second)(ctx)
			}}})
		}
		for _, s := range l.scrape(forever) {
			if s.Result.Err != nil || s.Result.Duration() != time.Second {
				t.Errorf("%s took %s: %v", s.Target.Name, s.Result.Duration(), s.Result.Err)
			}
		}
		if l.elapsed() != 4*time.Second || peak.Load() != room {
			t.Errorf("took %s with up to %d at once", l.elapsed(), peak.Load())
		}
	})
}

// TestWaitingForNetconfHoldsNoPlace: the CLIs of all are asked one after the other, while NETCONF takes
// ten times as long; and that wait is no part of a poll's time.
func TestWaitingForNetconfHoldsNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 5, bothWays, func(s *setup) { s.MaxConcurrent, s.MaxConcurrentNetconf, s.Timeout = 1, 1, 15*time.Second })
		for _, sw := range l.switches {
			sw.becomes(behaviour{open: takes(time.Second), netconf: netconfBehaviour{open: takes(10 * time.Second)}})
		}
		all := l.scrape(forever)
		for i, sw := range l.switches {
			if at := sw.openTimes()[0].Sub(l.began); at != time.Duration(i)*time.Second {
				t.Errorf("%s: CLI asked after %s", sw.name, at)
			}
			if at := sw.netconfOpens()[0].Sub(l.began); at != time.Second+time.Duration(i)*10*time.Second {
				t.Errorf("%s: NETCONF asked after %s", sw.name, at)
			}
			fares(t, all[i].Result, "", "")
			if r := all[i].Result; r.Duration() != 11*time.Second {
				t.Errorf("%s took %s", sw.name, r.Duration())
			}
		}
	})
}

// TestRoomsDoNotMix: polls of the CLI alone wait for none of NETCONF's, and the other way round.
func TestRoomsDoNotMix(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 4, 4, func(set *setup) { set.MaxConcurrent, set.MaxConcurrentNetconf = 1, 1 })
		s.reload(func(p *plan) {
			for _, of := range p.targets[:2] {
				of.Module.Protocol, of.Module.Collectors = config.ProtocolNETCONF, []string{byNetconf}
			}
		})
		for _, sw := range s.switches {
			sw.becomes(behaviour{open: takes(time.Second), netconf: netconfBehaviour{open: takes(20 * time.Second)}})
		}
		var got []time.Duration
		for _, status := range s.scrape(forever) {
			got = append(got, status.Result.Ended.Sub(s.began))
		}
		if want := []time.Duration{20 * time.Second, 40 * time.Second, time.Second, 2 * time.Second}; !slices.Equal(got, want) {
			t.Errorf("ended after %s", got)
		}
	})
}

// TestSilentNetconfStepsAside: ports that swallow everything do not keep the others waiting.
func TestSilentNetconfStepsAside(t *testing.T) {
	for name, change := range map[string]func(*setup){"netconf": overNetconf, "both": bothWays} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 8, change, func(s *setup) { s.MaxConcurrentNetconf = 3 })
				for _, sw := range l.switches[:6] {
					sw.becomes(behaviour{netconf: netconfBehaviour{open: silentFor(forever)}})
				}
				for i, s := range l.scrape(forever) {
					r, ended := s.Result, s.Result.Ended.Sub(l.began)
					if silent := i < 6; silent != (r.Reason() == failure.Timeout) || !silent && ended > 4*time.Second {
						t.Errorf("%s ended after %s: %v", s.Target.Name, ended, r.Err)
					}
				}
			})
		})
	}
}

// TestWhoNeverCameBack: a login to the CLI that ends while it waits for its place again leaves none
// taken, and NETCONF is asked all the same.
func TestWhoNeverCameBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2, bothWays, func(s *setup) { s.MaxConcurrent, s.Timeout = 1, 20*time.Second })
		l.switches[0].becomes(behaviour{open: func(ctx context.Context) error {
			if err := silentFor(3 * time.Second)(ctx); err != nil {
				return err
			}
			return ctx.Err()
		}})
		l.switches[1].becomes(behaviour{run: answers(l.switches[1].outputs, nil, 9900*time.Millisecond)})
		for range 3 {
			all := l.scrape(forever)
			fares(t, all[0].Result, failure.Timeout, "")
			fares(t, all[1].Result, "", "")
			time.Sleep(6 * time.Minute)
		}
		if n := l.Stats().PollsInFlight; n != 0 {
			t.Errorf("%d polls in flight", n)
		}
	})
}

// TestLoginsOfBothArePaced together, and the switches that came first are done first.
func TestLoginsOfBothArePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 40, bothWays, func(s *setup) { s.MaxConcurrent, s.MaxConcurrentNetconf = 10, 10 })
		all := l.scrape(forever)
		var logins []time.Duration
		for i, sw := range l.switches {
			logins = append(logins, sw.openTimes()[0].Sub(l.began), sw.netconfOpens()[0].Sub(l.began))
			if i >= 8 && all[i].Result.Ended.Before(all[i-8].Result.Ended) { // eight may log in at once
				t.Errorf("%s was done before %s", sw.name, l.switches[i-8].name)
			}
		}
		slices.Sort(logins)
		for i, at := range logins {
			if want := time.Duration(max(i-7, 0)) * 100 * time.Millisecond; at != want {
				t.Fatalf("login %d after %s, want %s", i, at, want)
			}
		}
		if first := all[0].Result.Ended.Sub(l.began); first > time.Second {
			t.Errorf("the first switch is done after %s of %s", first, l.elapsed())
		}
	})
}

// TestResizeNetconf while polls wait for their turn.
func TestResizeNetconf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 6, 6, func(set *setup) { set.MaxConcurrentNetconf = 1 })
		s.reload(func(p *plan) {
			for _, of := range p.targets {
				of.Module.Protocol, of.Module.Collectors = config.ProtocolNETCONF, []string{byNetconf}
			}
		})
		for _, sw := range s.switches {
			sw.becomes(behaviour{netconf: netconfBehaviour{open: takes(10 * time.Second)}})
		}
		s.scrape(time.Second)
		s.reload(func(p *plan) { p.polling.MaxConcurrentNetconf = 6 })
		s.scrape(forever)
		if s.elapsed() != 11*time.Second {
			t.Errorf("took %s", s.elapsed())
		}
	})
}
