package server

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// hurry makes waits so short that no test notices them.
const hurry = 1e6

// loggedIn returns a terminal at the prompt of a switch that hurries.
func loggedIn(t *testing.T, f Faults, so agent.SwitchOptions) (s *Switch, m *terminal, prompt string) {
	t.Helper()
	s = startSwitch(t, 1, Options{Hurry: hurry}, so)
	s.SetFaults(f)
	m = openTerminal(t, dial(t, s))
	prompt = s.Name() + "#"
	m.until("\n" + prompt)
	return s, m, prompt
}

// far returns the words that connect to the peer of a switch.
func far(s *Switch) string {
	next := s.profile.Network.Next()
	return "telnet " + next.Address.String() + " " + strconv.Itoa(next.Port)
}

func TestSuspendAndDisconnect(t *testing.T) {
	s, m, prompt := loggedIn(t, Faults{FarEnd: FarEndStays}, agent.SwitchOptions{})
	host := s.profile.Network.Next().Address.String()
	m.typed(far(s) + "\n")
	m.until("... Open\r\n")
	m.typed("rubbish\r\n\x1ex")
	m.until("\n" + prompt)
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections while one is suspended", n)
	}
	if got := m.command("show sessions", prompt); !strings.Contains(got, "*  1 "+host) {
		t.Errorf("sessions: %q", got)
	}
	m.typed("\n") // enter resumes it
	m.until("[Resuming connection 1 to " + host + " ... ]\r\n")
	m.typed("\x1ex")
	m.until("\n" + prompt)
	m.typed("disconnect\n")
	m.until("Closing connection to " + host + " [confirm]")
	m.typed("n")
	m.until("\n" + prompt)
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections after n", n)
	}
	m.typed("disconnect 1\n")
	m.until("[confirm]")
	m.typed("\n")
	m.until("\n" + prompt)
	if n := s.Connections(); n != 0 {
		t.Errorf("%d connections after disconnect", n)
	}
	for _, command := range []string{"disconnect", "resume 3", "where"} {
		if got := m.command(command, prompt); !strings.Contains(got, "% No connections open") {
			t.Errorf("%s: %q", command, got)
		}
	}
}

// TestExitAsks checks that the end of a session with open connections has to be confirmed.
func TestExitAsks(t *testing.T) {
	s, m, prompt := loggedIn(t, Faults{}, agent.SwitchOptions{})
	m.typed(far(s) + "\n")
	m.until("Open")
	m.typed("\x1ex")
	m.until("\n" + prompt)
	m.typed("exit\n")
	m.until("(You have open connections) [confirm]")
	m.typed("x")
	m.until("\n" + prompt)
	m.typed("logout\n")
	m.until("[confirm]")
	m.typed("\n")
	if got := m.rest(); !strings.Contains(got, "Closing: "+s.profile.Network.Next().Address.String()+" !") {
		t.Errorf("logout: %q", got)
	}
}

func TestFarEnds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		faults Faults
		typed  string // once it is open
		want   string
	}{
		{"a web server closes after a line", Faults{}, "GET\r\n", " closed by foreign host]\r\n"},
		{"it closes at once", Faults{FarEnd: FarEndCloses}, "", " closed by foreign host]\r\n"},
		{"it talks", Faults{FarEnd: FarEndTalks}, "", " at your service\r\n"},
		{"the escape key twice is for the far end", Faults{}, "\x1e\x1ex\r", " closed by foreign host]\r\n"},
		{"no escape key", Faults{NoEscape: true}, "\x1ex\r", " closed by foreign host]\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, m, _ := loggedIn(t, tt.faults, agent.SwitchOptions{})
			m.typed(far(s) + "\n")
			m.until("Open\r\n")
			m.typed(tt.typed)
			m.until(tt.want)
		})
	}
}

// TestGoneClient checks that a client that leaves in the middle of a telnet or a ping leaves nothing open.
func TestGoneClient(t *testing.T) {
	for _, f := range []Faults{{FarEnd: FarEndStays}, {HangInPing: true}} {
		s := startSwitch(t, 1, Options{Hurry: hurry}, agent.SwitchOptions{})
		s.SetFaults(f)
		c := dial(t, s)
		m := openTerminal(t, c)
		m.until("\n" + s.Name() + "#")
		if f.HangInPing {
			m.typed("ping " + s.profile.Network.Gateways[""].String() + "\n")
			m.until("seconds:\r\n!!")
		} else {
			m.typed(far(s) + "\n")
			m.until("Open")
		}
		_ = c.Close()
		for end := time.Now().Add(patience); s.Sessions()+s.Connections() > 0; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%+v: %d sessions and %d connections stay", f, s.Sessions(), s.Connections())
			}
		}
	}
}

// TestEscape checks that the escape key ends a ping and a telnet that would take as long as on a real switch, and
// that other keys are kept.
func TestEscape(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Scenario: agent.Timeout})
	m := openTerminal(t, dial(t, s))
	prompt := s.Name() + "#"
	m.until("\n" + prompt)
	for typed, want := range map[string]string{
		"ping " + s.profile.Network.Next().Address.String() + " repeat 100": "Success rate is 0 percent (0/",
		far(s): "% Connection aborted",
	} {
		m.typed(typed + "\n")
		m.until("T") // "Type escape sequence to abort." or "Trying"
		m.typed("show privilege\n\x1e")
		m.until(want)
		m.until("Current privilege level is 15")
		m.until("\n" + prompt)
	}
}

// TestNoTelnet checks "transport output none".
func TestNoTelnet(t *testing.T) {
	s := newSwitch(t, 1, Options{}, agent.SwitchOptions{})
	s.SetFaults(Faults{NoTelnet: true})
	if got := s.Render(far(s)); got != "% telnet connections not permitted from this terminal\n" {
		t.Errorf("%q", got)
	}
}

// TestWaits checks how long a switch takes that does not hurry.
func TestWaits(t *testing.T) {
	for _, tt := range []struct {
		scenario agent.Scenario
		command  func(*Switch) string
		want     time.Duration
	}{
		{agent.Timeout, func(s *Switch) string { return "ping " + s.profile.Network.Next().Address.String() }, 10 * time.Second},
		{agent.Timeout, far, 30 * time.Second},
		{agent.DNSFailure, func(s *Switch) string { return "telnet " + s.profile.Network.Next().Host + " 443" }, 12 * time.Second},
		{agent.Healthy, far, roundTrip},
	} {
		s := newSwitch(t, 1, Options{}, agent.SwitchOptions{Scenario: tt.scenario})
		u := &user{sw: s, level: privileged}
		var sum time.Duration
		for _, p := range u.answer(tt.command(s)).pieces {
			sum += s.hurried(p.after)
		}
		if sum != tt.want {
			t.Errorf("%s: %q takes %s, want %s", tt.scenario, tt.command(s), sum, tt.want)
		}
	}
}
