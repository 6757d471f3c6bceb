// Package dial connects to a switch: TCP, also through a proxy, the SSH handshake with the check of the host key, the
// login, and a channel that runs a shell or the NETCONF subsystem. It uses x/crypto/ssh, and the end of the context
// ends every step at once. A failure becomes a [failure.Error]; a success is a [Conn], which
// the sessions use.
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

// New returns a connector that opens TCP connections by dial and logs to that logger: the dialogue at debug level, and
// broken lines of known_hosts files as warnings. Either may be nil. The logger is asked once, by a line, whether it takes
// debug level; if not no dialogue is logged.
func New(dial Func, logger log.Logger) *Dialer {
	d := &Dialer{dial: dial}
	if d.dial == nil {
		d.dial = netDial
	}
	if logger == nil {
		return d
	}
	d.hostKeys.Warn = func(path, lines string) {
		_ = level.Warn(logger).Log("msg", "what cannot be read in a known_hosts file counts for nothing", "file", path, "lines", lines)
	}
	if wantsDebug(logger) {
		d.logger = logger
	}
	return d
}

// debug logs one event of a target's session; nothing unless debug level is on.
func (d *Dialer) debug(t *config.Target, keyvals ...any) {
	if d.logger != nil {
		_ = level.Debug(d.logger).Log(append(keyvals, "target", t.Name)...)
	}
}
