// Package dial connects to a switch: TCP, through a proxy if there is one, the SSH handshake with its host key, the
// login, and a channel with a shell or the NETCONF subsystem on it. It does so on x/crypto/ssh, under a context that
// ends all of it at once. What fails becomes a [failure.Error] here; what succeeds is a [Conn], on which
// the sessions talk.
package dial

import (
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/hostkey"
)

// Dialer connects to switches. One serves a whole fleet, from many goroutines at once: it keeps what
// connections share, such as the known_hosts files it has read and the private keys it has opened.
type Dialer struct {
	dial     Func
	logger   log.Logger // nil: no dialogue is logged, for it would not be seen
	hostKeys hostkey.Store
	keys     signers
}

// New returns a connector that opens TCP connections by dial and logs to that logger at debug level. Either
// may be nil. The logger is asked once, by a line, whether it takes that level; if not it is not called again.
func New(dial Func, logger log.Logger) *Dialer {
	d := &Dialer{dial: dial}
	if d.dial == nil {
		d.dial = netDial
	}
	if logger != nil && wantsDebug(logger) {
		d.logger = logger
	}
	return d
}

// debug logs one event of a target's session; nothing unless debug level is on.
func (d *Dialer) debug(t *config.Target, keyvals ...any) {
	if d.logger != nil {
		_ = level.Debug(d.logger).Log(append([]any{"target", t.Name}, keyvals...)...)
	}
}
