package device

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// far is a switch whose telnet opens, with a far end that behaves as told.
type far struct {
	ios  devicetest.IOS
	says string // what the far end says once the connection is open
	// closes has the far end close at once, so that the keys meet the prompt.
	closes bool
	// echoes has the far end echo all that it is sent, up to the key that leaves it.
	echoes bool
	// deaf has the switch ignore the keys.
	deaf bool
	open bool
}

const farPrompt = "lab-sw-01#"

func (f *far) hook(t *devicetest.Terminal, line string) bool {
	line = line[strings.LastIndex(line, keyErase)+1:] // what precedes it is erased
	switch {
	case strings.HasPrefix(line, "telnet "):
		t.Say(line + "\nTrying 192.0.2.8, 443 ... Open\n\n" + f.says)
		f.open = true
		f.connected(t)
	case strings.HasPrefix(line, "ping "):
		t.Say(line + "\nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to 192.0.2.8, timeout is 2 seconds:\n..")
		f.untilKey(t, keyAbort)
		t.Say("\nSuccess rate is 0 percent (0/2)\n" + farPrompt)
	case line == "disconnect" && !f.open:
		t.Say(line + "\n% No current connection\n" + farPrompt)
	case line == "disconnect":
		t.Say(line + "\nClosing connection to 192.0.2.8 [confirm]")
		_, _ = t.Line()
		f.open = false
		t.Say("\n" + farPrompt)
	case strings.HasPrefix(line, "!"):
		t.Say(line + "\n" + farPrompt)
	default:
		return false
	}
	return true
}

// connected is the time in which the keys go to the far end.
func (f *far) connected(t *devicetest.Terminal) {
	if f.closes {
		f.open = false
		t.Say("\n[Connection to 192.0.2.8 closed by foreign host]\n" + farPrompt)
		return
	}
	f.untilKey(t, keySuspend)
	t.Say("\n" + farPrompt)
}

func (f *far) untilKey(t *devicetest.Terminal, key string) {
	if f.deaf {
		_, _ = io.Copy(io.Discard, t.Ch)
		return
	}
	typed, _ := t.Until(key)
	if f.echoes {
		t.Say(typed)
	}
}

func (f *far) start(t *testing.T) *Session {
	f.ios.Commands = map[string]string{"show x": "x\n"}
	f.ios.Hook = f.hook
	return open(t, (&devicetest.Switch{Shell: f.ios.Run}).Start(t))
}

// TestTelnetIsClosed: whatever the far end does, the connection is closed again, nothing of it is part of the output, and
// the session goes on.
func TestTelnetIsClosed(t *testing.T) {
	const command = "telnet 192.0.2.8 443"
	for name, f := range map[string]*far{
		"stays open":          {},
		"greets":              {says: "220 ready\nlogin: "},
		"looks like a switch": {says: "\n" + farPrompt + "disconnect\nClosing connection to 192.0.2.8 [confirm]"},
		"shows the prompt":    {says: "\n" + farPrompt},
		"floods":              {says: strings.Repeat("no end of it \x07\x1b[2J\x00 ", 50_000)},
		"closes":              {closes: true},
		"echoes":              {says: "\n" + farPrompt, echoes: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t)
			out, cut, err := s.Probe(devicetest.Context(t), command, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if out.Text != "Trying 192.0.2.8, 443 ... Open\n" || !out.Whole || cut {
				t.Errorf("%+v, cut %v", out, cut)
			}
			if got := Run(t, s, "show x"); got != "x\n" {
				t.Errorf("the session went on with %q", got)
			}
			if f.open {
				t.Error("the connection is still open")
			}
		})
	}
}

