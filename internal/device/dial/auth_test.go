package dial_test

import (
	"errors"
	"math"
	"os"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
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
			s, err := device.NewDialer().Open(devicetest.Context(t), target)
			if err != nil {
				t.Fatalf("the right password: %v", err)
			}
			_ = s.Close(devicetest.Context(t))
			if n := f.Passwords.Load(); n != 1 {
				t.Errorf("%d attempts to log in", n)
			}
			target.Module.Auth.Password = config.NewSecret("wr0ng-one")
			_, err = device.NewDialer().Open(devicetest.Context(t), target)
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
			_, err := device.NewDialer().Open(devicetest.Context(t), f.Start(t).Target())
			devicetest.WantReason(t, err, failure.Auth)
			if n := f.Passwords.Load(); n != 0 {
				t.Error("the password was given away")
			}
		})
	}
}

// TestEmptyRounds: a few rounds without a question show messages. Without end they would keep a core busy.
func TestEmptyRounds(t *testing.T) {
	for name, rounds := range map[string]int{"a few": 3, "endless": math.MaxInt} {
		t.Run(name, func(t *testing.T) {
			f := &devicetest.Switch{}
			f.Auth = func(c *ssh.ServerConfig) {
				c.KeyboardInteractiveCallback = func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
					for range rounds {
						if _, err := ask("", "Welcome", nil, nil); err != nil {
							return nil, err
						}
					}
					return interactive(f, []string{"Password: "}, []bool{false})(m, ask)
				}
			}
			s, err := device.NewDialer().Open(devicetest.Context(t), f.Start(t).Target())
			if name == "endless" {
				devicetest.WantReason(t, err, failure.Disconnected, "10 rounds of keyboard-interactive")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_ = s.Close(devicetest.Context(t))
		})
	}
}

func TestPrivateKey(t *testing.T) {
	for passphrase, text := range map[string]string{"": devicetest.PrivateKey(t), "open sesame": encryptedKey(t)} {
		signer, err := ssh.ParsePrivateKey([]byte(text))
		if passphrase != "" {
			signer, err = ssh.ParsePrivateKeyWithPassphrase([]byte(text), []byte(passphrase))
		}
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
		s, err := device.NewDialer().Open(devicetest.Context(t), target)
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
	s, err := device.NewDialer().Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatalf("the password is the second way: %v", err)
	}
	_ = s.Close(devicetest.Context(t))
	target.Module.Auth.Password = config.Secret{}
	_, err = device.NewDialer().Open(devicetest.Context(t), target)
	devicetest.WantReason(t, err, failure.Auth, "private key")
}

func TestPrivateKeyUnusable(t *testing.T) {
	encrypted := encryptedKey(t)
	f := (&devicetest.Switch{}).Start(t)
	for passphrase, text := range map[string]string{"": "passphrase", "wrong one": "private key"} {
		target := f.Target()
		target.Module.Auth.PrivateKey = config.NewSecret(encrypted)
		target.Module.Auth.PrivateKeyPassphrase = config.NewSecret(passphrase)
		_, err := device.NewDialer().Open(devicetest.Context(t), target)
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
	_, err := device.NewDialer().Open(devicetest.Context(t), f.Start(t).Target())
	devicetest.WantReason(t, err, failure.Auth, "publickey")
}
