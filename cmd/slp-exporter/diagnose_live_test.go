package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// simulatedSite is a fleet of switches that run, with a configuration for them in the current directory.
func simulatedSite(t *testing.T, o simulator.Options) []*simulator.Switch {
	t.Helper()
	switches, err := startFleet(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = switches.Close() })
	t.Chdir(t.TempDir())
	if err := writeConfig("slp-exporter.yml", switches, "polling: {timeout: 20s}", config.CollectorsOf(config.ProtocolSSH)); err != nil {
		t.Fatal(err)
	}
	return switches.Switches()
}

// typed runs the program and returns what a terminal shows.
func typed(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

// empty waits until no session is left at a switch, which learns a little later that one has ended.
func empty(t *testing.T, sw *simulator.Switch) {
	t.Helper()
	for deadline := time.Now().Add(patience); sw.Sessions() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d sessions are left at %s", sw.Sessions(), sw.Name())
		}
	}
}

// TestDiagnoseLive: whatever a switch does, the exit code and what is printed are true, and no session is left.
func TestDiagnoseLive(t *testing.T) {
	for name, tt := range map[string]struct {
		scenario simulator.Scenario
		faults   simulator.Faults
		code     int
		out, err string
	}{
		"well":           {scenario: simulator.Healthy, code: exitOK, out: "  OK  Nothing is wrong: "},
		"a problem":      {scenario: simulator.DNSFailure, code: exitFound, out: "PROBLEM  Name resolution fails"},
		"three commands": {simulator.DNSFailure, simulator.Faults{RefuseCommands: []string{"show ip", "show running-config", "show hosts", "show clock", "show ntp", "show crypto", "show arp", "show logging", "show license history"}}, exitFound, "PROBLEM  Name resolution fails", ""},
		"no command":     {simulator.DNSFailure, simulator.Faults{RefuseCommands: []string{"*"}}, exitFailure, "UNKNOWN  Not enough is known for a verdict", "the user may not run this command"},
		"dies":           {simulator.DNSFailure, simulator.Faults{CloseMidOutputTCP: true}, exitFailure, "could not be asked", "closed the connection"},
		"wrong password": {simulator.DNSFailure, simulator.Faults{WrongPassword: true}, exitFailure, "could not be asked", "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			sw := simulatedSite(t, simulator.Options{Switches: 1, Seed: 2, Scenarios: []simulator.Scenario{tt.scenario}})[0]
			sw.SetFaults(tt.faults)
			code, out, errs := typed(t, "diagnose", sw.Name())
			if code != tt.code || !strings.Contains(out, tt.out) || !strings.Contains(errs, tt.err) || (errs == "") != (tt.err == "") {
				t.Errorf("exit code %d\n%s\n%s", code, out, errs)
			}
			if sw.Logins() > 1 {
				t.Errorf("%d logins", sw.Logins())
			}
			empty(t, sw)
		})
	}
}

// TestDiagnoseSeveral: a name that nobody has is named and the others are asked; one that is told what to do says so before.
func TestDiagnoseSeveral(t *testing.T) {
	all := simulatedSite(t, simulator.Options{Switches: 3, Seed: 2, Scenarios: []simulator.Scenario{simulator.DNSFailure, simulator.Healthy}})
	code, out, errs := typed(t, "diagnose", "nobody", all[1].Name())
	if code != exitFailure || !strings.Contains(errs, "nobody is not a configured target") || !strings.Contains(out, "  OK  Nothing is wrong") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	code, out, errs = typed(t, "diagnose", "--all")
	if code != exitFound || !strings.Contains(out, "\n3 switches: 1 well, 2 with a problem\n") || errs != "" {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if strings.Index(out, "\n"+all[0].Name()) > strings.Index(out, "\n"+all[2].Name()) || strings.Contains(out, "Is it Smart") {
		t.Errorf("%s", out)
	}
	if _, out, _ = typed(t, "diagnose", "-v", "--select", "site="+all[0].Labels()["site"]); !strings.Contains(out, "Is it Smart") || strings.Contains(out, all[1].Name()) != (all[1].Labels()["site"] == all[0].Labels()["site"]) {
		t.Errorf("%s", out)
	}
	if code, _, errs = typed(t, "diagnose", "--sync", all[1].Name()); !strings.Contains(errs, `: types "license smart sync all"`) {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	for _, sw := range all {
		empty(t, sw)
	}
}

// TestDiagnoseUsage: what is for files and what is for switches are told apart.
func TestDiagnoseUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"--select", "site"}, {"--target=x", "sw"}, {"muc-[a"}} {
		if code, _, errs := typed(t, append([]string{"diagnose"}, args...)...); code != exitUsage {
			t.Errorf("%q: exit code %d, %s", args, code, errs)
		}
	}
}

