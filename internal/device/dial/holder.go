package dial

import (
	"errors"
	"net"
	"sync"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// ErrClosed is the error of a connection that was closed on this side.
var ErrClosed = errors.New("the connection was closed")

// holder owns a TCP connection from its beginning, so that any goroutine can close it in the middle of a handshake.
type holder struct {
	closed chan struct{} // closed by close

	mu   sync.Mutex
	done bool
	why  *failure.Error // why it was closed; nil without a reason
	conn net.Conn
}

func newHolder() *holder { return &holder{closed: make(chan struct{})} }

// own takes over the connection. It closes the connection if the holder is closed already.
func (h *holder) own(c net.Conn) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done {
		_ = c.Close()
		return ErrClosed
	}
	h.conn = c
	return nil
}

// drop closes the connection for a reason, if it is still open.
func (h *holder) drop(why *failure.Error) {
	h.mu.Lock()
	if !h.done {
		h.why = why
	}
	h.mu.Unlock()
	h.close()
}

// dropped returns why the connection was closed.
func (h *holder) dropped() *failure.Error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.why
}

// close closes the connection, the first time it is called.
func (h *holder) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done {
		return
	}
	h.done = true
	close(h.closed)
	if h.conn != nil {
		_ = h.conn.Close()
	}
}