// TestPingIsEnded: a ping that takes too long is ended with the key for it.
func TestPingIsEnded(t *testing.T) {
	s := (&far{}).start(t)
	out, cut, err := s.Probe(devicetest.Context(t), "ping 192.0.2.8", 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if !cut || !strings.HasPrefix(out.Text, "Type escape sequence") {
		t.Errorf("%+v, cut %v", out, cut)
	}
	if got := Run(t, s, "show x"); got != "x\n" {
		t.Errorf("the session went on with %q", got)
	}
}

// TestProbeIsOver: a command that ends by itself is read as any other.
func TestProbeIsOver(t *testing.T) {
	const refused = "Trying 192.0.2.8, 443 ... \n% Connection refused by remote host\n\n"
	shell := &devicetest.IOS{Commands: map[string]string{"telnet 192.0.2.8 443": refused}}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	out, cut, err := s.Probe(devicetest.Context(t), "telnet 192.0.2.8 443", time.Minute)
	if err != nil || cut || out.Text != refused || !out.Whole {
		t.Errorf("%+v %v %v", out, cut, err)
	}
	for _, line := range shell.Lines() {
		if strings.Contains(line, "disconnect") {
			t.Error("a connection was closed that never opened")
		}
	}
}

// TestDeafProbe: a switch that does not heed the keys ends the session, and so the line with what it has opened.
func TestDeafProbe(t *testing.T) {
	f := &far{deaf: true}
	f.ios.Hook = f.hook
	sw := (&devicetest.Switch{Shell: f.ios.Run}).Start(t)
	s := open(t, sw)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, _, err := s.Probe(ctx, "telnet 192.0.2.8 443", time.Minute)
	devicetest.WantReason(t, err, failure.Timeout)
	sw.Settle()
	if _, err := s.Run(devicetest.Context(t), "show x"); err == nil {
		t.Error("the session goes on, out of step")
	}
}

// TestSimulatedProbes: whatever the far end of a simulated switch does, no connection stays open, and the session goes on.
func TestSimulatedProbes(t *testing.T) {
	const command = "telnet smartreceiver.cisco.com 443"
	for name, tt := range map[string]struct {
		faults simulator.Faults
		says   string
	}{
		"waits":         {simulator.Faults{}, "Open"},
		"closes":        {simulator.Faults{FarEnd: simulator.FarEndCloses}, "Open"},
		"talks":         {simulator.Faults{FarEnd: simulator.FarEndTalks}, "Open"},
		"stays":         {simulator.Faults{FarEnd: simulator.FarEndStays}, "Open"},
		"not permitted": {simulator.Faults{NoTelnet: true}, "not permitted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sw := simulate(t, simulator.SwitchOptions{}, tt.faults)
			s, err := NewDialer().Open(devicetest.Context(t), simulatedTarget(t, sw))
			if err != nil {
				t.Fatal(err)
			}
			out, cut, err := s.Probe(devicetest.Context(t), command, time.Minute)
			if err != nil || cut || !strings.Contains(out.Text, tt.says) {
				t.Errorf("%q, cut %v, %v", out.Text, cut, err)
			}
			if n := sw.Connections(); n > 0 {
				t.Errorf("%d connections are open", n)
			}
			if _, err := s.Run(devicetest.Context(t), simulated); err != nil {
				t.Error(err)
			}
			if err := s.Close(devicetest.Context(t)); err != nil {
				t.Error(err)
			}
			leftAlone(t, sw)
		})
	}
}

// TestSimulatedDeafness: where the keys have no effect, the end of the session closes all that it has opened.
func TestSimulatedDeafness(t *testing.T) {
	for command, faults := range map[string]simulator.Faults{
		"ping smartreceiver.cisco.com":       {HangInPing: true},
		"telnet smartreceiver.cisco.com 443": {NoEscape: true, FarEnd: simulator.FarEndStays},
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			sw := simulate(t, simulator.SwitchOptions{}, faults)
			s, err := NewDialer().Open(devicetest.Context(t), simulatedTarget(t, sw))
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = s.Probe(brief(t), command, 100*time.Millisecond)
			devicetest.WantReason(t, err, failure.Timeout)
			if err := s.Close(devicetest.Context(t)); err != nil {
				t.Error(err)
			}
			leftAlone(t, sw)
		})
	}
}

// leftAlone waits until a switch has neither a session nor a connection, which it learns a little later.
func leftAlone(t *testing.T, sw *simulator.Switch) {
	t.Helper()
	for ctx := devicetest.Context(t); sw.Sessions() > 0 || sw.Connections() > 0; time.Sleep(time.Millisecond) {
		if ctx.Err() != nil {
			t.Fatalf("%d sessions and %d connections are left", sw.Sessions(), sw.Connections())
		}
	}
}
