package device

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"golang.org/x/crypto/ssh"
)

const (
	testUser     = "slp-ro"
	testPassword = "Tr0ub4dor"
	testEnable   = "S3cond-secret"
)

// fakeSwitch is a scripted SSH server on loopback. Its fields are set before start.
type fakeSwitch struct {
	// wire, if set, is handed the bare TCP connection in place of SSH.
	wire func(net.Conn)
	// auth replaces the default of one password.
	auth func(*ssh.ServerConfig)
	// algorithms narrows what the server offers.
	algorithms ssh.Config
	keys       []ssh.Signer
	// noSession refuses the session channel, noShell the shell, noPTY the terminal.
	noSession, noShell, noPTY bool
	// hangAuth leaves the password unanswered.
	hangAuth bool
	// shell is the dialogue; nil is ios with its zero value.
	shell func(*terminal)
	// netconf is the dialogue of the subsystem of that name; nil refuses it.
	netconf func(*terminal)

	address   string
	conns     atomic.Int64 // connections accepted
	passwords atomic.Int64 // passwords that were checked

	quit chan struct{}
	mu   sync.Mutex
	left *sync.Cond // a connection is over
	open map[net.Conn]struct{}
}

// start listens, and stops everything at the end of the test.
func (f *fakeSwitch) start(tb testing.TB) *fakeSwitch {
	tb.Helper()
	stop, err := f.listen()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(stop)
	return f
}

// listen serves until stop is called, which waits for what is being served.
func (f *fakeSwitch) listen() (stop func(), err error) {
	if f.keys == nil {
		key, err := generateKey(ssh.KeyAlgoED25519)
		if err != nil {
			return nil, err
		}
		f.keys = []ssh.Signer{key}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f.address = l.Addr().String()
	f.quit = make(chan struct{})
	f.left = sync.NewCond(&f.mu)
	f.open = make(map[net.Conn]struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f.conns.Add(1)
			f.mu.Lock()
			f.open[c] = struct{}{}
			f.mu.Unlock()
			wg.Go(func() { f.serve(c) })
		}
	})
	return func() {
		_ = l.Close()
		close(f.quit)
		f.mu.Lock()
		for c := range f.open {
			_ = c.Close()
		}
		f.mu.Unlock()
		wg.Wait()
	}, nil
}

// settle waits until no connection is open at the switch's end.
func (f *fakeSwitch) settle() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.open) > 0 {
		f.left.Wait()
	}
}

func (f *fakeSwitch) serve(c net.Conn) {
	defer func() {
		_ = c.Close()
		f.mu.Lock()
		delete(f.open, c)
		f.left.Broadcast()
		f.mu.Unlock()
	}()
	if f.wire != nil {
		f.wire(c)
		return
	}
	cfg := &ssh.ServerConfig{Config: f.algorithms, MaxAuthTries: -1}
	if f.auth != nil {
		f.auth(cfg)
	} else {
		cfg.PasswordCallback = f.password
	}
	for _, k := range f.keys {
		cfg.AddHostKey(k)
	}
	conn, channels, requests, err := ssh.NewServerConn(c, cfg)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	go ssh.DiscardRequests(requests)
	for nc := range channels {
		if f.noSession {
			_ = nc.Reject(ssh.ResourceShortage, "no free vty")
			continue
		}
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		f.session(ch, reqs)
		return
	}
}

func (f *fakeSwitch) session(ch ssh.Channel, reqs <-chan *ssh.Request) {
	shell := f.shell
	for r := range reqs {
		subsystem := r.Type == "subsystem" && f.netconf != nil
		ok := subsystem || r.Type == "pty-req" && !f.noPTY || r.Type == "shell" && !f.noShell
		_ = r.Reply(ok, nil)
		if subsystem {
			shell = f.netconf
		}
		if subsystem || r.Type == "shell" && ok {
			break
		}
	}
	go ssh.DiscardRequests(reqs)
	if shell == nil {
		shell = (&ios{}).run
	}
	shell(newTerminal(ch))
	_ = ch.Close()
}

