package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// polls are those of a target that must be there.
func (s *site) polls(name string) fleet.Polls {
	s.t.Helper()
	p, ok := s.Polls(name)
	if !ok {
		s.t.Fatalf("no polls of %s", name)
	}
	return p
}

// ended is when the polls ended, in minutes from the start.
func (s *site) ended(polls []fleet.Poll) (minutes []int) {
	for _, p := range polls {
		minutes = append(minutes, int(p.Ended.Sub(s.began).Minutes()))
	}
	return minutes
}

// TestPolls: the last three are there, and the last three failures, however many successes came since.
func TestPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		if p := s.polls("a"); p.Recent != nil || p.Failures != nil {
			t.Errorf("%+v before the first poll", p)
		}
		for minute := range 12 {
			s.at(time.Duration(minute) * time.Minute)
			s.switches[0].becomes(behaviour{})
			if minute < 5 {
				s.switches[0].becomes(behaviour{run: failingAt(showStatus, failed(failure.Privilege), answers(s.switches[0].outputs, nil, time.Second))})
			}
			s.scrape(forever)
		}
		p := s.polls("a")
		if got := s.ended(p.Recent); !slices.Equal(got, []int{11, 10, 9}) {
			t.Errorf("recent polls of minutes %v", got)
		}
		if got := s.ended(p.Failures); !slices.Equal(got, []int{4, 3, 2}) {
			t.Errorf("failed polls of minutes %v", got)
		}
		good, bad := p.Recent[0], p.Failures[0]
		if !good.Up || good.Reason != "" || good.Err != "" || !good.NextTry.IsZero() {
			t.Errorf("%+v", good)
		}
		want := []fleet.PollCollector{
			{Name: techSupport, Duration: time.Second},
			{Name: status, Reason: failure.Privilege, Err: "a fake privilege"},
		}
		if !bad.Up || bad.Reason != failure.Privilege || bad.Err != "a fake privilege" || !slices.Equal(bad.Collectors, want) ||
			bad.Ended.Sub(bad.Started) != time.Second {
			t.Errorf("%+v", bad)
		}
		p.Recent[0].Collectors[0].Name = "spoilt"
		if got := s.polls("a").Recent[0].Collectors[0].Name; got != techSupport {
			t.Errorf("a reader may change it: %q", got)
		}
		if _, ok := s.Polls("nobody"); ok {
			t.Error("polls of nobody")
		}
	})
}

// TestPollsOfDeadSwitch tell when it is tried again, and of what every collector died.
func TestPollsOfDeadSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		s.switches[0].becomes(behaviour{open: fails(&failure.Error{
			Reason: failure.Auth, Target: "a", Err: errors.New(strings.Repeat("ä", 2000)),
		})})
		r := s.result()
		p := s.polls("a").Failures[0]
		if p.Up || p.Reason != failure.Auth || !p.NextTry.Equal(r.NextTry) || r.NextTry.IsZero() || len(p.Err) > 600 || !strings.HasPrefix(p.Err, "a: ää") {
			t.Errorf("%+v", p)
		}
		for _, c := range p.Collectors {
			if c.Err != p.Err || c.Reason != failure.Auth || c.Duration != 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}

// TestPollsSurviveUpdate unless it may be another switch.
func TestPollsSurviveUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 2, 1)
		s.scrape(forever)
		s.reload(func(p *plan) { p.targets[0].Module.Auth.Password = config.NewSecret("second") })
		if got := s.ended(s.polls("a").Recent); !slices.Equal(got, []int{0}) {
			t.Errorf("with another password: polls of minutes %v", got)
		}
		s.at(time.Minute)
		s.scrape(forever)
		s.reload(func(p *plan) { p.targets[0].Labels["site"] = "muc" })
		if got := s.ended(s.polls("a").Recent); !slices.Equal(got, []int{1, 0}) {
			t.Errorf("with another label: polls of minutes %v", got)
		}
		s.reload(func(p *plan) { p.targets[0].Address = s.switches[1].name })
		if p := s.polls("a"); p.Recent != nil {
			t.Errorf("another switch has the polls of the first: %+v", p)
		}
	})
}

