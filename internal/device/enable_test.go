package device

import (
	"sync/atomic"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

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
