package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"

	"errors"
	"os"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// encryptedKey is a key of one bcrypt round (ssh-keygen -a 1); the usual 16 take seconds under -race.
func encryptedKey(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/encrypted_key")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func interactive(f *devicetest.Switch, questions []string, echos []bool) func(ssh.ConnMetadata, ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	return func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
		answers, err := ask("", "", questions, echos)
		if err != nil {
			return nil, err
		}
		return f.CheckPassword(m, []byte(answers[0]))
	}
}

// One wrong password costs one attempt, whatever the server offers.
func TestWrongPasswordCostsOneAttempt(t *testing.T) {
	question := []string{"Password: "}
	hidden := []bool{false}
	tests := map[string]func(*devicetest.Switch, *ssh.ServerConfig){
		"password": func(f *devicetest.Switch, c *ssh.ServerConfig) { c.PasswordCallback = f.CheckPassword },
		"keyboard-interactive": func(f *devicetest.Switch, c *ssh.ServerConfig) {
			c.KeyboardInteractiveCallback = interactive(f, question, hidden)
		},
		"both": func(f *devicetest.Switch, c *ssh.ServerConfig) {
			c.PasswordCallback = f.CheckPassword
			c.KeyboardInteractiveCallback = interactive(f, question, hidden)
		},
	}
	for name, auth := range tests {
		t.Run(name, func(t *testing.T) {
			f := &devicetest.Switch{}
			f.Auth = func(c *ssh.ServerConfig) { auth(f, c) }
			target := f.Start(t).Target()
			s, err := NewDialer().Open(devicetest.Context(t), target)
			if err != nil {
				t.Fatalf("the right password: %v", err)
			}
			_ = s.Close(devicetest.Context(t))
			if n := f.Passwords.Load(); n != 1 {
				t.Errorf("%d attempts to log in", n)
			}
			target.Module.Auth.Password = config.NewSecret("wr0ng-one")
			_, err = NewDialer().Open(devicetest.Context(t), target)
			devicetest.WantReason(t, err, failure.Auth, devicetest.User, "refused")
			if n := f.Passwords.Load(); n != 2 {
				t.Errorf("a wrong password cost %d attempts", n-1)
			}
			if n := f.Conns.Load(); n != 2 {
				t.Errorf("%d connections for two logins", n)
			}
		})
	}
}

func TestInteractiveQuestions(t *testing.T) {
	tests := map[string]struct {
		questions []string
		echos     []bool
	}{
		"one-time code":   {[]string{"Passcode: "}, []bool{false}},
		"two questions":   {[]string{"Password: ", "Token: "}, []bool{false, false}},
		"shown on screen": {[]string{"Password: "}, []bool{true}},
		"new password":    {[]string{"Enter new password: "}, []bool{false}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := &devicetest.Switch{}
			f.Auth = func(c *ssh.ServerConfig) { c.KeyboardInteractiveCallback = interactive(f, tt.questions, tt.echos) }
			_, err := NewDialer().Open(devicetest.Context(t), f.Start(t).Target())
			devicetest.WantReason(t, err, failure.Auth)
			if n := f.Passwords.Load(); n != 0 {
				t.Error("the password was given away")
			}
		})
	}
}

func TestPrivateKey(t *testing.T) {
	for passphrase, text := range map[string]string{"": devicetest.PrivateKey(t), "open sesame": encryptedKey(t)} {
		signer, err := parseKey(&config.Auth{PrivateKey: config.NewSecret(text), PrivateKeyPassphrase: config.NewSecret(passphrase)})
		if err != nil {
			t.Fatal(err)
		}
		public := signer.PublicKey()
		f := &devicetest.Switch{}
		f.Auth = func(c *ssh.ServerConfig) {
			c.PasswordCallback = f.CheckPassword
			c.PublicKeyCallback = func(_ ssh.ConnMetadata, k ssh.PublicKey) (*ssh.Permissions, error) {
				if string(k.Marshal()) != string(public.Marshal()) {
					return nil, errors.New("unknown key")
				}
				return nil, nil
			}
		}
		target := f.Start(t).Target()
		auth := target.Module.Auth
		auth.PrivateKey, auth.PrivateKeyPassphrase = config.NewSecret(text), config.NewSecret(passphrase)
		s, err := NewDialer().Open(devicetest.Context(t), target)
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Close(devicetest.Context(t))
		if n := f.Passwords.Load(); n != 0 {
			t.Error("the password was used")
		}
	}
}

