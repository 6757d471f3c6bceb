package fleet_test

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// plan is a configuration in the making: targets by name, with a module each.
type plan struct {
	polling config.Polling
	targets []*config.Target
}

// site is a lab whose configuration changes. Its switches stand at the addresses sw-00, sw-01, …
type site struct {
	*lab
	plan plan
	mu   sync.Mutex
	sent map[string][]string // the passwords that were sent, by address
}

// newSite configures the first of so many switches under the names a, b, ….
func newSite(t *testing.T, switches, configured int, change ...func(*setup)) *site {
	t.Helper()
	s := &site{sent: make(map[string][]string)}
	s.lab = newLab(t, switches, append(change, func(set *setup) {
		s.plan.polling = set.Polling
	})...)
	byAddress := make(map[string]*fakeSwitch)
	for _, sw := range s.switches {
		byAddress[sw.name] = sw
	}
	for i := range configured {
		s.plan.targets = append(s.plan.targets, target(string(rune('a'+i)), s.switches[i].name))
	}
	s.Fleet = fleet.New(s.config(), fleet.Options{Logger: s.log, Open: func(ctx context.Context, t *config.Target) (fleet.Session, error) {
		s.mu.Lock()
		s.sent[t.Address] = append(s.sent[t.Address], t.Module.Auth.Password.Reveal())
		s.mu.Unlock()
		return byAddress[t.Address].open(ctx)
	}, OpenNetconf: func(ctx context.Context, t *config.Target) (fleet.NetconfSession, error) {
		return byAddress[t.Address].openNetconf(ctx)
	}})
	return s
}

func target(name, address string) *config.Target {
	return &config.Target{Name: name, Address: address, Labels: map[string]string{}, Module: &config.Module{
		Name: "default", Protocol: "ssh", Collectors: []string{techSupport, status},
		Auth:    &config.Auth{Name: "ro", Username: "slp-ro-" + address, Password: config.NewSecret("first")},
		Session: config.SessionKeep, IdleTimeout: 5 * time.Minute,
	}}
}

// config is what reading the same file again yields: nothing is the same pointer.
func (s *site) config() *config.Config {
	c := &config.Config{Polling: s.plan.polling}
	for _, t := range s.plan.targets {
		c.Targets = append(c.Targets, duplicate(t))
	}
	return c
}

func duplicate(t *config.Target) *config.Target {
	target, module, auth := *t, *t.Module, *t.Module.Auth
	auth.Password = config.NewSecret(auth.Password.Reveal())
	module.Auth, module.Collectors = &auth, slices.Clone(module.Collectors)
	target.Module, target.Labels = &module, maps.Clone(t.Labels)
	return &target
}

// reload changes the configuration.
func (s *site) reload(change func(*plan)) {
	s.t.Helper()
	change(&s.plan)
	s.Update(s.config())
}

func (s *site) passwords(i int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent[s.switches[i].name])
}

func wantUp(t *testing.T, statuses []fleet.Status, names ...string) {
	t.Helper()
	var got []string
	for _, s := range statuses {
		got = append(got, s.Target.Name)
		if s.Result == nil || !s.Result.Up() {
			t.Errorf("%s is not up: %+v", s.Target.Name, s.Result)
		}
	}
	if !slices.Equal(got, names) {
		t.Errorf("shown %q, want %q", got, names)
	}
}

// TestUpdateWithTheSame keeps everything, also what a refused password and a dead switch have told.
func TestUpdateWithTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 3, 3)
		s.switches[1].becomes(behaviour{open: fails(failed(failure.Auth))})
		s.switches[2].becomes(behaviour{open: fails(failed(failure.Refused))})
		s.scrape(forever)
		s.at(time.Minute)
		before := s.scrape(forever)
		s.reload(func(*plan) {})
		after := s.scrape(forever)
		for i := range after {
			if after[i].Result != before[i].Result || after[i].Target != before[i].Target || after[i].Polls != before[i].Polls {
				t.Errorf("%+v became %+v", before[i], after[i])
			}
		}
		s.at(4 * time.Minute)
		if r := s.scrape(forever)[1].Result; r != before[1].Result {
			t.Errorf("tried again with the same password: %+v", r)
		}
		if s := s.Stats(); s.SessionOpens != 1 || s.Sessions != 1 {
			t.Errorf("%+v", s)
		}
	})
}

