package server

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits. A test that passes never waits that long.
const patience = 20 * time.Second

// loopback is a free port for a test.
const loopback = "127.0.0.1:0"

// newSwitch returns a switch with that seed. It fills in empty fields of o.
func newSwitch(t *testing.T, seed uint64, o Options, so agent.SwitchOptions) *Switch {
	t.Helper()
	p, err := agent.NewProfile(seed, 0, so)
	if err != nil {
		t.Fatal(err)
	}
	if o.Username == "" {
		o.Username, o.Password = "slp-ro", "sim-password"
	}
	o.EnablePassword, o.Clock = "sim-enable", frozen()
	o.Start = o.Clock.Now()
	s, err := New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// startSwitch starts a switch with a CLI that ends with the test.
func startSwitch(t *testing.T, seed uint64, o Options, so agent.SwitchOptions) *Switch {
	t.Helper()
	o.Listen = loopback
	s := newSwitch(t, seed, o, so)
	start(t, s)
	return s
}

func start(t *testing.T, s *Switch) {
	t.Helper()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
}

// frozen is a clock that stands still.
func frozen() agent.Clock { return agent.SpedUp(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0) }

func clientConfig(s *Switch) *ssh.ClientConfig {
	return &ssh.ClientConfig{
		User:            s.Username(),
		Auth:            []ssh.AuthMethod{ssh.Password(s.Password())},
		HostKeyCallback: ssh.FixedHostKey(s.HostKey()),
		Timeout:         patience,
	}
}

// dial logs in. The connection closes with the test.
func dial(t *testing.T, s *Switch) *ssh.Client {
	t.Helper()
	c, err := ssh.Dial("tcp", s.Addr(), clientConfig(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// terminal is a shell with everything that it has printed so far.
type terminal struct {
	t       *testing.T
	session *ssh.Session
	in      io.WriteCloser
	pieces  chan []byte // closed when the shell ends
	seen    bytes.Buffer
	read    int
}

func openTerminal(t *testing.T, c *ssh.Client) *terminal {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	term := &terminal{t: t, session: session, pieces: make(chan []byte, 64)}
	if term.in, err = session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("vt100", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	go term.pump(out)
	return term
}

func (m *terminal) pump(out io.Reader) {
	defer close(m.pieces)
	for {
		piece := make([]byte, 4096)
		n, err := out.Read(piece)
		if n > 0 {
			m.pieces <- piece[:n]
		}
		if err != nil {
			return
		}
	}
}

func (m *terminal) typed(text string) {
	m.t.Helper()
	if _, err := io.WriteString(m.in, text); err != nil {
		m.t.Fatal(err)
	}
}

// until waits for text that was not waited for before, and returns everything up to its end.
func (m *terminal) until(text string) string {
	m.t.Helper()
	deadline := time.After(patience)
	for {
		fresh := m.seen.Bytes()[m.read:]
		if i := bytes.Index(fresh, []byte(text)); i >= 0 {
			m.read += i + len(text)
			return string(fresh[:i+len(text)])
		}
		select {
		case piece, open := <-m.pieces:
			if !open {
				m.t.Fatalf("shell ended before %q; it said %q", text, fresh)
			}
			m.seen.Write(piece)
		case <-deadline:
			m.t.Fatalf("%q did not come; what came: %q", text, fresh)
		}
	}
}

// rest returns everything up to the end of the shell.
func (m *terminal) rest() string {
	m.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case piece, open := <-m.pieces:
			if !open {
				fresh := m.seen.Bytes()[m.read:]
				m.read = m.seen.Len()
				return string(fresh)
			}
			m.seen.Write(piece)
		case <-deadline:
			m.t.Fatalf("shell does not end; it said %q", m.seen.Bytes()[m.read:])
		}
	}
}

// silent fails if the shell prints or ends. after must take longer than an answer would.
func (m *terminal) silent(after func()) {
	m.t.Helper()
	after()
	select {
	case piece, open := <-m.pieces:
		m.t.Fatalf("not silent: %q, open %v", piece, open)
	default:
	}
}

// command types a command and returns everything up to the next prompt.
func (m *terminal) command(line, prompt string) string {
	m.t.Helper()
	m.typed(line + "\n")
	return m.until("\n" + prompt)
}

// plain changes the line ends of a terminal to \n.
func plain(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// tcp connects without SSH.
func tcp(t *testing.T, s *Switch) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return c
}