// portsOfLoopback are the addresses of simulated switches, in place of which the documentation has an address that it may show.
var portsOfLoopback = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// transcribeLive is what a terminal shows of diagnose where it asks the first so many of these switches, or with 0 all of them.
func transcribeLive(t *testing.T, named int, flags []string, scenarios ...simulator.Scenario) string {
	t.Helper()
	clock := stopped{time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}
	all := simulatedSite(t, simulator.Options{Switches: len(scenarios), Seed: 2, Clock: clock, Scenarios: scenarios})
	args := append([]string{"diagnose"}, flags...)
	for _, sw := range all[:named] {
		args = append(args, sw.Name())
	}
	return transcript(t, args, clock.Now, nil)
}

// transcript is what a terminal shows of diagnose with these arguments.
func transcript(t *testing.T, args []string, now func() time.Time, open func(context.Context, *config.Target) (diagnose.Session, error)) string {
	t.Helper()
	app := kingpin.New("slp-exporter", "")
	logging := addLogFlags(app)
	_, live := addDiagnose(app)
	if _, err := app.Parse(args); err != nil {
		t.Fatal(err)
	}
	live.now, live.open = now, open
	var out bytes.Buffer
	s := streams{in: strings.NewReader(""), out: &out, err: &out}
	code := exitCode(live.live(t.Context(), logging, s), s)
	text := portsOfLoopback.ReplaceAllString(strings.TrimRight(out.String(), "\n"), "192.0.2.10:22")
	return fmt.Sprintf("\n```\n$ slp-exporter %s\n%s\n$ echo $?\n%d\n```\n\n", strings.Join(args, " "), text, code)
}

// moved is a clock that the test moves.
type moved struct {
	from   time.Time
	passed *atomic.Int64
}

func (c moved) Now() time.Time { return c.from.Add(time.Duration(c.passed.Load())) }

// watched is a session without a wire. The switch's clock goes with that of the bubble.
type watched struct {
	fleet.Session
	clock moved
	began time.Time
}

func (s watched) Run(ctx context.Context, command string, then ...string) (platform.Output, error) {
	s.clock.passed.Store(int64(time.Since(s.began)))
	return s.Session.Run(ctx, command, then...)
}

func (watched) Probe(context.Context, string, time.Duration) (platform.Output, bool, error) {
	panic("nothing is pinged")
}

// transcribeSync is what a terminal shows of diagnose --sync. The time that it waits passes in a bubble.
func transcribeSync(t *testing.T) (text string) {
	t.Helper()
	clock := moved{time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), new(atomic.Int64)}
	sw := simulatedSite(t, simulator.Options{Switches: 1, Seed: 2, Clock: clock, Scenarios: []simulator.Scenario{simulator.Healthy}})[0]
	open := nowire.Open(map[string]*simulator.Switch{sw.Name(): sw})
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		text = transcript(t, []string{"diagnose", "--sync", sw.Name()}, clock.Now, func(ctx context.Context, target *config.Target) (diagnose.Session, error) {
			session, err := open(ctx, target)
			return watched{session, clock, began}, err
		})
	})
	return text
}
