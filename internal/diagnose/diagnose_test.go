package diagnose_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

const denied = "Command authorization failed.\n\n"

// TestOnlyShows: without being asked to, a diagnosis types nothing but show commands, and of those it finds out the cause.
func TestOnlyShows(t *testing.T) {
	l := newLab(t, simulator.DNSFailure, simulator.Healthy)
	found := l.ask(t, diagnose.Options{Announce: func(string, string) { t.Error("something is announced") }})
	if d := found[0]; d.Err != nil || d.Report.Verdict != advise.Problem || string(*d.Report.Cause) != "name_resolution" {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	if d := found[1]; d.Err != nil || d.Report.Verdict != advise.OK {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	for _, command := range l.typed {
		if !strings.HasPrefix(command, "show ") {
			t.Errorf("typed %q", command)
		}
	}
	if !slices.Contains(l.typed, "show hosts") {
		t.Errorf("typed %q only", l.typed)
	}
}

// TestRefusedCommands: what the account may not run is unknown, and the step says so with the switch's words.
func TestRefusedCommands(t *testing.T) {
	l := newLab(t, simulator.DNSFailure)
	l.run = func(command string) (*string, error) {
		switch command {
		case "show license tech support", "show license status", "show license eventlog 1":
			return nil, nil
		}
		return new(denied), nil
	}
	d := l.ask(t, diagnose.Options{})[0]
	if d.Err != nil || d.Report.Verdict != advise.Problem || string(*d.Report.Cause) != "name_resolution" {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	source := step(t, d.Report, advise.StepSourceInterface)
	if source.Answer != advise.NotKnown || !strings.Contains(source.Why, "show ip interface brief | exclude unassigned` was refused: Command authorization failed") {
		t.Errorf("%+v", source)
	}
}

// TestNothingMayBeRun: the account may run no command at all.
func TestNothingMayBeRun(t *testing.T) {
	l := newLab(t, simulator.DNSFailure)
	l.run = func(string) (*string, error) { return new(denied), nil }
	d := l.ask(t, diagnose.Options{Active: true, Sync: true})[0]
	if failure.ReasonOf(d.Err) != failure.Privilege || d.Report.Verdict != advise.Unknown || len(d.Report.Findings) > 0 {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	if slices.Contains(l.typed, diagnose.SyncCommand) {
		t.Error("a switch of which nothing is known was told to send")
	}
}

// TestDiesInTheMiddle: what was read before counts, nothing is typed afterwards, and the command that was running is named.
func TestDiesInTheMiddle(t *testing.T) {
	l := newLab(t, simulator.Timeout)
	deadly := ""
	l.run = func(command string) (*string, error) {
		if strings.HasPrefix(command, "show license") || strings.HasPrefix(command, "show logging") {
			return nil, nil
		}
		deadly = command
		return nil, failed(failure.Disconnected, "the switch closed the connection")
	}
	d := l.ask(t, diagnose.Options{Active: true, Sync: true})[0]
	if failure.ReasonOf(d.Err) != failure.Disconnected || d.Report.Verdict != advise.Problem || string(*d.Report.Cause) != "timeout" {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	if last := l.typed[len(l.typed)-1]; deadly == "" || last != deadly {
		t.Errorf("typed %q after the end at %q", last, deadly)
	}
	if !strings.Contains(d.Title(), "asked in part: ") {
		t.Errorf("%q", d.Title())
	}
}

// TestActive: each command is announced before it is typed, and what it shows counts.
func TestActive(t *testing.T) {
	l := newLab(t, simulator.Timeout)
	l.probe = func(_ context.Context, command string, _ time.Duration) (string, bool, error) {
		if strings.HasPrefix(command, "ping ") {
			return "Translating \"x\"...domain server (192.0.2.53) [OK]\nSending 5, 100-byte ICMP Echos to 198.51.100.7, timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)\n", false, nil
		}
		return "Trying 198.51.100.7, 443 ... \n% Connection refused by remote host\n\n", false, nil
	}
	var announced []string
	d := l.ask(t, diagnose.Options{Active: true, Announce: func(_, command string) {
		if slices.Contains(l.typed, command) {
			t.Errorf("%q is announced after it was typed", command)
		}
		announced = append(announced, command)
	}})[0]
	if d.Err != nil || len(announced) == 0 {
		t.Fatalf("%v %q", d.Err, announced)
	}
	reach := step(t, d.Report, advise.StepReach)
	if d.State.Transport.ProxyAddress != "" {
		reach = step(t, d.Report, advise.StepProxy)
	}
	if reach.Answer != advise.No || !strings.Contains(reach.Why, "refused") {
		t.Errorf("%+v", reach)
	}
}

// TestHangsInPing: a ping that has to be ended leaves its question open, and the rest is asked all the same.
func TestHangsInPing(t *testing.T) {
	l := newLab(t, simulator.DNSFailure)
	l.probe = func(_ context.Context, command string, _ time.Duration) (string, bool, error) {
		return "Type escape sequence to abort.\n", strings.HasPrefix(command, "ping "), nil
	}
	d := l.ask(t, diagnose.Options{Active: true})[0]
	if d.Err != nil || d.Report.Verdict != advise.Problem {
		t.Errorf("%v %+v", d.Err, d.Report)
	}
	if at := slices.IndexFunc(l.typed, func(c string) bool { return strings.HasPrefix(c, "ping ") }); at < 0 {
		t.Errorf("typed %q", l.typed)
	}
}

// TestHangsForGood: a switch that heeds no key any more is given up in time.
func TestHangsForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, simulator.DNSFailure)
		l.probe = func(ctx context.Context, _ string, _ time.Duration) (string, bool, error) {
			<-ctx.Done()
			return "", false, failed(failure.Timeout, "timed out waiting for the output")
		}
		began := time.Now()
		d := l.ask(t, diagnose.Options{Active: true, Sync: true})[0]
		if failure.ReasonOf(d.Err) != failure.Timeout || d.Report.Verdict != advise.Problem {
			t.Errorf("%v %+v", d.Err, d.Report)
		}
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("it took %s", took)
		}
		if slices.Contains(l.typed, diagnose.SyncCommand) {
			t.Error("a session that has ended was told to send")
		}
	})
}

