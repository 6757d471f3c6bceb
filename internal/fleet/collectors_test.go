package fleet_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// every is all collectors.
func every() (names []string) {
	for _, c := range parser.Commands() {
		names = append(names, c.Collector)
	}
	return names
}

// typed is the command as a poll of the default window types it.
func typed(c parser.Command) string { return c.Over(1).Text }

// simulated is a switch with something to say to each command, and what that is.
func simulated(t *testing.T) (*simulator.Switch, map[string]string) {
	t.Helper()
	clock := simulator.SpedUp(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0)
	sw, err := simulator.NewSwitch(simulator.Options{Seed: 5, Clock: clock}, simulator.SwitchOptions{Scenario: simulator.LongOutage, Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	outputs := make(map[string]string)
	for _, c := range parser.Commands() {
		outputs[typed(c)] = sw.Render(typed(c))
	}
	outputs[showLonger] = sw.Render(showLonger)
	return sw, outputs
}

// wantAlone checks that one collector failed for that reason and that all others did not.
func wantAlone(t *testing.T, r *fleet.Result, failed string, reason failure.Reason) {
	t.Helper()
	if !r.Up() || r.State == nil || r.Reason() != reason || len(r.Collectors) != len(every()) {
		t.Fatalf("up %t, %q, %d collectors: %v", r.Up(), r.Reason(), len(r.Collectors), r.Err)
	}
	for _, c := range r.Collectors {
		switch {
		case c.Name != failed && c.Err != nil, c.Name == failed && failure.ReasonOf(c.Err) != reason:
			t.Errorf("%s: %v", c.Name, c.Err)
		case c.Name == failed && !errors.Is(r.Err, c.Err):
			t.Errorf("the poll fails by %v", r.Err)
		}
	}
}

// has reports whether a state has what only that collector reads.
func has(s *parser.State, collector string) bool {
	return map[string]bool{
		techSupport: s.SoftwareID != "", status: s.Usage != nil, eventLog: s.Eventlog != nil,
		"usage": s.Licenses != nil, "summary": s.Licenses != nil, "history": s.History != nil,
		"rum": s.RUMStates != nil, "syslog": s.Syslog != nil, "version": s.OSVersion != "",
	}[collector]
}

// wantOthers checks that a state has all but what the failed collector alone reads.
func wantOthers(t *testing.T, s *parser.State, failed string) {
	t.Helper()
	for _, name := range every() {
		alone := name != status && name != "usage" && name != "summary" // tech support has theirs too
		if want := name != failed || !alone; has(s, name) != want {
			t.Errorf("what %s reads is there: %t", name, !want)
		}
	}
}

// allLab is a lab whose switch gives those outputs, but for one command.
func allLab(t *testing.T, outputs map[string]string, command, said string) *lab {
	t.Helper()
	l := newLab(t, 1, func(s *setup) { s.Collectors, s.EventlogDays = every(), 1 })
	l.switches[0].becomes(behaviour{run: answers(outputs, map[string]string{command: said}, 0)})
	return l
}

func TestEveryCollector(t *testing.T) {
	_, outputs := simulated(t)
	synctest.Test(t, func(t *testing.T) {
		r := allLab(t, outputs, "", "").result()
		if r.Err != nil || !r.Up() {
			t.Fatal(r.Err)
		}
		wantOthers(t, r.State, "")
	})
}

// TestOneCollectorFails, each in each way: it costs nothing but itself.
func TestOneCollectorFails(t *testing.T) {
	_, outputs := simulated(t)
	for _, c := range parser.Commands() {
		command := typed(c)
		for name, f := range map[string]struct {
			said   string
			reason failure.Reason
			asked  int // how often
		}{
			"not allowed": {notAllowed, failure.Privilege, 1},
			"not known":   {notKnown, failure.Unsupported, 1},
			"garbage":     {"\x00\xff\xfe\xc3\x28 \u202e nothing that anybody knows\n", failure.Parse, 1},
			"empty":       {"", failure.Parse, 1},
			"blank":       {"\n \n", failure.Parse, 1},
			"truncated":   {truncated(t, c, outputs[command]), failure.Parse, 2},
		} {
			silent := c.Collector == "syslog" && (f.said == "" || name == "blank") // the filter let nothing through
			if name == "truncated" && f.said == "" {
				continue // a list that may end after any of its rows
			}
			t.Run(c.Collector+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l := allLab(t, outputs, command, f.said)
					r := l.result()
					if silent {
						if r.Err != nil || !has(r.State, c.Collector) {
							t.Errorf("%v", r.Err)
						}
						return
					}
					wantAlone(t, r, c.Collector, f.reason)
					wantOthers(t, r.State, c.Collector)
					asked := strings.Count(strings.Join(l.switches[0].asked(), "\n")+"\n", command+"\n")
					if asked != f.asked {
						t.Errorf("asked %d times, want %d", asked, f.asked)
					}
					if blank := strings.TrimSpace(f.said) == ""; blank != errors.Is(r.Err, reply.ErrEmpty) {
						t.Errorf("said of %q: %v", f.said, r.Err)
					}
				})
			})
		}
	}
}

