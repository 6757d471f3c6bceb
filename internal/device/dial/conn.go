package dial

import (
	"context"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Conn is an SSH connection to a switch with one channel, on which its service runs.
type Conn struct {
	channel ssh.Channel
	holder  *holder
	unasked unasked
	served  chan struct{} // closed when the serving goroutine is done; nil before it starts
}

// Read reads what the switch says.
func (c *Conn) Read(b []byte) (int, error) {
	n, err := c.channel.Read(b)
	c.unasked.text(n)
	return n, err
}

// Write sends to the switch. It may block as long as the switch does not read; Kill ends that.
func (c *Conn) Write(b []byte) (int, error) { return c.channel.Write(b) }

// Kill closes the connection at once. Any goroutine may call it at any time, and more than once.
func (c *Conn) Kill() { c.holder.close() }

// Drop closes the connection at once, for a reason that the dialogue then fails with.
func (c *Conn) Drop(why *failure.Error) { c.holder.drop(why) }

// Dropped returns the reason that Drop was given first; nil if the connection was not dropped.
func (c *Conn) Dropped() *failure.Error { return c.holder.dropped() }

// Closed is closed when the connection is.
func (c *Conn) Closed() <-chan struct{} { return c.holder.closed }

// Alive reports whether the connection is still open on this side.
func (c *Conn) Alive() bool {
	select {
	case <-c.holder.closed:
		return false
	default:
		return true
	}
}

// Wait blocks until the goroutines of the connection have ended, after Kill. It returns the
// context's error if that ended first.
func (c *Conn) Wait(ctx context.Context) error {
	if c.served == nil {
		return nil
	}
	select {
	case <-c.served:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// arrived notes bytes on the connection, and closes it if they are too many.
func (c *Conn) arrived(n int) {
	if !c.unasked.arrived(n) {
		c.Drop(Flood("more than " + strconv.Itoa(mostUnasked>>20) + " MiB"))
	}
}

// mayAnswer notes a request of the switch, and reports whether it may be answered. If not, the connection is closed.
func (c *Conn) mayAnswer(cost float64) bool {
	if c.unasked.request(time.Now(), cost) {
		return true
	}
	c.Drop(Flood("requests"))
	return false
}

// server answers what the switch may ask of a client, so that the connection does not stall.
type server struct {
	conn     *Conn
	channels <-chan ssh.NewChannel
	requests <-chan *ssh.Request
	ours     chan (<-chan *ssh.Request)
}

// run ends when the connection has.
func (s *server) run() {
	var ours <-chan *ssh.Request
	pending := s.ours
	for s.channels != nil || s.requests != nil {
		select {
		case ours = <-pending:
			pending = nil
		case c, ok := <-s.channels:
			if !ok {
				s.channels = nil
				continue
			}
			if s.conn.mayAnswer(1) {
				_ = c.Reject(ssh.Prohibited, "no channels here")
			}
		case r, ok := <-s.requests:
			if !ok {
				s.requests = nil
				continue
			}
			s.refuse(r)
		case r, ok := <-ours:
			if !ok {
				ours = nil
				continue
			}
			s.refuse(r)
		}
	}
}

func (s *server) refuse(r *ssh.Request) {
	if s.conn.mayAnswer(1) && r.WantReply {
		_ = r.Reply(false, nil)
	}
}
