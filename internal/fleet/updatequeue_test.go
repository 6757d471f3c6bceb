package fleet_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestUpdateInTheQueue: a switch that waits for its turn, with a kept session, is polled all the
// same for the scrape that asked, and then logged out of; if the fleet closes before, too.
func TestUpdateInTheQueue(t *testing.T) {
	for _, closing := range []bool{false, true} {
		t.Run(fmt.Sprint("closing ", closing), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, 2, 2, func(set *setup) { set.MaxConcurrent = 1 })
				s.scrape(forever)
				s.switches[0].becomes(behaviour{run: answers(s.switches[0].outputs, nil, 10*time.Second)})
				s.at(time.Minute)
				var asked []fleet.Status
				var all sync.WaitGroup
				all.Go(func() { asked = s.scrape(forever) })
				s.at(61 * time.Second)
				s.reload(func(p *plan) { p.targets = p.targets[:1] })
				if closing {
					if err := s.Close(t.Context()); err != nil {
						t.Error(err)
					}
				}
				all.Wait()
				wantUp(t, asked, "a", "b")
				wantPolls := uint64(2)
				if closing {
					wantPolls = 1
				}
				if asked[1].Polls != wantPolls || s.switches[1].openLines() != 0 || s.switches[1].opened() != 1 {
					t.Errorf("%d polls, %d lines in use, opened %d times", asked[1].Polls, s.switches[1].openLines(), s.switches[1].opened())
				}
			})
		})
	}
}

// TestGoneAndBack: a target that is gone and comes back while its last poll is under way is polled
// after that.
func TestGoneAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		sw := s.switches[0]
		sw.becomes(behaviour{run: answers(sw.outputs, nil, 5*time.Second)})
		s.scrape(0)
		back := s.plan.targets
		s.reload(func(p *plan) { p.targets = nil })
		if got := s.scrape(forever); len(got) != 0 || s.elapsed() != 0 {
			t.Errorf("after %s: %+v", s.elapsed(), got)
		}
		s.reload(func(p *plan) { p.targets = back })
		wantUp(t, s.scrape(forever), "a")
		if s.elapsed() != 20*time.Second || sw.opened() != 2 {
			t.Errorf("opened %d times after %s", sw.opened(), s.elapsed())
		}
	})
}

// TestLogOutAfterTheQueue: a poll that waits with a session that must not be kept any longer uses it once.
func TestLogOutAfterTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 2, 2, func(set *setup) { set.MaxConcurrent = 1 })
		s.scrape(forever)
		s.switches[0].becomes(behaviour{run: answers(s.switches[0].outputs, nil, 10*time.Second)})
		s.at(time.Minute)
		s.scrape(0)
		synctest.Wait()
		s.reload(func(p *plan) { p.targets[1].Module.Session = config.SessionClose })
		s.at(2 * time.Minute)
		if sw := s.switches[1]; sw.opened() != 1 || sw.closes != 1 || len(sw.asked()) != 4 {
			t.Errorf("opened %d times, closed %d times, asked %q", sw.opened(), sw.closes, sw.asked())
		}
	})
}

// TestUpdateAgainAndAgain without a scrape in between, then one: of all the entries that never came
// to a poll nothing is left, and the last password is the one that is sent.
func TestUpdateAgainAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		s.switches[0].becomes(behaviour{close: takes(2 * time.Second)})
		s.result()
		for i := range 100 {
			s.reload(func(p *plan) { p.targets[0].Module.Auth.Password = config.NewSecret(fmt.Sprint(i)) })
		}
		wantUp(t, s.scrape(forever), "a")
		if sent := s.passwords(0); !slices.Equal(sent, []string{"first", "99"}) || s.elapsed() != 2*time.Second {
			t.Errorf("sent %q after %s", sent, s.elapsed())
		}
	})
}

// TestUpdateAfterClose changes nothing.
func TestUpdateAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 2, 1)
		s.result()
		s.finish()
		s.reload(func(p *plan) { p.targets = append(p.targets, target("b", s.switches[1].name)) })
		if n := s.Targets(); n != 1 {
			t.Errorf("%d targets", n)
		}
	})
}