// truncated is the output cut where its end is seen to be missing, though a prompt follows; empty
// if there is no such place.
func truncated(t *testing.T, c parser.Command, output string) string {
	t.Helper()
	for cut := len(output) * 2 / 3; cut > 0; cut -= 7 {
		var e *reply.TruncatedError
		if _, err := c.Parse(platform.Output{Text: output[:cut] + "\n", Whole: true, Host: "host-of-sw-00"}); errors.As(err, &e) {
			return output[:cut]
		}
	}
	if c.Collector == techSupport || c.Collector == status || c.Collector == eventLog {
		t.Errorf("%s: nowhere truncated", c.Collector)
	}
	return ""
}

// TestVersionAlone: what "show version" says is shown, and yet no licence state was read.
func TestVersionAlone(t *testing.T) {
	_, outputs := simulated(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{status, "version"} })
		sw := l.switches[0]
		sw.becomes(behaviour{run: answers(outputs, map[string]string{showStatus: notAllowed}, 0)})
		s := l.scrape(forever)[0]
		if r := s.Result; r.Up() || r.State == nil || r.State.OSVersion == "" || r.Reason() != failure.Privilege || !s.LastSuccess.IsZero() {
			t.Errorf("up %t, %v: %+v", r.Up(), r.Err, r.State)
		}
		sw.becomes(behaviour{run: answers(outputs, nil, 0)})
		l.at(time.Minute)
		if s := l.scrape(forever)[0]; !s.Result.Up() || s.Result.Err != nil || s.LastSuccess.IsZero() {
			t.Errorf("%+v", s.Result)
		}
	})
}

// TestRightToUse: a switch without an agent has answered, and has nothing for us.
func TestRightToUse(t *testing.T) {
	const said = "License Store: Primary License Storage\nStoreIndex: 0 Feature: ipservices  Version: 1.0\n        License Type: PermanentRightToUse\n"
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{status, "usage"} })
		sw := l.switches[0]
		sw.becomes(behaviour{run: answers(sw.outputs, map[string]string{"show license usage": said}, 0)})
		r := l.result()
		var none *reply.RightToUseError
		if !errors.As(r.Err, &none) || r.Reason() != failure.Unsupported || !r.Up() {
			t.Errorf("%s: %v", r.Reason(), r.Err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
	})
}

// TestPromptBehindTheOutput: a host whose name cannot be one adds no line to its outputs.
func TestPromptBehindTheOutput(t *testing.T) {
	want := readings(t)[showStatus]
	for _, name := range []string{"sw-01", "SW_1.example.net", "", "core: 1", "two words", "<none>", "Policy name: X\nY"} {
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, 1, func(s *setup) { s.Collectors = []string{status} })
			sw := l.switches[0]
			sw.becomes(behaviour{hostname: func() string { return name }, run: answers(nil, map[string]string{
				showStatus: strings.TrimRight(sw.outputs[showStatus], "\n"),
			}, 0)})
			r := l.result()
			if r.Err != nil || r.State.Hostname != name || len(r.State.Unread) != 0 || len(r.State.TrustCodes) != len(want.TrustCodes) {
				t.Errorf("%q: %v, %+v", name, r.Err, r.State)
			}
		})
	}
}

// spoiling is a session to a simulated switch that misbehaves at one command, which is typed alone.
type spoiling struct {
	fleet.Session
	sw      *simulator.Switch
	command string
	faults  simulator.Faults
}

func (s spoiling) Run(ctx context.Context, command string, _ ...string) (platform.Output, error) {
	if command == s.command {
		s.sw.SetFaults(s.faults)
		defer s.sw.SetFaults(simulator.Faults{})
	}
	return s.Session.Run(ctx, command)
}

// TestOneCollectorFailsOverSSH is the same with real sessions to a simulated switch.
func TestOneCollectorFailsOverSSH(t *testing.T) {
	sw, outputs := simulated(t)
	if err := sw.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sw.Close() })
	hosts := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(hosts, []byte(knownhosts.Line([]string{sw.Addr()}, sw.HostKey())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	module := &config.Module{
		Collectors: every(), EventlogDays: 1, Session: config.SessionClose,
		Auth:    &config.Auth{Name: "ro", Username: sw.Username(), Password: config.NewSecret(sw.Password())},
		HostKey: config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: hosts},
	}
	dialer := device.NewDialer()
	for _, c := range parser.Commands() {
		words := strings.TrimSuffix(strings.Split(c.Text, " |")[0], " 1")
		for name, f := range map[string]struct {
			faults simulator.Faults
			reason failure.Reason
		}{
			"not allowed": {simulator.Faults{RefuseCommands: []string{words}}, failure.Privilege},
			"not known":   {simulator.Faults{UnknownCommands: []string{words}}, failure.Unsupported},
			"truncated":   {simulator.Faults{CutOutput: len(truncated(t, c, outputs[typed(c)]))}, failure.Parse},
		} {
			if name == "truncated" && f.faults.CutOutput == 0 {
				continue
			}
			t.Run(c.Collector+" "+name, func(t *testing.T) {
				l := fleet.New(&config.Config{
					Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Minute, Timeout: time.Minute},
					Targets: []*config.Target{{Name: "sim", Address: sw.Addr(), Module: module}},
				}, fleet.Options{Open: func(ctx context.Context, target *config.Target) (fleet.Session, error) {
					s, err := dialer.Open(ctx, target)
					if err != nil {
						return nil, err
					}
					return spoiling{s, sw, typed(c), f.faults}, nil
				}})
				r := l.Collect(t.Context())[0].Result
				if r == nil {
					t.Fatal("no result")
				}
				wantAlone(t, r, c.Collector, f.reason)
				wantOthers(t, r.State, c.Collector)
				if err := l.Close(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
