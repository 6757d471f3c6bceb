package server

import (
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// wire is the connection of a client. It notices when the client has gone, so that a fault that
// waits forever ends then.
type wire struct {
	net.Conn
	once sync.Once
	gone chan struct{}
}

// Read reads from the client.
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if err != nil {
		w.once.Do(func() { close(w.gone) })
	}
	return n, err
}

// reset makes the kernel answer with RST instead of FIN.
func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// swallow reads and stays silent until the other side, or Close, ends the connection.
func swallow(c io.Reader) { _, _ = io.Copy(io.Discard, c) }

// client is the other side of one session channel.
type client struct {
	wire    *wire
	channel ssh.Channel
	ended   <-chan struct{} // closed when the client has closed the channel
}

// wait pauses for d. It returns false if the client leaves first.
func (c *client) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-c.ended:
		return false
	}
}

// finish ends the session in an orderly way: exit status, end of file, close.
func (c *client) finish() {
	_, _ = c.channel.SendRequest("exit-status", false, []byte{0, 0, 0, 0})
	_ = c.channel.CloseWrite()
	_ = c.channel.Close()
}
