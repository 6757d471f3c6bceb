package server

import (
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

func TestShell(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Agent: "5.8.3", Topology: agent.Standalone})
	m := openTerminal(t, dial(t, s))
	prompt := s.Name() + "#"
	m.until(prompt)

	got := m.command("term len 0", prompt)
	if want := "term len 0\r\n\r\n" + prompt; got != want {
		t.Errorf("terminal length: %q, want %q", got, want)
	}
	for _, typed := range []string{"show license tech support", "sh lic tech supp", "SHOW LIC TECH"} {
		got := plain(m.command(typed, prompt))
		want := typed + "\n" + s.Render("show license tech support") + "\n" + prompt
		if got != want {
			t.Errorf("%s: output over SSH differs from Render: %d and %d bytes", typed, len(got), len(want))
		}
	}
	for typed, want := range map[string]string{
		"show l":                    "% Ambiguous command:  \"show l\"\n",
		"sho lic":                   "% Incomplete command.\n\n",
		"show license tech foo":     strings.Repeat(" ", len(prompt)+18) + "^\n% Invalid input detected at '^' marker.\n\n",
		"shwo clock":                strings.Repeat(" ", len(prompt)) + "^\n% Invalid input detected at '^' marker.\n\n",
		"show clock":                "12:00:00.000 UTC Sun Mar 1 2026\n",
		"show privilege":            "Current privilege level is 15\n",
		"show license udi | i UDI:": "UDI: " + s.profile.Members[0].UDI() + "\n",
		"show clock |":              "% Incomplete command.\n\n",
		"":                          "",
	} {
		got := plain(m.command(typed, prompt))
		if want := typed + "\n" + want + "\n" + prompt; got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	m.typed("exit\n")
	m.rest()
}

func TestLineEditing(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{})
	m := openTerminal(t, dial(t, s))
	prompt := s.Name() + "#"
	m.until(prompt)

	m.typed("shox\x08w privilegf\x7fe\r\n")
	got := m.until("\n" + prompt)
	if !strings.Contains(got, "shox\b \bw privilegf\b \be\r\nCurrent privilege level is 15") {
		t.Errorf("backspace: %q", got)
	}
	m.typed("rubbish\x15show privilege\r")
	if got := m.until("\n" + prompt); !strings.Contains(got, "level is 15") {
		t.Errorf("control-U: %q", got)
	}
	m.typed("show rubbish\x17privilege\r\n\r\n")
	if got := m.until("\n" + prompt); !strings.Contains(got, "level is 15") {
		t.Errorf("control-W: %q", got)
	}
	m.until("\n" + prompt) // from the empty line: CR LF is one line end, not two
	m.typed("\x04")
	m.rest()
}

func TestPager(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Agent: "5.8.3"})
	m := openTerminal(t, dial(t, s))
	prompt := s.Name() + "#"
	m.until(prompt)

	m.typed("show license status\n")
	first := m.until(" --More-- ")
	if n := strings.Count(first, "\n"); n != 24 { // the echoed line and 23 lines of output
		t.Errorf("first screen has %d line ends, want 24", n)
	}
	m.typed("\r")
	line := m.until(" --More-- ")
	if !strings.HasPrefix(line, wipeMore) || strings.Count(line, "\n") != 1 {
		t.Errorf("enter shows %q, want one line", line)
	}
	m.typed("q")
	if got := m.until(prompt); !strings.HasPrefix(got, wipeMore) {
		t.Errorf("q: %q", got)
	}

	m.typed("show license status\n")
	all := m.until(" --More-- ")
	for !strings.HasSuffix(all, "\n"+prompt) {
		m.typed(" ")
		m.until(wipeMore)
		piece := m.until("\n")
		for !strings.Contains(piece, " --More-- ") && !strings.Contains(piece, prompt) {
			piece += m.next()
		}
		all += piece
	}
	all = plain(strings.ReplaceAll(all, " --More-- ", ""))
	if want := "show license status\n" + s.Render("show license status") + "\n" + prompt; all != want {
		t.Errorf("paged output differs: %q, want %q", all, want)
	}
}

// next returns the next byte.
func (m *terminal) next() string {
	m.t.Helper()
	if m.read == m.seen.Len() {
		piece, open := <-m.pieces
		if !open {
			m.t.Fatal("shell ended")
		}
		m.seen.Write(piece)
	}
	fresh := string(m.seen.Bytes()[m.read : m.read+1])
	m.read++
	return fresh
}