// overSSH is a fleet of one simulated switch, of which a session may be made into another.
func overSSH(t *testing.T, made func(*device.Session, *simulator.Switch) fleet.Session) (*fleet.Fleet, *simulator.Switch) {
	t.Helper()
	sw, _ := simulated(t)
	if err := sw.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sw.Close() })
	hosts := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(hosts, []byte(knownhosts.Line([]string{sw.Addr()}, sw.HostKey())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	module := &config.Module{
		Protocol: "ssh", Collectors: []string{techSupport, status}, Session: config.SessionKeep, IdleTimeout: time.Hour,
		Auth:    &config.Auth{Name: "ro", Username: sw.Username(), Password: config.NewSecret(sw.Password())},
		HostKey: config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: hosts},
	}
	dialer := device.NewDialer()
	f := fleet.New(&config.Config{
		Polling: config.Polling{MaxConcurrent: 1, Timeout: time.Minute},
		Targets: []*config.Target{{Name: "sim", Address: sw.Addr(), Module: module}},
	}, fleet.Options{Open: func(ctx context.Context, target *config.Target) (fleet.Session, error) {
		s, err := dialer.Open(ctx, target)
		if err != nil {
			return nil, err
		}
		return made(s, sw), nil
	}})
	t.Cleanup(func() {
		if err := f.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return f, sw
}

// TestPollsOverSSH: the steps of real sessions are told, and what the switch has said.
func TestPollsOverSSH(t *testing.T) {
	f, sw := overSSH(t, func(s *device.Session, _ *simulator.Switch) fleet.Session { return s })
	f.Collect(t.Context())
	f.Collect(t.Context())
	_ = sw.Close() // the third poll finds nobody
	f.Collect(t.Context())
	p, ok := pollsOf(f, sw.Addr())
	if !ok || len(p.Recent) != 3 || len(p.Failures) != 1 {
		t.Fatalf("%+v", p)
	}
	commands := []string{showTechSupport, showStatus}
	login := []string{"connect", "ssh banner", "key exchange", "login", "shell", "prompt", "terminal length 0", "terminal width 0"}
	for i, want := range [][]string{
		{"check of the kept session", "connect"},
		append([]string{"check of the kept session"}, commands...),
		append(login, commands...),
	} {
		poll := p.Recent[i]
		var got []string
		for _, step := range poll.Steps {
			if got = append(got, step.Name); poll.Up && step.Name != "connect" && step.Bytes == 0 {
				t.Errorf("%+v", step)
			}
		}
		if got = slices.DeleteFunc(got, func(name string) bool { return strings.HasPrefix(name, "wait ") }); !slices.Equal(got, want) {
			t.Errorf("poll %d: steps %q, want %q", i, got, want)
		}
		if poll.Up && (len(poll.Tail) > 256 || !strings.HasSuffix(poll.Tail, "#") && !strings.HasSuffix(poll.Tail, ">")) {
			t.Errorf("poll %d: tail %q", i, poll.Tail)
		}
	}
	last := p.Failures[0].Steps
	if s := last[len(last)-1]; s.Err == "" || p.Failures[0].Err != fmt.Sprintf("sim: %s", s.Err) {
		t.Errorf("%+v of %+v", s, p.Failures[0])
	}
}

// TestTailOfFailure is what the switch had said by then, though it has said more since.
func TestTailOfFailure(t *testing.T) {
	f, _ := overSSH(t, func(s *device.Session, sw *simulator.Switch) fleet.Session {
		return spoiling{s, sw, showTechSupport, simulator.Faults{UnknownCommands: []string{showTechSupport}}}
	})
	f.Collect(t.Context())
	p, _ := pollsOf(f, "sim")
	if len(p.Failures) != 1 {
		t.Fatalf("%+v", p)
	}
	poll := p.Failures[0]
	if len(poll.Tail) > 256 || !strings.Contains(poll.Tail, showTechSupport+"\n") || poll.Collectors[1].Err != "" {
		t.Errorf("%+v", poll)
	}
}
