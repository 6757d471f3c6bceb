package fleet_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// oneSecret gives all switches of a lab the same auth.
func oneSecret(s *setup) {
	s.Auth = &config.Auth{Name: "ro", Username: "slp-ro", Password: config.NewSecret("first")}
}

// refuse has the switches refuse every login, on either side, each after a moment. It returns how often the secret is sent
// to them.
func (l *lab) refuse() *atomic.Int64 {
	sent := &atomic.Int64{}
	no := func(ctx context.Context) error {
		if permit, ok := dial.LoginOf(ctx); ok {
			if err := permit.Send(ctx); err != nil {
				return err
			}
		}
		sent.Add(1)
		if err := takes(300 * time.Millisecond)(ctx); err != nil {
			return err
		}
		return failed(failure.Auth)
	}
	for _, sw := range l.switches {
		sw.becomes(behaviour{open: no, netconf: netconfBehaviour{open: no}})
	}
	return sent
}

// count returns how many lines have a text in them, and how many do not.
func count(lines []string, text string) (with, without int) {
	for _, line := range lines {
		if strings.Contains(line, text) {
			with++
		}
	}
	return with, len(lines) - with
}

// TestWrongPasswordEverywhere: a hundred switches refuse it, however they are asked. Three are tried, and one at a time
// after that; the others are shown as not tried, and the log has one line of it.
func TestWrongPasswordEverywhere(t *testing.T) {
	for name, protocol := range map[string]func(*setup){"cli": func(*setup) {}, "netconf": overNetconf, "both": bothWays} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 100, protocol, oneSecret)
				sent := l.refuse()
				for minute := range 18 {
					l.at(time.Duration(minute) * time.Minute)
					for _, s := range l.scrape(forever) {
						if r := s.Result; r == nil || r.Up() || r.Reason() != failure.Auth || r.NextTry.IsZero() {
							t.Fatalf("%s after %d minutes: %+v", s.Target.Name, minute, r)
						}
					}
				}
				if n := sent.Load(); n != 5 {
					t.Errorf("%d logins, want 3 and one after 5 and 15 minutes", n)
				}
				if held, failures := count(l.log.take("msg"), "auth held"); held != 1 || failures > 2 {
					t.Errorf("%d lines about the auth, %d others", held, failures)
				}
			})
		})
	}
}

// TestHeldUntilASuccess: one switch that accepts the secret opens the way for all, those included that have refused it.
func TestHeldUntilASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 20, oneSecret)
		sent := l.refuse()
		l.scrape(forever)
		for _, sw := range l.switches {
			sw.becomes(behaviour{})
		}
		l.at(4 * time.Minute)
		if l.scrape(forever); sent.Load() != 3 {
			t.Errorf("%d logins", sent.Load())
		}
		for minute := 6; minute < 8; minute++ {
			l.at(time.Duration(minute) * time.Minute)
			l.scrape(forever)
		}
		for _, s := range l.Peek() {
			if r := s.Result; !r.Up() || !r.NextTry.IsZero() {
				t.Errorf("%s: %v, next try %s", s.Target.Name, r.Err, r.NextTry)
			}
		}
		if n, _ := count(l.log.take("msg"), "auth accepted again"); n != 1 {
			t.Errorf("%d lines about the end", n)
		}
	})
}

// TestPasswordChangedOnSwitches: with a new login at each poll ten are refused, and a session that is kept goes on.
func TestPasswordChangedOnSwitches(t *testing.T) {
	for session, want := range map[config.Session]struct{ logins, up int }{
		config.SessionClose: {10, 0}, config.SessionKeep: {0, 50},
	} {
		t.Run(string(session), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 50, oneSecret, func(s *setup) { s.Session = session })
				l.scrape(forever)
				sent := l.refuse()
				l.at(time.Minute)
				up := 0
				for _, s := range l.scrape(forever) {
					if s.Result.Up() {
						up++
					}
				}
				if n := int(sent.Load()); n != want.logins || up != want.up {
					t.Errorf("%d logins, %d are up", n, up)
				}
			})
		})
	}
}

// TestHoldOutlivesReload: a hold belongs to the secret, whatever the auth is called, and ends with it.
func TestHoldOutlivesReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 6, 6)
		same := func(name, password string) func(*plan) {
			return func(p *plan) {
				for _, of := range p.targets {
					of.Module.Auth = &config.Auth{Name: name, Username: "slp-ro", Password: config.NewSecret(password)}
				}
			}
		}
		s.reload(same("ro", "wrong"))
		sent := s.refuse()
		s.scrape(forever)
		s.reload(same("other", "wrong"))
		s.at(2 * time.Minute)
		if s.scrape(forever); sent.Load() != 3 {
			t.Errorf("%d logins after a reload of the same secret", sent.Load())
		}
		s.reload(same("other", "wrong, too"))
		if s.scrape(forever); sent.Load() != 6 {
			t.Errorf("%d logins after a reload of another one", sent.Load())
		}
	})
}

// TestAuths: the states are those of the auths of the configuration, also of one that no target uses.
func TestAuths(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		used := &config.Auth{Name: "b", Username: "x"}
		c := &config.Config{
			Polling: config.Polling{MaxConcurrent: 8, MaxConcurrentNetconf: 8, MinInterval: time.Minute, Timeout: time.Minute},
			Auths:   map[string]*config.Auth{"b": used, "same": {Name: "same", Username: "x"}, "a": {Name: "a", Username: "y"}},
		}
		for i := range 4 {
			c.Targets = append(c.Targets, &config.Target{Name: fmt.Sprint(i), Address: fmt.Sprint(i), Module: &config.Module{
				Auth: used, Collectors: []string{status},
			}})
		}
		f := fleet.New(c, fleet.Options{Open: func(_ context.Context, _ *config.Target) (fleet.Session, error) {
			return nil, failed(failure.Auth)
		}})
		defer func() { _ = f.Close(context.Background()) }()
		if got := fmt.Sprint(f.Auths()); got != "[{a false} {b false} {same false}]" {
			t.Error(got)
		}
		f.Collect(t.Context())
		if got := fmt.Sprint(f.Auths()); got != "[{a false} {b true} {same true}]" {
			t.Error(got)
		}
	})
}
