package dial

import (
	"errors"
	"net"
	"sync"
)

// ErrClosed is the error of a connection that was closed on this side.
var ErrClosed = errors.New("the connection was closed")

// holder owns a TCP connection from its beginning, so that any goroutine can close it in the middle of a handshake.
type holder struct {
	closed chan struct{} // closed by close

	mu   sync.Mutex
	done bool
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
