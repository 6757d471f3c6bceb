package dial_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// fakeAgent is an ssh-agent on a socket of its own, which SSH_AUTH_SOCK names.
type fakeAgent struct {
	agent.Agent
	serve func(net.Conn) // replaces the agent's dialogue
	conns sync.WaitGroup // those open
}

func (a *fakeAgent) start(t *testing.T) *fakeAgent {
	t.Helper()
	dir, err := os.MkdirTemp("", "slp") // a socket's path has 100 characters at most
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "agent"))
	if err != nil {
		t.Fatal(err)
	}
	if a.serve == nil {
		a.serve = func(c net.Conn) { _ = agent.ServeAgent(a, c) }
	}
	var loop sync.WaitGroup
	loop.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			a.conns.Go(func() {
				a.serve(c)
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		loop.Wait()
		a.conns.Wait() // hangs if the exporter keeps a connection
		_ = os.RemoveAll(dir)
	})
	t.Setenv(config.AgentVariable, l.Addr().String())
	return a
}

// keyring is an agent with these private keys.
func keyring(t *testing.T, keys ...any) *fakeAgent {
	t.Helper()
	a := &fakeAgent{Agent: agent.NewKeyring()}
	for _, k := range keys {
		if err := a.Add(agent.AddedKey{PrivateKey: k}); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// privateKeys are private keys of the types that switches take.
func privateKeys(t *testing.T) map[string]any {
	t.Helper()
	keys := map[string]any{}
	var errs [3]error
	_, keys["ed25519"], errs[0] = ed25519.GenerateKey(rand.Reader)
	keys["ecdsa"], errs[1] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	keys["rsa"], errs[2] = rsa.GenerateKey(rand.Reader, 2048)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return keys
}

func signerOf(t *testing.T, key any) ssh.Signer {
	t.Helper()
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// keySwitch takes one key, and notes which keys it is offered, each once. It takes the password, too.
type keySwitch struct {
	*devicetest.Switch
	mu      sync.Mutex
	offered []string
}

func newKeySwitch(t *testing.T, takes ssh.PublicKey) *keySwitch {
	t.Helper()
	s := &keySwitch{Switch: &devicetest.Switch{}}
	s.Auth = func(c *ssh.ServerConfig) {
		c.MaxAuthTries = 3 // the default of `ip ssh authentication-retries`
		c.PasswordCallback = s.CheckPassword
		c.PublicKeyCallback = func(_ ssh.ConnMetadata, k ssh.PublicKey) (*ssh.Permissions, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if n := len(s.offered); n == 0 || s.offered[n-1] != string(k.Marshal()) {
				s.offered = append(s.offered, string(k.Marshal()))
			}
			if takes == nil || string(k.Marshal()) != string(takes.Marshal()) {
				return nil, errors.New("unknown key")
			}
			return nil, nil
		}
	}
	s.Start(t)
	return s
}

// tries returns how many keys the switch has been offered, and forgets them.
func (s *keySwitch) tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.offered)
	s.offered = nil
	return n
}

// agentTarget logs in with the agent's keys alone.
func (s *keySwitch) agentTarget() *config.Target {
	target := s.Target()
	target.Module.Auth.SSHAgent = true
	target.Module.Auth.Password = config.Secret{}
	return target
}

func TestAgent(t *testing.T) {
	for name, key := range privateKeys(t) {
		t.Run(name, func(t *testing.T) {
			other := devicetest.NewKey(t, ssh.KeyAlgoED25519)
			keyring(t, key).start(t)
			s := newKeySwitch(t, signerOf(t, key).PublicKey())
			if err := tryOpen(t, device.NewDialer(), s.agentTarget()); err != nil {
				t.Fatal(err)
			}
			_, err := device.NewDialer().Open(devicetest.Context(t), newKeySwitch(t, other.PublicKey()).agentTarget())
			devicetest.WantReason(t, err, failure.Auth, "refused", devicetest.User, "ssh-agent")
		})
	}
}

// TestAgentTries: an agent may hold many keys, and each costs an attempt.
func TestAgentTries(t *testing.T) {
	keys := privateKeys(t)
	file := devicetest.PrivateKey(t)
	fileSigner, err := ssh.ParsePrivateKey([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		key, password bool
		tries         int
	}{
		"agent alone":         {false, false, 2},
		"and a password":      {false, true, 2},
		"and a key":           {true, false, 3},
		"with all there is":   {true, true, 2},
		"key that it has too": {true, true, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := keyring(t)
			if name == "key that it has too" {
				a = keyring(t, mustRaw(t, file))
			}
			for _, key := range keys {
				if err := a.Add(agent.AddedKey{PrivateKey: key}); err != nil {
					t.Fatal(err)
				}
			}
			a.start(t)
			s := newKeySwitch(t, nil)
			target := s.agentTarget()
			if tt.key {
				target.Module.Auth.PrivateKey = config.NewSecret(file)
			}
			if tt.password {
				target.Module.Auth.Password = config.NewSecret(devicetest.Password)
			}
			err := tryOpen(t, device.NewDialer(), target)
			if tt.password && err != nil {
				t.Errorf("the password found no attempt left: %v", err)
			}
			if !tt.password {
				devicetest.WantReason(t, err, failure.Auth, "ssh-agent")
			}
			s.mu.Lock()
			first := len(s.offered) > 0 && s.offered[0] == string(fileSigner.PublicKey().Marshal())
			s.mu.Unlock()
			if first != tt.key {
				t.Errorf("the key of the file goes first: %v", first)
			}
			if got := s.tries(); got != tt.tries {
				t.Errorf("%d keys were offered, want %d", got, tt.tries)
			}
		})
	}
}

// TestAgentLocksOut: a switch that hangs up after too many keys has refused them.
func TestAgentLocksOut(t *testing.T) {
	keyring(t, mustRaw(t, devicetest.PrivateKey(t)), mustRaw(t, devicetest.PrivateKey(t))).start(t)
	s := &devicetest.Switch{Auth: func(c *ssh.ServerConfig) {
		c.MaxAuthTries = 1
		c.PublicKeyCallback = func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, errors.New("no") }
	}}
	target := s.Start(t).Target()
	target.Module.Auth.SSHAgent = true
	target.Module.Auth.Password = config.Secret{}
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.Auth, "refused", "ssh-agent")
}

