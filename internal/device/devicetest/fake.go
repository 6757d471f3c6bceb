// Package devicetest is the other end of a session in tests: a scripted SSH server on loopback that misbehaves as told,
// a shell with the manners of IOS, host keys and known_hosts files, and what tests expect of errors.
// It may import the configuration and the failures, no package that it helps to test.
package devicetest

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// What the servers of this package take.
const (
	User     = "slp-ro"
	Password = "Tr0ub4dor"
	Enable   = "S3cond-secret"
)

// Switch is a scripted SSH server on loopback. Its fields are set before Start.
type Switch struct {
	// Wire, if set, is handed the bare TCP connection in place of SSH.
	Wire func(net.Conn)
	// Auth replaces the default of one password.
	Auth func(*ssh.ServerConfig)
	// Algorithms narrows what the server offers.
	Algorithms ssh.Config
	// Keys are its host keys; one Ed25519 key by default.
	Keys []ssh.Signer
	// NoSession refuses the session channel, NoShell the shell, NoPTY the terminal.
	NoSession, NoShell, NoPTY bool
	// HangAuth leaves the password unanswered.
	HangAuth bool
	// Shell is the dialogue; nil is IOS with its zero value.
	Shell func(*Terminal)
	// Netconf is the dialogue of the subsystem of that name; nil refuses it.
	Netconf func(*Terminal)

	Address   string
	Conns     atomic.Int64 // connections accepted
	Passwords atomic.Int64 // passwords that were checked

	quit chan struct{}
	mu   sync.Mutex
	left *sync.Cond // a connection is over
	open map[net.Conn]struct{}
}

// Start listens, and stops everything at the end of the test.
func (f *Switch) Start(tb testing.TB) *Switch {
	tb.Helper()
	stop, err := f.Listen()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(stop)
	return f
}

// Listen serves until stop is called, which waits for what is being served.
func (f *Switch) Listen() (stop func(), err error) {
	if f.Keys == nil {
		key, err := generateKey(ssh.KeyAlgoED25519)
		if err != nil {
			return nil, err
		}
		f.Keys = []ssh.Signer{key}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f.Address = l.Addr().String()
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
			f.Conns.Add(1)
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

// Settle waits until no connection is open at the switch's end.
func (f *Switch) Settle() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.open) > 0 {
		f.left.Wait()
	}
}

func (f *Switch) serve(c net.Conn) {
	defer func() {
		_ = c.Close()
		f.mu.Lock()
		delete(f.open, c)
		f.left.Broadcast()
		f.mu.Unlock()
	}()
	if f.Wire != nil {
		f.Wire(c)
		return
	}
	cfg := &ssh.ServerConfig{Config: f.Algorithms, MaxAuthTries: -1}
	if f.Auth != nil {
		f.Auth(cfg)
	} else {
		cfg.PasswordCallback = f.CheckPassword
	}
	for _, k := range f.Keys {
		cfg.AddHostKey(k)
	}
	conn, channels, requests, err := ssh.NewServerConn(c, cfg)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	go ssh.DiscardRequests(requests)
	for nc := range channels {
		if f.NoSession {
			_ = nc.Reject(ssh.ResourceShortage, "no free vty")
			continue
		}
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		f.session(conn, ch, reqs)
		return
	}
}

func (f *Switch) session(conn ssh.Conn, ch ssh.Channel, reqs <-chan *ssh.Request) {
	shell := f.Shell
	for r := range reqs {
		subsystem := r.Type == "subsystem" && f.Netconf != nil
		ok := subsystem || r.Type == "pty-req" && !f.NoPTY || r.Type == "shell" && !f.NoShell
		_ = r.Reply(ok, nil)
		if subsystem {
			shell = f.Netconf
		}
		if subsystem || r.Type == "shell" && ok {
			break
		}
	}
	go ssh.DiscardRequests(reqs)
	if shell == nil {
		shell = (&IOS{}).Run
	}
	shell(newTerminal(conn, ch))
	_ = ch.Close()
}

// CheckPassword checks the default password, and counts.
func (f *Switch) CheckPassword(_ ssh.ConnMetadata, p []byte) (*ssh.Permissions, error) {
	f.Passwords.Add(1)
	if f.HangAuth {
		<-f.quit
	}
	if string(p) != Password {
		return nil, errors.New("% Login invalid")
	}
	return nil, nil
}

// Target is the switch as a configuration names it, with no host key check.
func (f *Switch) Target() *config.Target {
	return &config.Target{
		Name:    "lab-sw-01",
		Address: f.Address,
		Module: &config.Module{
			Auth:    &config.Auth{Name: "ro", Username: User, Password: config.NewSecret(Password)},
			HostKey: config.HostKey{Policy: config.HostKeyInsecure},
		},
	}
}

// Checked is the switch as a target whose host key is checked against a file.
func Checked(f *Switch, policy config.HostKeyPolicy, file string) *config.Target {
	t := f.Target()
	t.Module.HostKey = config.HostKey{Policy: policy, KnownHostsFile: file}
	if policy == config.HostKeyAcceptNew {
		t.Module.HostKey.AcceptedFile = file + ".accepted"
	}
	return t
}

// Hold keeps a connection open without a word until the client leaves.
func Hold(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// Says is a shell that says something, and then waits until the client leaves.
func Says(text string) func(*Terminal) {
	return func(t *Terminal) {
		t.Say(text)
		_, _ = io.Copy(io.Discard, t.Ch)
	}
}

// SaysBye is a shell that says something and hangs up.
func SaysBye(text string) func(*Terminal) { return func(t *Terminal) { t.Say(text) } }
