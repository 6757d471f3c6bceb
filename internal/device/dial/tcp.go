package dial

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/proxy"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Func opens a TCP connection, as net.Dialer.DialContext does.
type Func func(ctx context.Context, network, address string) (net.Conn, error)

// netDial is the DialFunc of a Dialer that was given none. The kernel notices the dead peer of an
// idle session after about a minute.
func netDial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: 30 * time.Second, Interval: 10 * time.Second, Count: 3,
	}}
	return d.DialContext(ctx, network, address)
}

// proxyError is a failure to reach the proxy, as opposed to the switch beyond it.
type proxyError struct {
	host string
	err  error
}

// Error names the proxy.
func (e *proxyError) Error() string { return fmt.Sprintf("reaching the proxy %s: %v", e.host, e.err) }

// Unwrap gives the cause to errors.Is and errors.As.
func (e *proxyError) Unwrap() error { return e.err }

// dialTCP connects to the target, through the module's proxy if it has one.
func dialTCP(ctx context.Context, dial Func, t *config.Target) (net.Conn, error) {
	if t.Module.Proxy == "" {
		return dial(ctx, "tcp", t.Address)
	}
	u, err := url.Parse(t.Module.Proxy)
	if err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "socks5") {
		// Not the parser's own error: it quotes the URL, which may hold a password.
		return nil, failure.New(failure.Internal, "the proxy must be written socks5://host:port")
	}
	through := forward{dial: dial, host: u.Host}
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
	dial   Func
	host   string
	failed error
}

// Dial implements proxy.Dialer.
func (f *forward) Dial(network, address string) (net.Conn, error) {
	return f.DialContext(context.Background(), network, address)
}

// DialContext implements proxy.ContextDialer, and keeps why it failed.
func (f *forward) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := f.dial(ctx, network, address)
	if err != nil {
		f.failed = &proxyError{host: f.host, err: err}
	}
	return conn, err
}

const sniffLimit = 512