// TestUpdateOfLabels shows the new ones at once, of what was read before.
func TestUpdateOfLabels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		before := s.result()
		s.reload(func(p *plan) {
			p.targets[0].Labels["site"] = "muc"
			p.targets[0].Module.Name, p.targets[0].Module.Auth.Name = "renamed", "renamed"
		})
		after := s.scrape(forever)[0]
		if after.Result != before || after.Target.Labels["site"] != "muc" || after.Target.Module.Name != "renamed" {
			t.Errorf("%+v", after)
		}
		s.at(time.Minute)
		if r := s.result(); r.Target.Labels["site"] != "muc" || r.Err != nil {
			t.Errorf("%+v", r)
		}
		wantStats(t, s.lab, fleet.Stats{SessionOpens: 1, Sessions: 1, Coalesced: 1})
		s.switches[0].becomes(behaviour{run: answers(s.switches[0].outputs, nil, time.Second)})
		s.at(2 * time.Minute)
		var begun []fleet.Status
		var scrape sync.WaitGroup
		scrape.Go(func() { begun = s.scrape(forever) })
		synctest.Wait()
		s.reload(func(p *plan) { p.targets[0].Labels["site"] = "ber" })
		later := s.scrape(forever)[0]
		scrape.Wait()
		if begun[0].Target.Labels["site"] != "muc" || later.Target.Labels["site"] != "ber" || begun[0].Result != later.Result {
			t.Errorf("a scrape that began before shows %v, one that began after %v", begun[0].Target.Labels, later.Target.Labels)
		}
	})
}

// TestUpdateOfQuestions asks them with the next scrape, in the session at hand.
func TestUpdateOfQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		s.result()
		s.reload(func(p *plan) { p.targets[0].Module.Collectors = []string{status} })
		if r := s.result(); len(r.Collectors) != 1 || r.Collectors[0].Name != status || r.Err != nil {
			t.Errorf("%+v", r)
		}
		wantStats(t, s.lab, fleet.Stats{SessionOpens: 1, Sessions: 1})
		s.reload(func(p *plan) { p.targets[0].Module.Session = config.SessionClose })
		synctest.Wait()
		wantStats(t, s.lab, fleet.Stats{SessionOpens: 1})
		s.result()
		wantStats(t, s.lab, fleet.Stats{SessionOpens: 2})
	})
}

// TestUpdateOfTheSecret logs out, and in again with the new one: neither the back-off nor a fresh
// result keeps the next scrape from trying it, and the counters go on.
func TestUpdateOfTheSecret(t *testing.T) {
	for name, first := range map[string]behaviour{
		"let in":  {},
		"refused": {open: fails(failed(failure.Auth))},
		"dead":    {open: fails(failed(failure.Unreachable))},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, 2, 2)
				s.switches[0].becomes(first)
				s.scrape(forever)
				s.at(time.Minute)
				before := s.scrape(forever)
				s.reload(func(p *plan) { p.targets[0].Module.Auth.Password = config.NewSecret("second") })
				synctest.Wait()
				if n := s.switches[0].openLines(); n != 0 {
					t.Errorf("%d lines in use with the old password", n)
				}
				s.switches[0].becomes(behaviour{})
				after := s.scrape(forever)
				wantUp(t, after, "a", "b")
				if after[0].Polls != before[0].Polls+1 || after[1].Result != before[1].Result {
					t.Errorf("%+v became %+v", before, after)
				}
				if sent := s.passwords(0); sent[len(sent)-1] != "second" || slices.Index(sent, "second") != len(sent)-1 {
					t.Errorf("sent %q", sent)
				}
				if name == "dead" { // it is dead from the start, too
					s.switches[0].becomes(behaviour{alive: fails(failed(failure.Timeout)), open: first.open})
					s.at(2 * time.Minute)
					if r := s.scrape(forever)[0].Result; r.Err == nil || !r.NextTry.IsZero() {
						t.Errorf("%+v", r)
					}
				}
			})
		})
	}
}