func TestEnable(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Privilege: 1, HiddenInUserMode: []string{"show license tech support"}})
	m := openTerminal(t, dial(t, s))
	user, privileged := s.Name()+">", s.Name()+"#"
	m.until(user)
	m.command("term len 0", user)

	if got := m.command("show license tech support", user); !strings.Contains(got, "% Invalid input") {
		t.Errorf("hidden command answers %q", got)
	}
	if got := m.command("show license status", user); !strings.Contains(got, "Usage Reporting:") {
		t.Errorf("status in user mode: %q", got)
	}
	m.typed("enable\n")
	for range 3 {
		m.until("Password: ")
		m.typed("wrong\n")
	}
	if got := m.until("\n" + user); !strings.Contains(got, "% Bad secrets") || strings.Contains(got, "wrong") {
		t.Errorf("three wrong secrets: %q", got)
	}
	m.typed("en\n")
	m.until("Password: ")
	m.typed(s.EnablePassword() + "\n")
	if got := m.until(privileged); strings.Contains(got, s.EnablePassword()) {
		t.Errorf("the secret is echoed: %q", got)
	}
	if got := m.command("show license tech support", privileged); !strings.Contains(got, "Overall Trust") {
		t.Errorf("tech support in privileged mode: %q", got)
	}
	m.command("disable", user)
	if s.Sessions() != 1 || s.Logins() != 1 || s.LoginAttempts() != 1 {
		t.Errorf("sessions %d, logins %d, attempts %d; want 1 each", s.Sessions(), s.Logins(), s.LoginAttempts())
	}
}

func TestLogin(t *testing.T) {
	s := startSwitch(t, 1, Options{Username: "ada", Password: "right"}, agent.SwitchOptions{})
	config := clientConfig(s)
	config.Auth = []ssh.AuthMethod{ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		answers := make([]string, len(questions))
		for i := range answers {
			answers[i] = "right"
		}
		return answers, nil
	})}
	c, err := ssh.Dial("tcp", s.Addr(), config)
	if err != nil {
		t.Fatalf("keyboard-interactive: %v", err)
	}
	if ok, _, err := c.SendRequest("keepalive@openssh.com", true, nil); ok || err != nil {
		t.Errorf("keepalive: %v, %v; want an answer that says no", ok, err)
	}
	_ = c.Close()

	config.Auth = []ssh.AuthMethod{ssh.Password("wrong")}
	if c, err := ssh.Dial("tcp", s.Addr(), config); err == nil {
		_ = c.Close()
		t.Error("a wrong password logs in")
	}
	if s.Logins() != 1 || s.LoginAttempts() != 2 {
		t.Errorf("logins %d of %d attempts, want 1 of 2", s.Logins(), s.LoginAttempts())
	}
}

func TestExecAndLines(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{VTYLines: 1})
	c := dial(t, s)
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.Output("show license udi")
	if err != nil || plain(string(out)) != s.Render("show license udi") {
		t.Errorf("exec: %q, %v", out, err)
	}

	m := openTerminal(t, c)
	m.until("#")
	full := openTerminal(t, dial(t, s))
	if got := full.rest(); !strings.Contains(got, "All vty lines are in use") {
		t.Errorf("a second session on the only line: %q", got)
	}
}

func TestRefusedCommands(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Refused: []string{"show license"}})
	if got := s.Render("show license tech support"); got != "Command authorization failed.\n\n" {
		t.Errorf("refused command: %q", got)
	}
	if got := s.Render("sh lic tech"); got != "Command authorization failed.\n\n" {
		t.Errorf("refused command, abbreviated: %q", got)
	}
	if got := s.Render("show clock"); !strings.Contains(got, "2026") {
		t.Errorf("another command: %q", got)
	}
}

func TestFilters(t *testing.T) {
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Agent: "5.8.3", Timestamps: true})
	got := s.Render("show license tech support | sec Trust")
	for _, want := range []string{"Time source", "Trust Establishment:\n  Attempts:", "    Failure Reason:", "Trusted Store Interface: True\n", "Overall Trust: INSTALLED (2)\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("section Trust lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "Usage Reporting:") {
		t.Error("section Trust has other sections")
	}
	if got := s.Render("show license status | ex ."); strings.Contains(got, ":\n") {
		t.Errorf("exclude of everything: %q", got)
	}
	if got := s.Render("show license status | begin Usage Rep"); !strings.Contains(got, "2026\n\nUsage Reporting:\n") {
		t.Errorf("begin: %q", got)
	}
}

// TestUserMode checks which commands level 1 has.
func TestUserMode(t *testing.T) {
	u := &user{sw: newSwitch(t, 11, Options{}, agent.SwitchOptions{Agent: "5.8.3", Privilege: 1})}
	for command, seen := range map[string]bool{
		"show version": true, "show clock": true, "show license status": true, "show license summary": true,
		"show license authorization": true, "show license history message": true, "show license rum id all": true,
		"show license eventlog 1": true, "show logging": false, "show logging | include SMART_LIC": false, "show running-config": false,
	} {
		if got := u.answer(command).text; strings.Contains(got, "% Invalid input detected") == seen {
			t.Errorf("%s: %.80q", command, got)
		}
	}
}
