package device

import (
	"errors"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// pageForever shows a pager after each key, and wipes it off before the next.
func pageForever(t *devicetest.Terminal) {
	for {
		t.Raw(" --More-- ")
		if t.Key() == 0 {
			return
		}
		t.Raw("\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b")
	}
}

// wipeForever prints something and takes it back.
func wipeForever(t *devicetest.Terminal) {
	for {
		if _, err := t.Ch.Write([]byte("working ... 17%")); err != nil {
			return
		}
		t.Raw("\r               \r")
	}
}

// TestEndless: what a switch may repeat without end has a bound, wherever it comes.
func TestEndless(t *testing.T) {
	for name, c := range map[string]struct {
		endless func(*devicetest.Terminal)
		want    failure.Reason
	}{"pages": {pageForever, failure.Parse}, "control characters": {wipeForever, failure.Disconnected}} {
		at := func(command string) *devicetest.IOS {
			return &devicetest.IOS{Hook: func(t *devicetest.Terminal, line string) bool {
				if line != command {
					return false
				}
				t.Say(line + "\n")
				c.endless(t)
				return true
			}}
		}
		t.Run(name+" in an output", func(t *testing.T) {
			t.Parallel()
			s := open(t, (&devicetest.Switch{Shell: at("show it").Run}).Start(t))
			_, err := s.Run(devicetest.Context(t), "show it")
			devicetest.WantReason(t, err, c.want, name)
		})
		t.Run(name+" in the set-up", func(t *testing.T) {
			t.Parallel()
			_, err := NewDialer().Open(devicetest.Context(t), (&devicetest.Switch{Shell: at("terminal length 0").Run}).Start(t).Target())
			devicetest.WantReason(t, err, c.want, name)
		})
		t.Run(name+" in place of the prompt", func(t *testing.T) {
			t.Parallel()
			_, err := NewDialer().Open(devicetest.Context(t), (&devicetest.Switch{Shell: c.endless}).Start(t).Target())
			devicetest.WantReason(t, err, c.want)
		})
	}
}

// TestWipedText: what is wiped out does not count as text, but has a bound of its own.
func TestWipedText(t *testing.T) {
	a, count := newAnswer(dialogue.MaxOutput), 0
	for a.add([]byte("sw#")) == nil && a.add([]byte("\b\b\b")) == nil {
		if count++; count > maxWiped {
			t.Fatal("no bound")
		}
	}
	if got := 6 * count; got < maxWiped-6 || got > maxWiped {
		t.Errorf("%d bytes were taken", got)
	}
}

// TestFloods: what comes without having been asked on an idle session costs the session.
func TestFloods(t *testing.T) {
	for name, tt := range map[string]struct {
		once func(*devicetest.Terminal) error
		says string
	}{
		"global requests": {func(t *devicetest.Terminal) error {
			_, _, err := t.Conn.SendRequest("keepalive@openssh.com", false, nil)
			return err
		}, "requests"},
		"global requests that want an answer": {func(t *devicetest.Terminal) error {
			_, _, err := t.Conn.SendRequest("keepalive@openssh.com", true, nil)
			return err
		}, "requests"},
		"channel requests": {func(t *devicetest.Terminal) error {
			_, err := t.Ch.SendRequest("keepalive@openssh.com", false, nil)
			return err
		}, "requests"},
		"channel opens": {func(t *devicetest.Terminal) error {
			_, _, err := t.Conn.OpenChannel("forwarded-tcpip", nil)
			if refused := (*ssh.OpenChannelError)(nil); errors.As(err, &refused) {
				err = nil
			}
			return err
		}, "requests"},
		"control characters": {func(t *devicetest.Terminal) error {
			_, err := t.Ch.Write(make([]byte, 10_000))
			return err
		}, "control characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			idle, over := make(chan struct{}), make(chan struct{})
			shell := func(term *devicetest.Terminal) {
				go func() {
					defer close(over)
					<-idle
					for tt.once(term) == nil {
					}
				}()
				(&devicetest.IOS{Commands: map[string]string{"show it": "it\n"}}).Run(term)
			}
			s := open(t, (&devicetest.Switch{Shell: shell}).Start(t))
			Run(t, s, "show it")
			close(idle)
			<-over // the session is dropped while it is idle
			_, err := s.Run(devicetest.Context(t), "show it")
			devicetest.WantReason(t, err, failure.Disconnected, "without having been asked", tt.says)
		})
	}
}
