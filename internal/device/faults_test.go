package device

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Every way in which opening a session fails, and what it is called.
func TestOpenFails(t *testing.T) {
	old := ssh.Config{
		KeyExchanges: []string{ssh.InsecureKeyExchangeDH14SHA1},
		Ciphers:      []string{ssh.InsecureCipherAES128CBC},
		MACs:         []string{ssh.HMACSHA1},
	}
	tests := map[string]struct {
		server *devicetest.Switch
		hangs  bool
		reason failure.Reason
		texts  []string
	}{
		"silent after accept": {&devicetest.Switch{Wire: devicetest.Hold}, true, failure.Timeout, []string{"SSH banner"}},
		"silent in the banner": {&devicetest.Switch{Wire: func(c net.Conn) {
			_, _ = io.WriteString(c, "SSH-2.0-Cis")
			devicetest.Hold(c)
		}}, true, failure.Timeout, []string{"SSH banner"}},
		"silent in authentication": {&devicetest.Switch{HangAuth: true}, true, failure.Timeout, []string{"authentication"}},
		"silent after the login":   {&devicetest.Switch{Shell: devicetest.Says("")}, true, failure.Timeout, []string{"prompt"}},
		"no prompt":                {&devicetest.Switch{Shell: devicetest.Says("Welcome\nto nowhere\n")}, true, failure.Timeout, []string{"prompt"}},
		"mute after the prompt":    {&devicetest.Switch{Shell: devicetest.Says("\nsw#")}, true, failure.Timeout, []string{"prompt"}},
		"closed before banner":     {&devicetest.Switch{Wire: func(net.Conn) {}}, false, failure.Disconnected, []string{"before its SSH banner"}},
		"busy before banner":       {&devicetest.Switch{Wire: func(c net.Conn) { _, _ = io.WriteString(c, "% Connection refused by remote host\r\n") }}, false, failure.Refused, []string{"no line free"}},
		"closed after banner":      {&devicetest.Switch{Wire: func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-Cisco-1.25\r\n") }}, false, failure.Disconnected, []string{"handshake"}},
		"not SSH": {&devicetest.Switch{Wire: func(c net.Conn) {
			_, _ = io.WriteString(c, strings.Repeat("HTTP/1.1 400 Bad Request", 50))
			devicetest.Hold(c)
		}}, false, failure.Unsupported, []string{"does not speak SSH", "HTTP"}},
		"old algorithms":          {&devicetest.Switch{Algorithms: old}, false, failure.Unsupported, []string{"legacy_algorithms: true"}},
		"no session":              {&devicetest.Switch{NoSession: true}, false, failure.Refused, []string{"VTY"}},
		"no terminal":             {&devicetest.Switch{NoPTY: true}, false, failure.Unsupported, []string{"terminal"}},
		"no shell":                {&devicetest.Switch{NoShell: true}, false, failure.Privilege, []string{"exec"}},
		"closed after login":      {&devicetest.Switch{Shell: devicetest.SaysBye("")}, false, failure.Disconnected, []string{"VTY"}},
		"all lines busy":          {&devicetest.Switch{Shell: devicetest.SaysBye("All lines busy, try again later\n")}, false, failure.Refused, []string{"All lines busy"}},
		"exec not authorized":     {&devicetest.Switch{Shell: devicetest.SaysBye("% Authorization failed.\n")}, false, failure.Privilege, []string{"exec"}},
		"password expired":        {&devicetest.Switch{Shell: devicetest.Says("Your password has expired.\nEnter new password: ")}, false, failure.Auth, []string{"new password"}},
		"password expired, bye":   {&devicetest.Switch{Shell: devicetest.SaysBye("Your password has expired.\n")}, false, failure.Auth, []string{"new password"}},
		"asked to log in again":   {&devicetest.Switch{Shell: devicetest.Says("\nUser Access Verification\n\nUsername: ")}, false, failure.Auth, []string{"Username"}},
		"configuration mode":      {&devicetest.Switch{Shell: (&devicetest.IOS{Prompt: "sw(config)#"}).Run}, false, failure.Unsupported, []string{"sw(config)#"}},
		"closed in the set-up":    {&devicetest.Switch{Shell: (&devicetest.IOS{Hook: hangsUpAt("terminal length 0")}).Run}, false, failure.Disconnected, []string{"closed the session"}},
		"closed at enable":        {&devicetest.Switch{Shell: (&devicetest.IOS{Prompt: "sw>", Hook: hangsUpAt("enable")}).Run}, false, failure.Disconnected, []string{"closed the session"}},
		"the secret in its words": {&devicetest.Switch{Shell: devicetest.SaysBye("your password is " + devicetest.Password + "\n")}, false, failure.Disconnected, []string{"<secret>"}},
		"endless banner": {&devicetest.Switch{Shell: func(t *devicetest.Terminal) {
			for {
				if _, err := t.Ch.Write([]byte(strings.Repeat("blah blah\n", 1000))); err != nil {
					return
				}
			}
		}}, false, failure.Parse, []string{"no prompt"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := tt.server
			ctx := devicetest.Context(t)
			if tt.hangs {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 900*time.Millisecond)
				defer cancel()
			}
			target := f.Start(t).Target()
			target.Module.Auth.EnablePassword = config.NewSecret(devicetest.Enable)
			s, err := NewDialer().Open(ctx, target)
			if s != nil {
				t.Error("a session beside an error")
			}
			devicetest.WantReason(t, err, tt.reason, append(tt.texts, "lab-sw-01")...)
		})
	}
}

// hangsUpAt closes the session when that line is typed.
func hangsUpAt(at string) func(*devicetest.Terminal, string) bool {
	return func(t *devicetest.Terminal, line string) bool {
		if line == at {
			_ = t.Ch.Close()
		}
		return line == at
	}
}

func TestOpenCancelled(t *testing.T) {
	for name, wire := range map[string]func(chan struct{}) *devicetest.Switch{
		"in the banner": func(reached chan struct{}) *devicetest.Switch {
			return &devicetest.Switch{Wire: func(c net.Conn) { close(reached); devicetest.Hold(c) }}
		},
		"before the prompt": func(reached chan struct{}) *devicetest.Switch {
			return &devicetest.Switch{Shell: func(t *devicetest.Terminal) { close(reached); devicetest.Says("")(t) }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(devicetest.Context(t))
			defer cancel()
			reached := make(chan struct{})
			f := wire(reached).Start(t)
			go func() { <-reached; cancel() }()
			_, err := NewDialer().Open(ctx, f.Target())
			devicetest.WantReason(t, err, failure.Internal, "cancelled")
		})
	}
	t.Run("before it began", func(t *testing.T) {
		ctx, cancel := context.WithCancel(devicetest.Context(t))
		cancel()
		_, err := NewDialer().Open(ctx, (&devicetest.Switch{}).Start(t).Target())
		devicetest.WantReason(t, err, failure.Internal, "cancelled")
	})
}
