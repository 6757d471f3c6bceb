package dial_test

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// socks is a SOCKS5 proxy (RFC 1928) without authentication that answers each request with reply;
// with 0 it connects to wherever it was asked to.
type socks struct {
	reply   byte
	mu      sync.Mutex
	address []string // asked for
}

func (s *socks) start(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	return "socks5://" + l.Addr().String()
}

func (s *socks) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	head := make([]byte, 2)
	if _, err := io.ReadFull(c, head); err != nil {
		return
	}
	_, _ = io.ReadFull(c, make([]byte, head[1]))
	_, _ = c.Write([]byte{5, 0})
	request := make([]byte, 10) // version, connect, reserved, IPv4, port
	if _, err := io.ReadFull(c, request); err != nil {
		return
	}
	address := net.TCPAddr{IP: request[4:8], Port: int(binary.BigEndian.Uint16(request[8:]))}
	s.mu.Lock()
	s.address = append(s.address, address.String())
	s.mu.Unlock()
	_, _ = c.Write([]byte{5, s.reply, 0, 1, 0, 0, 0, 0, 0, 0})
	if s.reply != 0 {
		return
	}
	to, err := net.Dial("tcp", address.String())
	if err != nil {
		return
	}
	defer func() { _ = to.Close() }()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(to, c)
		_ = to.Close()
	}()
	_, _ = io.Copy(c, to)
	_ = c.Close()
	<-done
}

func TestProxy(t *testing.T) {
	f := (&devicetest.Switch{Shell: (&devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}).Run}).Start(t)
	proxy := &socks{}
	target := f.Target()
	target.Module.Proxy = proxy.start(t)
	s, err := device.NewDialer().Open(devicetest.Context(t), target)
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, s, "show x"); got != "x\n" {
		t.Errorf("%q", got)
	}
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
	if len(proxy.address) != 1 || proxy.address[0] != f.Address {
		t.Errorf("the proxy was asked for %q", proxy.address)
	}
}

func TestProxyFails(t *testing.T) {
	tests := map[string]struct {
		proxy  func(t *testing.T) string
		reason failure.Reason
		texts  []string
	}{
		"is not there":     {func(*testing.T) string { return "socks5://127.0.0.1:1" }, failure.Refused, []string{"the proxy 127.0.0.1:1"}},
		"switch refuses":   {func(t *testing.T) string { return (&socks{reply: 5}).start(t) }, failure.Refused, []string{"through the proxy"}},
		"host unreachable": {func(t *testing.T) string { return (&socks{reply: 4}).start(t) }, failure.Unreachable, []string{"through the proxy"}},
		"net unreachable":  {func(t *testing.T) string { return (&socks{reply: 3}).start(t) }, failure.Unreachable, nil},
		"not allowed":      {func(t *testing.T) string { return (&socks{reply: 2}).start(t) }, failure.Unreachable, nil},
		"not a URL":        {func(*testing.T) string { return "socks5://u:" + devicetest.Password + "@ %%" }, failure.Internal, []string{"socks5://host:port"}},
		"not SOCKS":        {func(*testing.T) string { return "http://127.0.0.1:1" }, failure.Internal, []string{"socks5://host:port"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			target := (&devicetest.Switch{Address: "127.0.0.1:22"}).Target()
			target.Module.Proxy = tt.proxy(t)
			_, err := device.NewDialer().Open(devicetest.Context(t), target)
			devicetest.WantReason(t, err, tt.reason, tt.texts...)
		})
	}
}
