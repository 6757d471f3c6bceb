// Package device opens sessions on one switch, a Catalyst or a Nexus, and holds the dialogue of its command line: the exact prompt,
// enable, commands whose output is proven to be whole, logout. Package dial connects, package netconf is the other
// kind of session, and scrapligo is used in scrapligo.go alone. The fleet opens sessions through a [Dialer], and hands
// outputs on to the readers.
//
// Three promises hold for every call. The end of its context ends the call at once, by closing
// the connection. No goroutine and no descriptor is left once Close has returned. An
// output is either whole or an error: a marker line proves its end, see [Session.Run].
package device

import (
	"context"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/device/netconf"
)

// Dialer opens sessions. One serves a whole fleet, from many goroutines at once: it keeps what
// sessions share, such as the known_hosts files it has read and the private keys it has opened.
type Dialer struct {
	connect *dial.Dialer
	buffers buffers
	habits  habits
	large   dialogue.LargeOutputs
	stand   time.Duration // standTime, but in tests
}

// Option changes a Dialer that is being built.
type Option func(*settings)

type settings struct {
	dial   dial.Func
	logger log.Logger
}

// WithLogger logs the dialogue at debug level, a line an event: what is sent, and of each piece that is
// received its size and up to 200 bytes. Secrets, and what may be tokens or signatures, are masked. The
// logger is asked once, by a line, whether it takes that level; if not no dialogue is logged. Lines of known_hosts files
// that cannot be read are logged as warnings.
func WithLogger(l log.Logger) Option { return func(o *settings) { o.logger = l } }

// WithDial replaces how TCP connections are made, those to a proxy included.
func WithDial(f dial.Func) Option { return func(o *settings) { o.dial = f } }

// NewDialer returns a Dialer.
func NewDialer(opts ...Option) *Dialer {
	var o settings
	for _, set := range opts {
		set(&o)
	}
	return &Dialer{connect: dial.New(o.dial, o.logger), large: dialogue.NewLargeOutputs(), stand: standTime}
}

// HostKeys returns the target's host keys as known_hosts entries, one for each type it has: a comment line with the
// fingerprint, and the key's own line. Nothing is checked, and there is no login: a person compares the fingerprints
// with the switch's own. It takes a connection for each type that is tried.
//
// Every error is a *[failure.Error]. The error is nil if at least one key was found.
func (d *Dialer) HostKeys(ctx context.Context, t *config.Target) ([]string, error) {
	return d.connect.HostKeys(ctx, t)
}

// OpenNetconf dials the target's NETCONF address, checks its host key, logs in, starts the subsystem
// and exchanges hellos. It is [netconf.Open].
func (d *Dialer) OpenNetconf(ctx context.Context, t *config.Target) (*netconf.Session, error) {
	return netconf.Open(ctx, d.connect, d.large, t)
}

// Open dials the target, checks its host key, logs in, learns the prompt, and turns paging off. It
// enters privileged mode if the login lands in user mode and an enable password is configured.
//
// The context bounds all of it. Without a deadline Open waits as long as the switch keeps it waiting. Every
// error is a *[failure.Error], and leaves nothing open. The steps go into the context's [trace.Trace], if it has one.
func (d *Dialer) Open(ctx context.Context, t *config.Target) (s *Session, err error) {
	a, err := d.connect.Attempt(ctx, t, dial.Shell)
	if err != nil {
		return nil, err
	}
	err = a.Open(ctx, func(c *dial.Conn) (err error) {
		if s, err = d.start(a, c); err != nil {
			return err
		}
		return s.login(ctx)
	}, func(leave context.Context) {
		if s != nil {
			_ = s.wire.ended(leave)
			s.pause()
		}
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// start has scrapligo read from the connection.
func (d *Dialer) start(a *dial.Attempt, c *dial.Conn) (*Session, error) {
	s := newSession(d, a, c)
	driver, err := openDriver(a.Target.Address, s.wire, s.arrived)
	if err != nil {
		return nil, err
	}
	s.driver = driver
	return s, nil
}
