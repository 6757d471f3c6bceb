package server

import (
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// faulty starts a switch with faults.
func faulty(t *testing.T, f Faults) *Switch {
	t.Helper()
	s := startSwitch(t, 1, Options{}, agent.SwitchOptions{Agent: "5.8.3", Topology: agent.Standalone})
	s.SetFaults(f)
	return s
}

// unpaged opens a terminal without paging.
func unpaged(t *testing.T, s *Switch) (*terminal, string) {
	t.Helper()
	m := openTerminal(t, dial(t, s))
	prompt := s.Name() + "#"
	m.until(prompt)
	m.command("term len 0", prompt)
	return m, prompt
}

// untilEnd returns what a switch sends before it notices that the client has finished. If it sends
// anything at all, it does so before that.
func untilEnd(t *testing.T, c net.Conn) string {
	t.Helper()
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestFaultsOfTCP(t *testing.T) {
	t.Run("Refuse", func(t *testing.T) {
		s := faulty(t, Faults{Refuse: true})
		if _, err := net.Dial("tcp", s.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("dial: %v, want connection refused", err)
		}
		s.SetFaults(Faults{})
		dial(t, s)
	})
	t.Run("Reset", func(t *testing.T) {
		c, err := net.Dial("tcp", faulty(t, Faults{Reset: true}).Addr())
		if err == nil {
			_, err = io.ReadAll(c)
			_ = c.Close()
		}
		if !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("dial or read: %v, want connection reset", err)
		}
	})
	t.Run("SilentAccept", func(t *testing.T) {
		c := tcp(t, faulty(t, Faults{SilentAccept: true}))
		if _, err := io.WriteString(c, "SSH-2.0-test\r\n"); err != nil {
			t.Fatal(err)
		}
		if got := untilEnd(t, c); got != "" {
			t.Errorf("says %q", got)
		}
	})
	t.Run("HangBanner", func(t *testing.T) {
		c := tcp(t, faulty(t, Faults{HangBanner: true}))
		if got := untilEnd(t, c); got != "SSH-2.0-Ci" {
			t.Errorf("says %q, want half a version", got)
		}
	})
}

func TestFaultsOfLogin(t *testing.T) {
	t.Run("HangAuth", func(t *testing.T) {
		s := faulty(t, Faults{HangAuth: true})
		c := tcp(t, s)
		config := clientConfig(s)
		asked := make(chan struct{})
		config.Auth = []ssh.AuthMethod{ssh.PasswordCallback(func() (string, error) {
			close(asked)
			return s.Password(), nil
		})}
		ended := make(chan error, 1)
		go func() {
			_, _, _, err := ssh.NewClientConn(c, s.Addr(), config)
			ended <- err
		}()
		<-asked
		s.SetFaults(Faults{})
		dial(t, s) // a login takes less time than the other has had by now
		select {
		case err := <-ended:
			t.Errorf("login is answered: %v", err)
		default:
		}
		_ = c.Close()
		if err := <-ended; err == nil {
			t.Error("login succeeds")
		}
	})
	t.Run("WrongPassword", func(t *testing.T) {
		s := faulty(t, Faults{WrongPassword: true})
		_, err := ssh.Dial("tcp", s.Addr(), clientConfig(s))
		if err == nil || !strings.Contains(err.Error(), "unable to authenticate") {
			t.Errorf("login: %v", err)
		}
		if s.LoginAttempts() == 0 || s.Logins() != 0 {
			t.Errorf("%d attempts, %d logins", s.LoginAttempts(), s.Logins())
		}
	})
	t.Run("VTYFull", func(t *testing.T) {
		m := openTerminal(t, dial(t, faulty(t, Faults{VTYFull: true})))
		if got := m.rest(); !strings.Contains(got, "vty lines are in use") {
			t.Errorf("says %q", got)
		}
	})
	t.Run("PasswordExpired", func(t *testing.T) {
		m := openTerminal(t, dial(t, faulty(t, Faults{PasswordExpired: true})))
		m.until("password has expired")
		for range 3 {
			m.until("old password: ")
			m.typed("x\r")
		}
		m.rest()
	})
	t.Run("Banner and MOTD", func(t *testing.T) {
		s := faulty(t, Faults{Banner: "keep out\n", MOTD: "welcome\nrouter#\n"})
		config, banner := clientConfig(s), ""
		config.BannerCallback = func(m string) error { banner = m; return nil }
		c, err := ssh.Dial("tcp", s.Addr(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		if banner != "keep out\n" {
			t.Errorf("banner %q", banner)
		}
		if got := openTerminal(t, c).until(s.Name() + "#"); !strings.HasPrefix(got, "welcome\r\nrouter#\r\n") {
			t.Errorf("motd: %q", got)
		}
	})
}

func TestFaultsOfKeys(t *testing.T) {
	t.Run("ChangedHostKey", func(t *testing.T) {
		s := faulty(t, Faults{})
		config := clientConfig(s) // expects the genuine key
		s.SetFaults(Faults{ChangedHostKey: true})
		if _, err := ssh.Dial("tcp", s.Addr(), config); err == nil || !strings.Contains(err.Error(), "host key mismatch") {
			t.Errorf("login: %v, want a host key mismatch", err)
		}
		dial(t, s) // knows the new one
	})
	for kind, want := range map[HostKeyKind]string{HostKeyECDSA: ssh.KeyAlgoECDSA256, HostKeyRSA: ssh.KeyAlgoRSA} {
		t.Run("HostKeyType "+string(kind), func(t *testing.T) {
			s := faulty(t, Faults{HostKeyType: kind})
			if got := s.HostKey().Type(); got != want {
				t.Errorf("key is %s, want %s", got, want)
			}
			dial(t, s)
		})
	}
	t.Run("LegacyOnly", func(t *testing.T) {
		s := faulty(t, Faults{LegacyOnly: true})
		config := clientConfig(s)
		config.KeyExchanges = []string{ssh.KeyExchangeCurve25519}
		if _, err := ssh.Dial("tcp", s.Addr(), config); err == nil || !strings.Contains(err.Error(), "no common algorithm") {
			t.Errorf("modern client: %v, want no common algorithm", err)
		}
		config.KeyExchanges = []string{ssh.InsecureKeyExchangeDH14SHA1}
		config.Ciphers = []string{ssh.InsecureCipherAES128CBC}
		config.HostKeyAlgorithms = []string{ssh.KeyAlgoRSA}
		c, err := ssh.Dial("tcp", s.Addr(), config)
		if err != nil {
			t.Fatalf("legacy client: %v", err)
		}
		defer func() { _ = c.Close() }()
		openTerminal(t, c).until(s.Name() + "#")
	})
}

func TestFaultsOfShell(t *testing.T) {
	t.Run("HangBeforeShell", func(t *testing.T) {
		c := dial(t, faulty(t, Faults{HangBeforeShell: true}))
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		answered := make(chan error, 1)
		go func() { answered <- session.RequestPty("vt100", 24, 80, nil) }()
		roundTrips(t, c)
		select {
		case err := <-answered:
			t.Errorf("pty request is answered: %v", err)
		default:
		}
		_ = session.Close()
		if err := <-answered; err == nil {
			t.Error("pty request is granted")
		}
	})
	t.Run("HangBeforePrompt", func(t *testing.T) {
		c := dial(t, faulty(t, Faults{HangBeforePrompt: true}))
		m := openTerminal(t, c)
		m.typed("\r\n")
		m.silent(func() { roundTrips(t, c) })
	})
	t.Run("MuteAfterLogin", func(t *testing.T) {
		s := faulty(t, Faults{MuteAfterLogin: true})
		c := dial(t, s)
		m := openTerminal(t, c)
		m.until(s.Name() + "#")
		m.typed("show clock\r\n")
		m.silent(func() { roundTrips(t, c) })
	})
	t.Run("NoEcho", func(t *testing.T) {
		s := faulty(t, Faults{NoEcho: true})
		m := openTerminal(t, dial(t, s))
		m.until(s.Name() + "#")
		if got := m.command("show privilege", s.Name()+"#"); strings.Contains(got, "show privilege") {
			t.Errorf("echoed: %q", got)
		}
	})
	for name, tt := range map[string]struct {
		faults Faults
		want   string // P is the prompt
	}{
		"FlushInput": {Faults{FlushInput: true}, "show privilege\nL\nP"},
		"EchoAtOnce": {Faults{EchoAtOnce: true}, "show privilege\n!one\n!two\nL\nP\nP\nP"},
		"EchoLate":   {Faults{EchoLate: time.Millisecond}, "show privilege\nL\nP!one\n\nP!two\n\nP"},
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty(t, Faults{})
			m, prompt := unpaged(t, s)
			s.SetFaults(tt.faults)
			m.typed("show privilege\n!one\n!two\n")
			want := strings.NewReplacer("L", "Current privilege level is 15\n", "P", prompt).Replace(tt.want)
			if got := plain(m.until(strings.ReplaceAll(want[len("show privilege\n"):], "\n", "\r\n"))); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
	t.Run("NotACisco", func(t *testing.T) {
		s := faulty(t, Faults{NotACisco: true})
		m := openTerminal(t, dial(t, s))
		prompt := s.Username() + "@" + s.Name() + ":~$ "
		m.until(prompt)
		if got := m.command("terminal length 0", prompt); !strings.Contains(got, "terminal: command not found") {
			t.Errorf("says %q", got)
		}
	})
	t.Run("Prompt", func(t *testing.T) {
		s := faulty(t, Faults{Prompt: `{"lab"} %p`})
		m := openTerminal(t, dial(t, s))
		m.until(`{"lab"} ` + s.Name() + "#")
	})
	t.Run("CloseInSetUp", func(t *testing.T) {
		s := faulty(t, Faults{CloseInSetUp: true})
		m := openTerminal(t, dial(t, s))
		m.until(s.Name() + "#")
		m.typed("terminal length 0\r\n")
		m.rest() // until the session ends
	})
	t.Run("EndlessPager", func(t *testing.T) {
		s := faulty(t, Faults{})
		m, _ := unpaged(t, s)
		s.SetFaults(Faults{EndlessPager: true})
		m.typed("show license summary\r\n")
		for range 10 {
			m.until(more)
			m.typed(" ")
		}
	})
	t.Run("HostnameChange", func(t *testing.T) {
		s := faulty(t, Faults{})
		m, _ := unpaged(t, s)
		s.SetFaults(Faults{HostnameChange: "renamed-01"})
		m.command("show clock", "renamed-01#")
		if s.Name() != "renamed-01" {
			t.Errorf("name is %s", s.Name())
		}
	})
	t.Run("Refusals", func(t *testing.T) {
		s := faulty(t, Faults{RefuseTerminal: true, RefuseCommands: []string{"show license"}, UnknownCommands: []string{"show version"}})
		m := openTerminal(t, dial(t, s))
		prompt := s.Name() + "#"
		m.until(prompt)
		for typed, want := range map[string]string{
			"term len 0": "authorization failed", "sh lic all": "authorization failed",
			"show version": "% Invalid input", "show clock": "2026",
		} {
			if got := m.command(typed, prompt); !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q", typed, got, want)
			}
		}
	})
}

// roundTrips makes some requests, so that everything that the server sent earlier has arrived.
func roundTrips(t *testing.T, c *ssh.Client) {
	t.Helper()
	for range 20 {
		if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
			t.Fatal(err)
		}
	}
}