// password checks the default password, and counts.
func (f *fakeSwitch) password(_ ssh.ConnMetadata, p []byte) (*ssh.Permissions, error) {
	f.passwords.Add(1)
	if f.hangAuth {
		<-f.quit
	}
	if string(p) != testPassword {
		return nil, errors.New("% Login invalid")
	}
	return nil, nil
}

// target is the switch as a configuration names it, with no host key check.
func (f *fakeSwitch) target() *config.Target {
	return &config.Target{
		Name:    "lab-sw-01",
		Address: f.address,
		Module: &config.Module{
			Auth:    &config.Auth{Name: "ro", Username: testUser, Password: config.NewSecret(testPassword)},
			HostKey: config.HostKey{Policy: config.HostKeyInsecure},
		},
	}
}

// terminal is the server's end of a shell.
type terminal struct {
	ch ssh.Channel
	in *bufio.Reader
}

func newTerminal(ch ssh.Channel) *terminal { return &terminal{ch: ch, in: bufio.NewReader(ch)} }

// say writes text as one piece, with a terminal's line ends.
func (t *terminal) say(text string) { t.raw(strings.ReplaceAll(text, "\n", "\r\n")) }

func (t *terminal) raw(text string) { _, _ = io.WriteString(t.ch, text) }

// line reads what was typed, up to the return.
func (t *terminal) line() (string, error) {
	s, err := t.in.ReadString('\n')
	return strings.TrimRight(s, "\r\n"), err
}

// key reads one keystroke.
func (t *terminal) key() byte {
	b, _ := t.in.ReadByte()
	return b
}

// ios is a shell with the manners of IOS: it echoes each line when it reads it, behind its prompt.
type ios struct {
	prompt   string // "lab-sw-01#" by default
	motd     string
	commands map[string]string
	// paged cuts outputs in pages of that many lines, as without `terminal length 0`.
	paged int
	// hook, if it returns true, has dealt with the line itself.
	hook func(t *terminal, line string) bool
	// comment is said to comment lines.
	comment string

	mu    sync.Mutex
	typed []string
}

func (i *ios) run(t *terminal) {
	if i.prompt == "" {
		i.prompt = "lab-sw-01#"
	}
	t.say(i.motd + "\n" + i.prompt)
	for {
		line, err := t.line()
		if err != nil {
			return
		}
		i.mu.Lock()
		i.typed = append(i.typed, line)
		i.mu.Unlock()
		if i.hook != nil && i.hook(t, line) {
			continue
		}
		if line == "exit" {
			t.say(line + "\n")
			return
		}
		i.answer(t, line)
	}
}

// lines is what has been typed, comment lines left out.
func (i *ios) lines() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var all []string
	for _, l := range i.typed {
		if !strings.HasPrefix(l, "!") {
			all = append(all, l)
		}
	}
	return all
}

func (i *ios) answer(t *terminal, line string) {
	output, known := i.commands[line]
	switch {
	case strings.HasPrefix(line, "!"):
		t.say(line + "\n" + i.comment + i.prompt)
		return
	case known, line == "", strings.HasPrefix(line, "terminal "):
	default:
		output = "      ^\n% Invalid input detected at '^' marker.\n\n"
	}
	t.say(line + "\n")
	i.page(t, output)
	t.say(i.prompt)
}

func (i *ios) page(t *terminal, output string) {
	if i.paged == 0 {
		t.say(output)
		return
	}
	lines := strings.SplitAfter(output, "\n")
	for n, l := range lines {
		if n > 0 && n%i.paged == 0 {
			t.say(" --More-- ")
			t.key()
			t.raw(strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9))
		}
		t.say(l)
	}
}

func newKey(tb testing.TB, algorithm string) ssh.Signer {
	tb.Helper()
	key, err := generateKey(algorithm)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func generateKey(algorithm string) (ssh.Signer, error) {
	var private any
	var err error
	switch algorithm {
	case ssh.KeyAlgoED25519:
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case ssh.KeyAlgoECDSA256:
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	default:
		err = fmt.Errorf("no key of type %s", algorithm)
	}
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(private)
}