// TestUpdateUnderAPoll: what is under way ends as it began and is shown to the scrape that asked for it; the
// poll with the new password waits until the old session is gone.
func TestUpdateUnderAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		sw := s.switches[0]
		sw.becomes(behaviour{run: answers(sw.outputs, nil, 10*time.Second), close: takes(time.Second)})
		var first, second []fleet.Status
		var all sync.WaitGroup
		all.Go(func() { first = s.scrape(forever) })
		s.at(time.Second)
		s.reload(func(p *plan) { p.targets[0].Module.Auth.Password = config.NewSecret("second") })
		all.Go(func() { second = s.scrape(forever) })
		all.Wait()
		wantUp(t, first, "a")
		wantUp(t, second, "a")
		if first[0].Result == second[0].Result || second[0].Polls != 2 || second[0].Result.Duration() != 20*time.Second {
			t.Errorf("%+v, %+v", first[0], second[0])
		}
		if sent := s.passwords(0); !slices.Equal(sent, []string{"first", "second"}) || s.elapsed() != 41*time.Second {
			t.Errorf("sent %q, after %s", sent, s.elapsed())
		}
		sw.becomes(behaviour{})
		wantStats(t, s.lab, fleet.Stats{SessionOpens: 2, Sessions: 1})
	})
}

// TestUpdateOfTheAddress shows nothing of the switch of before.
func TestUpdateOfTheAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 2, 1)
		s.result()
		s.switches[1].becomes(behaviour{open: takes(20 * time.Second)})
		s.reload(func(p *plan) { p.targets[0].Address = s.switches[1].name })
		if got := s.scrape(time.Second)[0]; got.Result != nil || !got.LastSuccess.IsZero() || got.Polls != 1 {
			t.Errorf("%+v", got)
		}
		if n := s.switches[0].openLines(); n != 0 {
			t.Errorf("%d lines of the old switch in use", n)
		}
		if r := s.result(); r.State.Hostname != "host-of-sw-01" {
			t.Errorf("%+v", r.State)
		}
	})
}

// TestUpdateOfTheList: the targets are those of the configuration, in its order. One that was
// renamed is logged out of before it is logged in to again.
func TestUpdateOfTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 5, 4)
		wantUp(t, s.scrape(forever), "a", "b", "c", "d")
		for _, sw := range s.switches {
			sw.becomes(behaviour{close: takes(time.Second)})
		}
		s.reload(func(p *plan) {
			a, c, d := p.targets[0], p.targets[2], p.targets[3]
			d.Name = "renamed"
			p.targets = []*config.Target{target("new", s.switches[4].name), c, a, d}
		})
		wantUp(t, s.scrape(forever), "new", "c", "a", "renamed")
		if s.elapsed() != time.Second || s.Targets() != 4 {
			t.Errorf("after %s", s.elapsed())
		}
		synctest.Wait() // for the logout of the one that is gone
		for i, want := range []struct{ opened, lines int }{{1, 1}, {1, 0}, {1, 1}, {2, 1}, {1, 1}} {
			if sw := s.switches[i]; sw.opened() != want.opened || sw.openLines() != want.lines {
				t.Errorf("switch %d: %d opened, %d in use", i, sw.opened(), sw.openLines())
			}
		}
		if _, err := s.CollectNamed(t.Context(), []string{"b"}); err == nil {
			t.Error("a target that is gone is still known")
		}
	})
}

// TestUpdateOfBounds: a smaller room, a longer interval and a shorter timeout hold from the next
// poll on.
func TestUpdateOfBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 6, 6)
		for _, sw := range s.switches {
			sw.becomes(behaviour{run: answers(sw.outputs, nil, 3*time.Second), close: takes(time.Second)})
		}
		s.scrape(0)
		synctest.Wait()
		if n := s.Stats().PollsInFlight; n != 6 {
			t.Errorf("%d polls in flight", n)
		}
		s.reload(func(p *plan) {
			p.polling = config.Polling{MaxConcurrent: 2, MinInterval: 10 * time.Minute, Timeout: 5 * time.Second}
		})
		s.scrape(forever)
		if s.elapsed() != 6*time.Second {
			t.Errorf("the polls under way took %s", s.elapsed())
		}
		s.at(5 * time.Minute)
		s.scrape(forever)
		if n := s.Stats().SessionOpens; n != 6 || s.elapsed() != 5*time.Minute {
			t.Errorf("%d sessions opened after %s", n, s.elapsed())
		}
		s.at(20 * time.Minute)
		s.scrape(0)
		synctest.Wait()
		if n := s.Stats().PollsInFlight; n != 2 {
			t.Errorf("%d polls in flight", n)
		}
		for _, st := range s.scrape(forever) { // 5 s are too few for two commands, and the logout comes on top
			if r := st.Result; r.Reason() != failure.Timeout || r.Duration() != 6*time.Second {
				t.Errorf("%s took %s: %v", st.Target.Name, r.Duration(), r.Err)
			}
		}
		if s.elapsed() != 20*time.Minute+18*time.Second {
			t.Errorf("ended at %s", s.elapsed())
		}
	})
}
