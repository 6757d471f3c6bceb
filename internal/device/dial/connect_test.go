package dial_test

import (
	"context"
	"net"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestLegacyAlgorithms(t *testing.T) {
	f := &devicetest.Switch{Algorithms: ssh.Config{
		KeyExchanges: []string{ssh.InsecureKeyExchangeDH1SHA1},
		Ciphers:      []string{ssh.InsecureCipherTripleDESCBC},
		MACs:         []string{ssh.HMACSHA1},
	}}
	target := f.Start(t).Target()
	target.Module.LegacyAlgorithms = true
	s, err := device.NewDialer().Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close(devicetest.Context(t))
}

func TestDialFails(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	dialer := func(err error) device.Option {
		return device.WithDial(func(context.Context, string, string) (net.Conn, error) { return nil, err })
	}
	tests := map[string]struct {
		options []device.Option
		address string
		reason  failure.Reason
	}{
		"port closed": {nil, closed.Addr().String(), failure.Refused},
		"no name":     {[]device.Option{dialer(&net.DNSError{Err: "no such host", Name: "sw.invalid", IsNotFound: true})}, "sw.invalid:22", failure.DNS},
		"slow DNS":    {[]device.Option{dialer(&net.DNSError{Err: "i/o timeout", Name: "sw.invalid", IsTimeout: true})}, "sw.invalid:22", failure.DNS},
		"no route":    {[]device.Option{dialer(&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH})}, "192.0.2.1:22", failure.Unreachable},
		"no network":  {[]device.Option{dialer(&net.OpError{Op: "dial", Err: syscall.ENETUNREACH})}, "192.0.2.1:22", failure.Unreachable},
		"no answer":   {[]device.Option{dialer(&net.OpError{Op: "dial", Err: syscall.ETIMEDOUT})}, "192.0.2.1:22", failure.Timeout},
		"no more fds": {[]device.Option{dialer(&net.OpError{Op: "dial", Err: syscall.EMFILE})}, "192.0.2.1:22", failure.Internal},
		"no more fds to resolve": {[]device.Option{dialer(&net.DNSError{Err: "dial udp 192.0.2.53:53: socket: too many open files", Name: "sw.invalid"})},
			"sw.invalid:22", failure.Internal},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			target := (&devicetest.Switch{Address: tt.address}).Target()
			_, err := device.NewDialer(tt.options...).Open(devicetest.Context(t), target)
			devicetest.WantReason(t, err, tt.reason)
			if text := err.Error(); strings.Contains(text, "LimitNOFILE") != strings.Contains(name, "fds") {
				t.Errorf("%s: what to do is missing, or wrong", text)
			}
		})
	}
	t.Run("no module", func(t *testing.T) {
		_, err := device.NewDialer().Open(devicetest.Context(t), &config.Target{Name: "x"})
		devicetest.WantReason(t, err, failure.Internal)
	})
	t.Run("a fault in the dial", func(t *testing.T) {
		panics := device.WithDial(func(context.Context, string, string) (net.Conn, error) { panic("oops") })
		_, err := device.NewDialer(panics).Open(devicetest.Context(t), (&devicetest.Switch{Address: "192.0.2.1:22"}).Target())
		devicetest.WantReason(t, err, failure.Internal, "oops")
	})
}

func TestIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	_ = l.Close()
	target := (&devicetest.Switch{Address: l.Addr().String()}).Target()
	_, err = device.NewDialer().Open(devicetest.Context(t), target)
	devicetest.WantReason(t, err, failure.Refused, "[::1]:")
}
