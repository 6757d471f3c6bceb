package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/trace"

	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/proxy"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// DialFunc opens a TCP connection, as net.Dialer.DialContext does.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// netDial is the DialFunc of a Dialer that was given none. The kernel notices the dead peer of an
// idle session after about a minute.
func netDial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: 30 * time.Second, Interval: 10 * time.Second, Count: 3,
	}}
	return d.DialContext(ctx, network, address)
}

// proxyError is a failure to reach the proxy, as opposed to the switch behind it.
type proxyError struct {
	host string
	err  error
}

func (e *proxyError) Error() string { return fmt.Sprintf("reaching the proxy %s: %v", e.host, e.err) }
func (e *proxyError) Unwrap() error { return e.err }

// dialTCP connects to the target, through the module's proxy if it has one.
func (d *Dialer) dialTCP(ctx context.Context, t *config.Target) (net.Conn, error) {
	if t.Module.Proxy == "" {
		return d.dial(ctx, "tcp", t.Address)
	}
	u, err := url.Parse(t.Module.Proxy)
	if err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "socks5") {
		// Not the parser's own error: it quotes the URL, which may hold a password.
		return nil, failure.New(failure.Internal, "the proxy must be written socks5://host:port")
	}
	through := forward{dial: d.dial, host: u.Host}
	dialer, err := proxy.FromURL(u, &through)
	if err != nil {
		return nil, failure.New(failure.Internal, "the proxy must be written socks5://host:port")
	}
	conn, err := dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", t.Address)
	if through.failed != nil {
		return nil, through.failed
	}
	if err != nil {
		return nil, fmt.Errorf("through the proxy %s: %w", u.Host, err)
	}
	return conn, nil
}

// forward is how the proxy itself is reached.
type forward struct {
	dial   DialFunc
	host   string
	failed error
}

func (f *forward) Dial(network, address string) (net.Conn, error) {
	return f.DialContext(context.Background(), network, address)
}

func (f *forward) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := f.dial(ctx, network, address)
	if err != nil {
		f.failed = &proxyError{host: f.host, err: err}
	}
	return conn, err
}

// sniffer keeps the first bytes that come in, until the host key is there: a switch without a free
// line may say so in plain text, in front of an SSH banner that then never comes.
type sniffer struct {
	net.Conn
	heard  func() // called when something has come
	banner func() // called when the banner is there

	mu    sync.Mutex
	off   bool
	first []byte
	named bool         // the banner was there
	trace *trace.Trace // what comes is counted there; nil if it is not to be
}

const sniffLimit = 512

func (s *sniffer) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	first, whole := s.take(b[:n])
	if first && n > 0 {
		s.heard()
	}
	if whole {
		s.banner()
	}
	return n, err
}

// take looks at what came in. It tells whether that is still among the first bytes, and whether it has
// made the banner whole.
func (s *sniffer) take(b []byte) (first, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trace != nil {
		s.trace.Wire(len(b))
	}
	if s.off {
		return false, false
	}
	s.first = append(s.first, b[:min(len(b), sniffLimit-len(s.first))]...)
	if s.named || bytes.IndexByte(b, '\n') < 0 {
		return true, false
	}
	s.named = wholeBanner.Match(s.first)
	return true, s.named
}

// stopCounting leaves the Trace alone from now on.
func (s *sniffer) stopCounting() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trace = nil
}

func (s *sniffer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off, s.first = true, nil
}

// text returns what was sniffed.
func (s *sniffer) text() string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.first)
}

// bannerOf is what of the first bytes can be read: up to the end of the SSH banner.
func bannerOf(first string) string {
	if banner := wholeBanner.FindStringIndex(first); banner != nil {
		first = first[:banner[1]]
	}
	return strings.ReplaceAll(first, "\r\n", "\n")
}

// unbound takes the handshake's deadline off the connection.
func (s *sniffer) unbound() error { return s.SetDeadline(time.Time{}) }

// isClosed tells the errors of a connection that ended, by either side.
func isClosed(err error) bool {
	for _, end := range closedErrors() {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}