func TestPrivateKeyRefused(t *testing.T) {
	text := devicetest.PrivateKey(t)
	f := &devicetest.Switch{}
	f.Auth = func(c *ssh.ServerConfig) {
		c.PasswordCallback = f.CheckPassword
		c.PublicKeyCallback = func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, errors.New("unknown key")
		}
	}
	target := f.Start(t).Target()
	target.Module.Auth.PrivateKey = config.NewSecret(text)
	s, err := NewDialer().Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatalf("the password is the second way: %v", err)
	}
	_ = s.Close(devicetest.Context(t))
	target.Module.Auth.Password = config.Secret{}
	_, err = NewDialer().Open(devicetest.Context(t), target)
	devicetest.WantReason(t, err, failure.Auth, "private key")
}

func TestPrivateKeyUnusable(t *testing.T) {
	encrypted := encryptedKey(t)
	f := (&devicetest.Switch{}).Start(t)
	for passphrase, text := range map[string]string{"": "passphrase", "wrong one": "private key"} {
		target := f.Target()
		target.Module.Auth.PrivateKey = config.NewSecret(encrypted)
		target.Module.Auth.PrivateKeyPassphrase = config.NewSecret(passphrase)
		_, err := NewDialer().Open(devicetest.Context(t), target)
		devicetest.WantReason(t, err, failure.Auth, text)
	}
	if f.Conns.Load() != 0 {
		t.Error("dialled without a usable key")
	}
}

func TestNothingToOffer(t *testing.T) {
	f := &devicetest.Switch{Auth: func(c *ssh.ServerConfig) {
		c.PublicKeyCallback = func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, errors.New("no") }
	}}
	_, err := NewDialer().Open(devicetest.Context(t), f.Start(t).Target())
	devicetest.WantReason(t, err, failure.Auth, "publickey")
}

func TestEnable(t *testing.T) {
	tests := map[string]struct {
		secret     string
		reply      func(t *devicetest.Terminal, shell *devicetest.IOS) // to the secret
		privileged bool
		fails      bool
	}{
		"right":            {secret: devicetest.Enable, privileged: true},
		"not configured":   {},
		"asked again":      {secret: "wrong", fails: true},
		"error and prompt": {secret: "wrong", fails: true, reply: func(t *devicetest.Terminal, s *devicetest.IOS) { t.Say("\n% Error in authentication.\n\n" + s.Prompt) }},
		"echoed by mistake": {secret: devicetest.Enable, fails: true, reply: func(t *devicetest.Terminal, s *devicetest.IOS) {
			t.Say(devicetest.Enable + "\n% Access denied\n\n" + s.Prompt)
		}},
		"hung up": {secret: "wrong", fails: true, reply: func(t *devicetest.Terminal, _ *devicetest.IOS) { t.Say("\n% Bad secrets\n"); _ = t.Ch.Close() }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shell := &devicetest.IOS{Prompt: "lab-sw-01>"}
			var asked atomic.Int64
			shell.Hook = func(term *devicetest.Terminal, line string) bool {
				if line != "enable" {
					return false
				}
				term.Say(line + "\nPassword: ")
				for {
					given, err := term.Line()
					if err != nil {
						return true
					}
					asked.Add(1)
					switch {
					case tt.reply != nil:
						tt.reply(term, shell)
						return true
					case given == devicetest.Enable:
						shell.Prompt = "lab-sw-01#"
						term.Say("\n" + shell.Prompt)
						return true
					}
					term.Say("\nPassword: ")
				}
			}
			target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
			target.Module.Auth.EnablePassword = config.NewSecret(tt.secret)
			s, err := NewDialer().Open(devicetest.Context(t), target)
			if tt.fails {
				want := failure.Privilege
				if name == "hung up" {
					want = failure.Disconnected
				}
				devicetest.WantReason(t, err, want)
				if n := asked.Load(); n != 1 {
					t.Errorf("%d attempts", n)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close(devicetest.Context(t)) }()
			if s.Privileged() != tt.privileged || s.Hostname() != "lab-sw-01" {
				t.Errorf("privileged %v, hostname %q", s.Privileged(), s.Hostname())
			}
			if err := s.Alive(devicetest.Context(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestEnableAsksForUser: the enable secret is not typed where a user name is asked for, and echoed.
func TestEnableAsksForUser(t *testing.T) {
	shell := &devicetest.IOS{Prompt: "lab-sw-01>"}
	given := make(chan string, 1)
	shell.Hook = func(term *devicetest.Terminal, line string) bool {
		if line == "enable" {
			term.Say(line + "\nUsername: ")
			answer, _ := term.Line()
			given <- answer
		}
		return line == "enable"
	}
	target := (&devicetest.Switch{Shell: shell.Run}).Start(t).Target()
	target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
	_, err := NewDialer().Open(devicetest.Context(t), target)
	devicetest.WantReason(t, err, failure.Privilege, "Username")
	if answer := <-given; answer != "" {
		t.Errorf("%q was typed", answer)
	}
}
