package device

import (
	"errors"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

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
