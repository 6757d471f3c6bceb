package simulator

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"
)

func TestFleet(t *testing.T) {
	f, err := New(Options{Switches: 500, Seed: 1, Clock: frozen()})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	names, healthy := map[string]bool{}, 0
	for _, s := range f.Switches() {
		names[s.Name()] = true
		if s.Scenario() == Healthy {
			healthy++
		}
		if s.Labels()["site"] == "" || s.Labels()["tier"] == "" {
			t.Errorf("%s has labels %v", s.Name(), s.Labels())
		}
	}
	if len(names) != 500 || healthy != 250 {
		t.Errorf("%d names, %d healthy switches", len(names), healthy)
	}
	lines := strings.Split(strings.TrimSpace(string(f.KnownHosts())), "\n")
	if len(lines) != 500 || !strings.HasPrefix(lines[0], "["+strings.Replace(f.Switches()[0].Addr(), ":", "]:", 1)+" ssh-ed25519 ") {
		t.Errorf("%d lines of known_hosts, the first %q", len(lines), lines[0])
	}
	for _, i := range []int{0, 249, 499} {
		awaitPrompt(t, f.Switches()[i])
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("tcp", f.Switches()[0].Addr()); err == nil {
		_ = c.Close()
		t.Error("a closed fleet still answers")
	}
}

// awaitPrompt opens a shell and waits until the switch prints its name.
func awaitPrompt(t *testing.T, s *Switch) {
	t.Helper()
	c, err := ssh.Dial("tcp", s.Addr(), &ssh.ClientConfig{
		User: s.Username(), Auth: []ssh.AuthMethod{ssh.Password(s.Password())}, HostKeyCallback: ssh.FixedHostKey(s.HostKey()),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	prompt := make([]byte, len("\r\n"+s.Name()))
	if _, err := io.ReadFull(out, prompt); err != nil || !strings.HasSuffix(string(prompt), s.Name()) {
		t.Errorf("%s prints %q, %v", s.Name(), prompt, err)
	}
}

func TestFleetWithoutScenariosIsMixed(t *testing.T) {
	switches := 2 * (len(Scenarios()) - 1)
	f, err := New(Options{Switches: switches, Seed: 1, Clock: frozen()})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Scenario]bool{}
	for _, s := range f.Switches() {
		seen[s.Scenario()] = true
	}
	if len(seen) != len(Scenarios()) {
		t.Errorf("%d scenarios among %d switches, want %d", len(seen), switches, len(Scenarios()))
	}
}

func TestFixedPorts(t *testing.T) {
	for i, want := range []string{"127.0.0.1:2200", "127.0.0.1:2201"} {
		if got, err := listenAddress("127.0.0.1:2200", i); err != nil || got != want {
			t.Errorf("switch %d listens on %s, %v; want %s", i, got, err, want)
		}
	}
	if _, err := listenAddress("127.0.0.1:65535", 1); err == nil {
		t.Error("port 65536 is accepted")
	}
}

// TestStartFails occupies the port that the switch of the fleet wants.
func TestStartFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	f, err := New(Options{Switches: 1, Listen: l.Addr().String(), Clock: frozen()})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Start(); err == nil || !strings.Contains(err.Error(), f.Switches()[0].Name()) {
		t.Errorf("start: %v, want an error that names the switch", err)
	}
}

func TestBadOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"no switches": {}, "scenario": {Switches: 1, Scenarios: []Scenario{"x"}}, "address": {Switches: 1, Listen: "nowhere"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, so := range map[string]SwitchOptions{
		"scenario": {Scenario: "x"}, "agent": {Agent: "9.9"}, "topology": {Topology: "ring"}, "zone": {Zone: "Mars"},
		"agent and scenario": {Agent: "5.8.3", Scenario: PreSLP},
	} {
		if _, err := NewSwitch(Options{}, so); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func Example() {
	f, err := New(Options{Switches: 3, Seed: 1})
	if err != nil {
		panic(err)
	}
	if err := f.Start(); err != nil {
		panic(err)
	}
	defer func() { _ = f.Close() }()
	s := f.Switches()[0]
	c, err := ssh.Dial("tcp", s.Addr(), &ssh.ClientConfig{
		User:            s.Username(),
		Auth:            []ssh.AuthMethod{ssh.Password(s.Password())},
		HostKeyCallback: ssh.FixedHostKey(s.HostKey()),
	})
	if err != nil {
		panic(err)
	}
	defer func() { _ = c.Close() }()
	session, err := c.NewSession()
	if err != nil {
		panic(err)
	}
	out, err := session.Output("show license tech support | include Overall Trust")
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s", out)
	// Output: Overall Trust: INSTALLED (2)
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
