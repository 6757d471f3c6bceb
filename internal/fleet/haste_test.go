package fleet_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// scrapeTimeout is that of Prometheus by default. Polls may take 30 s.
const scrapeTimeout = 10 * time.Second

// quick is a Scrape of all switches, and how long it took.
func (l *lab) quick() (statuses []fleet.Status, took time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	began := time.Now()
	return l.All().Scrape(ctx), time.Since(began)
}

// wantQuick checks how long a Scrape takes, and what it says of the first switch: up, or the reason of its failure.
func (l *lab) wantQuick(want time.Duration, up bool, reason failure.Reason) fleet.Status {
	l.t.Helper()
	statuses, took := l.quick()
	if took != want {
		l.t.Errorf("at %s: the scrape took %s, want %s", l.elapsed(), took, want)
	}
	switch r := statuses[0].Result; {
	case r == nil:
		l.t.Errorf("at %s: no result", l.elapsed())
	case r.Up() != up || r.Reason() != reason:
		l.t.Errorf("at %s: up %t, reason %q, want %t, %q", l.elapsed(), r.Up(), r.Reason(), up, reason)
	}
	return statuses[0]
}

// withInterval sets min_interval.
func withInterval(d time.Duration) func(*setup) { return func(s *setup) { s.MinInterval = d } }

// TestDeathDelaysOneScrape: whichever way a switch dies, and however often Prometheus asks, one scrape waits for it. All others
// answer as soon as the switches that are well have, and show the failure of its last poll. A scrape after its return
// shows it up.
func TestDeathDelaysOneScrape(t *testing.T) {
	silent := takes(forever)
	for name, dies := range map[string]behaviour{
		"no answer to the login": {open: silent},
		"no answer to a command": {run: func(ctx context.Context, _ string) (string, error) { return "", silent(ctx) }},
	} {
		for _, minInterval := range []time.Duration{0, 10 * time.Second, time.Minute} {
			for _, every := range []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute} {
				t.Run(name+" "+minInterval.String()+" "+every.String(), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						l := newLab(t, 3, withInterval(minInterval), func(s *setup) { s.Session = config.SessionClose })
						l.quick()
						l.at(time.Hour)
						l.switches[0].becomes(dies)
						slow := 0
						for i := range 40 {
							l.at(time.Hour + time.Duration(i)*every)
							statuses, took := l.quick()
							if took > 0 {
								slow++
							}
							for _, s := range statuses[1:] {
								if s.Result == nil || !s.Result.Up() {
									t.Errorf("scrape %d: a switch that is well is not up", i)
								}
							}
							ended := time.Duration(i)*every > 30*time.Second
							if r := statuses[0].Result; ended && (r == nil || r.Up() || r.Reason() != failure.Timeout || r.Ended.After(time.Now())) {
								t.Errorf("scrape %d: %+v", i, r)
							}
						}
						if slow != 1 {
							t.Errorf("%d scrapes were delayed", slow)
						}
						synctest.Wait() // the poll of the last scrape has begun
						l.switches[0].becomes(behaviour{open: takes(time.Second)})
						back := l.elapsed() + time.Hour
						l.at(back)
						l.wantQuick(0, false, failure.Timeout)
						l.at(back + every)
						if s, _ := l.quick(); !s[0].Result.Up() {
							t.Errorf("not up when it is back: %+v", s[0].Result)
						}
					})
				})
			}
		}
	}
}

// TestFailureInHaste: without a min_interval a failure is shown as it was, with its time, also when it is old, until the next
// one has come.
func TestFailureInHaste(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, withInterval(0))
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Refused))})
		first := l.wantQuick(0, false, failure.Refused)
		l.switches[0].becomes(behaviour{open: takes(20 * time.Second)})
		for _, at := range []time.Duration{time.Hour, time.Hour + 15*time.Second} {
			l.at(at)
			if s := l.wantQuick(0, false, failure.Refused); s.Result != first.Result || s.Polls != 1 {
				t.Errorf("at %s: %+v", at, s)
			}
		}
		l.at(time.Hour + 20*time.Second)
		l.wantQuick(0, true, "")
	})
}

// TestFirstResultIsAwaited: a switch without a result is waited for each time.
func TestFirstResultIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: takes(25 * time.Second)})
		if s, took := l.quick(); s[0].Result != nil || took != scrapeTimeout {
			t.Errorf("took %s: %+v", took, s[0].Result)
		}
		l.at(20 * time.Second)
		l.wantQuick(5*time.Second, true, "")
	})
}

// TestQueueIsAwaited: a switch that is well is waited for while its poll is in a queue, though a scrape was over before.
func TestQueueIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2, func(s *setup) { s.MaxConcurrent = 1 })
		l.quick()
		l.at(time.Minute)
		slow := behaviour{run: answers(l.switches[0].outputs, nil, 6*time.Second)} // 12 s a poll
		l.switches[0].becomes(slow)
		l.switches[1].becomes(slow)
		if _, took := l.quick(); took != scrapeTimeout {
			t.Errorf("took %s", took)
		}
		l.at(time.Minute + 15*time.Second)
		statuses, took := l.quick()
		if r := statuses[1].Result; took != 9*time.Second || r.Ended.Sub(l.began) != time.Minute+24*time.Second {
			t.Errorf("took %s, shows a result of %s", took, r.Ended.Sub(l.began))
		}
	})
}

