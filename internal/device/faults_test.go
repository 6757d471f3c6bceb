package device

import (
	"context"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// hold keeps a connection open without a word until the client leaves.
func hold(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// dialogue is a shell that says something, and then waits until the client leaves.
func dialogue(text string) func(*terminal) {
	return func(t *terminal) {
		t.say(text)
		_, _ = io.Copy(io.Discard, t.ch)
	}
}

// after is a shell that says something and hangs up.
func after(text string) func(*terminal) { return func(t *terminal) { t.say(text) } }

// Every way in which opening a session fails, and what it is called.
func TestOpenFails(t *testing.T) {
	old := ssh.Config{
		KeyExchanges: []string{ssh.InsecureKeyExchangeDH14SHA1},
		Ciphers:      []string{ssh.InsecureCipherAES128CBC},
		MACs:         []string{ssh.HMACSHA1},
	}
	tests := map[string]struct {
		server *fakeSwitch
		hangs  bool
		reason failure.Reason
		texts  []string
	}{
		"silent after accept": {&fakeSwitch{wire: hold}, true, failure.Timeout, []string{"SSH banner"}},
		"silent in the banner": {&fakeSwitch{wire: func(c net.Conn) {
			_, _ = io.WriteString(c, "SSH-2.0-Cis")
			hold(c)
		}}, true, failure.Timeout, []string{"SSH banner"}},
		"silent in authentication": {&fakeSwitch{hangAuth: true}, true, failure.Timeout, []string{"authentication"}},
		"silent after the login":   {&fakeSwitch{shell: dialogue("")}, true, failure.Timeout, []string{"prompt"}},
		"no prompt":                {&fakeSwitch{shell: dialogue("Welcome\nto nowhere\n")}, true, failure.Timeout, []string{"prompt"}},
		"mute behind the prompt":   {&fakeSwitch{shell: dialogue("\nsw#")}, true, failure.Timeout, []string{"prompt"}},
		"closed before banner":     {&fakeSwitch{wire: func(net.Conn) {}}, false, failure.Disconnected, []string{"before its SSH banner"}},
		"busy before banner":       {&fakeSwitch{wire: func(c net.Conn) { _, _ = io.WriteString(c, "% Connection refused by remote host\r\n") }}, false, failure.Refused, []string{"no line free"}},
		"closed after banner":      {&fakeSwitch{wire: func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-Cisco-1.25\r\n") }}, false, failure.Disconnected, []string{"handshake"}},
		"not SSH":                  {&fakeSwitch{wire: func(c net.Conn) { _, _ = io.WriteString(c, strings.Repeat("HTTP/1.1 400 Bad Request", 50)); hold(c) }}, false, failure.Unsupported, []string{"does not speak SSH", "HTTP"}},
		"old algorithms":           {&fakeSwitch{algorithms: old}, false, failure.Unsupported, []string{"legacy_algorithms: true"}},
		"no session":               {&fakeSwitch{noSession: true}, false, failure.Refused, []string{"VTY"}},
		"no terminal":              {&fakeSwitch{noPTY: true}, false, failure.Unsupported, []string{"terminal"}},
		"no shell":                 {&fakeSwitch{noShell: true}, false, failure.Privilege, []string{"exec"}},
		"closed after login":       {&fakeSwitch{shell: after("")}, false, failure.Disconnected, []string{"VTY"}},
		"all lines busy":           {&fakeSwitch{shell: after("All lines busy, try again later\n")}, false, failure.Refused, []string{"All lines busy"}},
		"exec not authorized":      {&fakeSwitch{shell: after("% Authorization failed.\n")}, false, failure.Privilege, []string{"exec"}},
		"password expired":         {&fakeSwitch{shell: dialogue("Your password has expired.\nEnter new password: ")}, false, failure.Auth, []string{"new password"}},
		"password expired, bye":    {&fakeSwitch{shell: after("Your password has expired.\n")}, false, failure.Auth, []string{"new password"}},
		"asked to log in again":    {&fakeSwitch{shell: dialogue("\nUser Access Verification\n\nUsername: ")}, false, failure.Auth, []string{"Username"}},
		"configuration mode":       {&fakeSwitch{shell: (&ios{prompt: "sw(config)#"}).run}, false, failure.Unsupported, []string{"sw(config)#"}},
		"the secret in its words":  {&fakeSwitch{shell: after("your password is " + testPassword + "\n")}, false, failure.Disconnected, []string{"<secret>"}},
		"endless banner": {&fakeSwitch{shell: func(t *terminal) {
			for {
				if _, err := t.ch.Write([]byte(strings.Repeat("blah blah\n", 1000))); err != nil {
					return
				}
			}
		}}, false, failure.Parse, []string{"no prompt"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := tt.server
			ctx := ctxFor(t)
			if tt.hangs {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 900*time.Millisecond)
				defer cancel()
			}
			s, err := NewDialer().Open(ctx, f.start(t).target())
			if s != nil {
				t.Error("a session beside an error")
			}
			wantReason(t, err, tt.reason, append(tt.texts, "lab-sw-01")...)
		})
	}
}

func TestOpenCancelled(t *testing.T) {
	for name, wire := range map[string]func(chan struct{}) *fakeSwitch{
		"in the banner": func(reached chan struct{}) *fakeSwitch {
			return &fakeSwitch{wire: func(c net.Conn) { close(reached); hold(c) }}
		},
		"before the prompt": func(reached chan struct{}) *fakeSwitch {
			return &fakeSwitch{shell: func(t *terminal) { close(reached); dialogue("")(t) }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(ctxFor(t))
			defer cancel()
			reached := make(chan struct{})
			f := wire(reached).start(t)
			go func() { <-reached; cancel() }()
			_, err := NewDialer().Open(ctx, f.target())
			wantReason(t, err, failure.Internal, "cancelled")
		})
	}
	t.Run("before it began", func(t *testing.T) {
		ctx, cancel := context.WithCancel(ctxFor(t))
		cancel()
		_, err := NewDialer().Open(ctx, (&fakeSwitch{}).start(t).target())
		wantReason(t, err, failure.Internal, "cancelled")
	})
}

func TestLegacyAlgorithms(t *testing.T) {
	f := &fakeSwitch{algorithms: ssh.Config{
		KeyExchanges: []string{ssh.InsecureKeyExchangeDH1SHA1},
		Ciphers:      []string{ssh.InsecureCipherTripleDESCBC},
		MACs:         []string{ssh.HMACSHA1},
	}}
	target := f.start(t).target()
	target.Module.LegacyAlgorithms = true
	s, err := NewDialer().Open(ctxFor(t), target)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close(ctxFor(t))
}

func TestDialFails(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	dialer := func(err error) Option {
		return WithDial(func(context.Context, string, string) (net.Conn, error) { return nil, err })
	}
	tests := map[string]struct {
		options []Option
		address string
		reason  failure.Reason
	}{
		"port closed": {nil, closed.Addr().String(), failure.Refused},
		"no name":     {[]Option{dialer(&net.DNSError{Err: "no such host", Name: "sw.invalid", IsNotFound: true})}, "sw.invalid:22", failure.DNS},
		"slow DNS":    {[]Option{dialer(&net.DNSError{Err: "i/o timeout", Name: "sw.invalid", IsTimeout: true})}, "sw.invalid:22", failure.DNS},
		"no route":    {[]Option{dialer(&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH})}, "192.0.2.1:22", failure.Unreachable},
		"no network":  {[]Option{dialer(&net.OpError{Op: "dial", Err: syscall.ENETUNREACH})}, "192.0.2.1:22", failure.Unreachable},
		"no answer":   {[]Option{dialer(&net.OpError{Op: "dial", Err: syscall.ETIMEDOUT})}, "192.0.2.1:22", failure.Timeout},
		"no more fds": {[]Option{dialer(&net.OpError{Op: "dial", Err: syscall.EMFILE})}, "192.0.2.1:22", failure.Internal},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			target := (&fakeSwitch{address: tt.address}).target()
			_, err := NewDialer(tt.options...).Open(ctxFor(t), target)
			wantReason(t, err, tt.reason)
		})
	}
	t.Run("no module", func(t *testing.T) {
		_, err := NewDialer().Open(ctxFor(t), &config.Target{Name: "x"})
		wantReason(t, err, failure.Internal)
	})
	t.Run("a fault in the dial", func(t *testing.T) {
		panics := WithDial(func(context.Context, string, string) (net.Conn, error) { panic("oops") })
		_, err := NewDialer(panics).Open(ctxFor(t), (&fakeSwitch{address: "192.0.2.1:22"}).target())
		wantReason(t, err, failure.Internal, "oops")
	})
}

func TestIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	_ = l.Close()
	target := (&fakeSwitch{address: l.Addr().String()}).target()
	_, err = NewDialer().Open(ctxFor(t), target)
	wantReason(t, err, failure.Refused, "[::1]:")
}