// TestStopped: a program that is stopped says what it has read, and leaves no session.
func TestStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, simulator.Timeout, simulator.Healthy)
		ctx, stop := context.WithCancel(t.Context())
		l.ctx = ctx
		l.probe = func(ctx context.Context, _ string, _ time.Duration) (string, bool, error) {
			<-ctx.Done()
			return "", false, ctx.Err()
		}
		found := l.ask(t, diagnose.Options{Active: true, Announce: func(string, string) { stop() }})
		if d := found[0]; d.Err == nil || !strings.Contains(d.Err.Error(), "told to stop") || d.Report.Verdict != advise.Problem {
			t.Errorf("%v %+v", d.Err, d.Report)
		}
		if found[1].Err == nil {
			t.Error("a switch was asked after the end")
		}
	})
}

// TestNetconfOnly: a switch without a CLI is named, and the others are asked.
func TestNetconfOnly(t *testing.T) {
	l := newLab(t, simulator.Healthy, simulator.Healthy)
	l.Targets[0].Module.Protocol = config.ProtocolNETCONF
	found := l.ask(t, diagnose.Options{})
	if failure.ReasonOf(found[0].Err) != failure.Unsupported || !strings.Contains(found[0].Err.Error(), "protocol: ssh or both") {
		t.Errorf("%v", found[0].Err)
	}
	if found[1].Err != nil || found[1].Report.Verdict != advise.OK {
		t.Errorf("%v %+v", found[1].Err, found[1].Report)
	}
}

// TestSecrets: nothing that a switch says of the login's password is in a report.
func TestSecrets(t *testing.T) {
	l := newLab(t, simulator.DNSFailure)
	l.run = func(command string) (*string, error) {
		if strings.Contains(command, "name-server") {
			return new("ip name-server 192.0.2.53\nip host Tr0ub4dor 192.0.2.1\nno ip domain lookup\n! Tr0ub4dor\n"), nil
		}
		return nil, nil
	}
	d := l.ask(t, diagnose.Options{})[0]
	var b strings.Builder
	if err := diagnose.Overview(&b, []diagnose.Diagnosis{d}); err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Report.Findings {
		for _, e := range f.Evidence {
			b.WriteString(e.Line)
		}
	}
	if strings.Contains(b.String(), "Tr0ub4dor") {
		t.Errorf("%s", b.String())
	}
}