func mustRaw(t *testing.T, text string) any {
	t.Helper()
	key, err := ssh.ParseRawPrivateKey([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestAgentFails: each failure says that it is the agent's, and a password is used all the same.
func TestAgentFails(t *testing.T) {
	key := mustRaw(t, devicetest.PrivateKey(t))
	certified := devicetest.CertKey(t, signerOf(t, key), signerOf(t, key), "x").PublicKey().(*ssh.Certificate)
	locked := keyring(t, key)
	tests := map[string]struct {
		start func(t *testing.T)
		text  string
	}{
		"no variable": {func(t *testing.T) { t.Setenv(config.AgentVariable, "") }, "SSH_AUTH_SOCK is not set"},
		"no socket": {func(t *testing.T) {
			t.Setenv(config.AgentVariable, filepath.Join(t.TempDir(), "gone"))
		}, "no such file"},
		"no key": {func(t *testing.T) { keyring(t).start(t) }, "has no (other) RSA, ECDSA or Ed25519 key"},
		"certificate": {func(t *testing.T) {
			a := keyring(t)
			if err := a.Add(agent.AddedKey{PrivateKey: key, Certificate: certified}); err != nil {
				t.Fatal(err)
			}
			a.start(t)
		}, "has no (other) RSA"},
		"hangs up": {func(t *testing.T) {
			a := keyring(t)
			a.serve = func(net.Conn) {}
			a.start(t)
		}, "asking the ssh-agent"},
		"rubbish": {func(t *testing.T) {
			a := keyring(t)
			a.serve = func(c net.Conn) { _, _ = c.Write([]byte("\x00\x00\x00\x02HTTP/1.1 400\r\n\r\n")) }
			a.start(t)
		}, "asking the ssh-agent"},
		"does not sign": {func(t *testing.T) {
			a := &fakeAgent{Agent: unwilling{locked.Agent}}
			a.start(t)
		}, "signing with a key of the ssh-agent"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.start(t)
			s := newKeySwitch(t, signerOf(t, key).PublicKey())
			target := s.agentTarget()
			devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.Auth, tt.text, devicetest.User)
			target.Module.Auth.Password = config.NewSecret("wr0ng-one")
			devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.Auth, "password", tt.text)
			target.Module.Auth.Password = config.NewSecret(devicetest.Password)
			if err := tryOpen(t, device.NewDialer(), target); err != nil {
				t.Errorf("the password is the second way: %v", err)
			}
		})
	}
}

// unwilling lists its keys but signs with none.
type unwilling struct{ agent.Agent }

func (unwilling) Sign(ssh.PublicKey, []byte) (*ssh.Signature, error) {
	return nil, errors.New("the user said no")
}

// TestAgentSilent: an agent that waits for a human holds no poll longer than the poll's deadline, and
// is abandoned when the poll is cancelled.
func TestAgentSilent(t *testing.T) {
	asked := make(chan struct{})
	a := keyring(t)
	a.serve = func(c net.Conn) {
		close(asked)
		_, _ = c.Read(make([]byte, 5)) // the question
		_, _ = c.Read(make([]byte, 1)) // returns when the exporter closes
	}
	a.start(t)
	ctx, cancel := context.WithCancel(devicetest.Context(t))
	defer cancel()
	go func() {
		<-asked
		cancel()
	}()
	_, err := device.NewDialer().Open(ctx, newKeySwitch(t, nil).agentTarget())
	devicetest.WantReason(t, err, failure.Internal, "cancelled")
}

// TestAgentNotAsked: neither where it is not wanted nor before the host key is known.
func TestAgentNotAsked(t *testing.T) {
	a := keyring(t)
	a.serve = func(net.Conn) { t.Error("the agent was asked") }
	a.start(t)
	s := newKeySwitch(t, nil)
	if err := tryOpen(t, device.NewDialer(), s.Target()); err != nil {
		t.Error(err)
	}
	target := s.agentTarget()
	target.Module.HostKey = config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: devicetest.WriteFile(t)}
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.HostKey)
	only := (&devicetest.Switch{}).Start(t).Target() // a password is all it takes
	only.Module.Auth.SSHAgent = true
	if err := tryOpen(t, device.NewDialer(), only); err != nil {
		t.Error(err)
	}
}