// TestHangUpProvesNothing: a client that hangs up early does not keep the next scrape from waiting.
func TestHangUpProvesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.quick()
		l.at(time.Minute)
		l.switches[0].becomes(behaviour{run: answers(l.switches[0].outputs, nil, 2*time.Second)})
		ctx, hangUp := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, hangUp)
		l.All().Scrape(ctx)
		if s := l.wantQuick(3*time.Second, true, ""); s.Polls != 2 {
			t.Errorf("%d polls", s.Polls)
		}
	})
}

// TestCollectWaitsForFailed: a Collect, as for a probe or on the command line, waits for every switch; the rule is the same
// for a Scrape of one switch as of all.
func TestCollectWaitsForFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, withInterval(0))
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Refused))})
		l.result()
		l.switches[0].becomes(behaviour{open: takes(time.Second)})
		one, err := l.Select("sw-00")
		if err != nil {
			t.Fatal(err)
		}
		if s := one.Scrape(t.Context())[0]; s.Result.Up() || l.elapsed() != 0 {
			t.Errorf("a scrape, after %s: %+v", l.elapsed(), s.Result)
		}
		if s := one.Collect(t.Context())[0]; !s.Result.Up() || l.elapsed() != time.Second || s.Polls != 2 {
			t.Errorf("a probe, after %s: %+v", l.elapsed(), s.Result)
		}
	})
}

// TestChangeIsAwaited: after a change of what is asked, or of the login, the last failure says nothing, so the next scrape
// waits. Other labels change nothing.
func TestChangeIsAwaited(t *testing.T) {
	for name, row := range map[string]struct {
		change  func(*config.Target)
		awaited bool
	}{
		"collectors": {func(c *config.Target) { c.Module.Collectors = []string{status} }, true},
		"password":   {func(c *config.Target) { c.Module.Auth = &config.Auth{Name: "b", Username: "b"} }, true},
		"address":    {func(c *config.Target) { c.Address = "192.0.2.2:22" }, true},
		"labels":     {func(c *config.Target) { c.Labels = map[string]string{"site": "muc"} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, withInterval(0))
				l.switches[0].becomes(behaviour{open: fails(failed(failure.Refused))})
				l.quick()
				l.switches[0].becomes(behaviour{open: takes(time.Second)})
				target, module := *l.Configured()[0], *l.Configured()[0].Module
				target.Module = &module
				row.change(&target)
				l.Update(&config.Config{
					Polling: config.Polling{MaxConcurrent: 256, MaxConcurrentNetconf: 16, Timeout: 30 * time.Second}, Targets: []*config.Target{&target},
				})
				if row.awaited {
					l.wantQuick(time.Second, true, "")
				} else {
					l.wantQuick(0, false, failure.Refused)
				}
			})
		})
	}
}

// TestSideInHaste: a side that does not answer delays one scrape, and no more when its pauses are over. What the other side
// says is shown meanwhile, one scrape late only if the poll asks both. Without a min_interval, where no result can be kept, the
// scrape waits.
func TestSideInHaste(t *testing.T) {
	for name, minInterval := range map[string]time.Duration{"kept results": time.Minute, "none": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, bothWays, withInterval(minInterval), func(s *setup) { s.Timeout = 5 * time.Second })
				l.quick()
				l.switches[0].becomes(behaviour{netconf: netconfBehaviour{open: takes(forever)}})
				slow := 0
				for i := range 20 {
					l.at(time.Duration(i+1) * time.Minute)
					statuses, took := l.quick()
					if took > 0 {
						slow++
					}
					r := statuses[0].Result
					if r == nil || !r.Up() || r.Reason() != failure.Timeout || time.Since(r.Ended) > 2*time.Minute {
						t.Errorf("scrape %d: %+v", i, r)
					}
				}
				if want := map[bool]int{true: 1, false: 20}[minInterval > 0]; slow != want {
					t.Errorf("%d scrapes were delayed, want %d", slow, want)
				}
			})
		})
	}
}

// TestReleaseIsAwaited: when a switch accepts the secret after a hold, no refusal of before counts: the next scrape waits for all
// switches of the auth and shows them up.
func TestReleaseIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 20, oneSecret, func(s *setup) { s.Session = config.SessionClose })
		l.quick()
		l.refuse()
		minute := time.Duration(1)
		for ; ups(l.Peek()) > 0; minute++ {
			l.at(minute * time.Minute)
			l.quick()
		}
		l.at(minute*time.Minute - time.Second)
		for i, sw := range l.switches { // the first ones, which were refused, take longest
			sw.becomes(behaviour{open: takes(time.Duration(20-i) * 200 * time.Millisecond)})
		}
		for ; ups(l.Peek()) == 0; minute++ {
			l.at(minute * time.Minute)
			if _, took := l.quick(); took > 4*time.Second {
				t.Errorf("minute %d: held, and the scrape took %s", minute, took)
			}
			l.at(minute*time.Minute + 30*time.Second)
		}
		l.at(minute * time.Minute)
		statuses, took := l.quick()
		if took == 0 {
			t.Error("the scrape did not wait")
		}
		if n := ups(statuses); n != len(statuses) {
			t.Errorf("%d switches are up", n)
		}
	})
}

// ups counts the switches that are up.
func ups(statuses []fleet.Status) (n int) {
	for _, s := range statuses {
		if s.Result != nil && s.Result.Up() {
			n++
		}
	}
	return n
}
