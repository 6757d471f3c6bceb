package device

import (
	"bytes"
	"context"
	"io"
	"slices"
	"sync/atomic"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

const (
	// maxUnread bounds what waits in scrapligo's queue, which itself has no bound: a switch that
	// talks on an idle session is stopped by SSH's own flow control.
	maxUnread = 256 << 10
	// maxHidden is how many bytes more than those of the text may leave none: control characters, and what is overwritten
	// at once. Nothing else bounds these on an idle session, for they wait in no queue.
	maxHidden = 1 << 20
	// idleReadSize is the buffer of a session that waits; it grows to scrapligo's read size while
	// an output streams, and shrinks again, so that thousands of idle sessions stay small.
	idleReadSize = 2 << 10
	// streamReadSize is the size of one read while an output streams; scrapligo's own is 8 KiB.
	streamReadSize = 64 << 10
)

// line is the connection below a wire.
type line interface {
	io.ReadWriter
	Kill()
	Drop(why *failure.Error)
	Alive() bool
	Closed() <-chan struct{}
}

// wire carries one SSH shell below scrapligo. Its Read ends with io.EOF once the connection
// has ended for any reason: this ends scrapligo's reading goroutine.
type wire struct {
	os   atomic.Pointer[platform.OS]
	conn line
	pool *buffers
	eof  chan struct{} // closed when Read has reported the end

	gathers atomic.Bool // set by gather
	scrub   platform.Scrubber
	buffer  []byte
	idle    []byte // the small one while buffer is large
	lent    []byte // the piece that was returned last, in a buffer of the pool; nil for none
	unread  atomic.Int64
	hidden  atomic.Int64 // bytes that became no text since something was asked, less those that did
	drained chan struct{}
}

func newWire(c line, os *platform.OS, pool *buffers) *wire {
	t := &wire{conn: c, pool: pool, eof: make(chan struct{}), drained: make(chan struct{}, 1)}
	t.os.Store(os)
	return t
}

// Close closes the connection at once.
func (t *wire) Close() error {
	t.conn.Kill()
	return nil
}

// IsAlive reports whether the connection is still open on this side.
func (t *wire) IsAlive() bool { return t.conn.Alive() }

// Write sends to the shell. It may block as long as the switch does not read; the end of the connection ends that.
func (t *wire) Write(b []byte) error {
	_, err := t.conn.Write(b)
	return err
}

// Read returns the next piece of scrubbed text, io.EOF when there will be none.
//
// Once gather was called, it gathers what it reads until the text ends like that of a switch that waits for input. Each
// piece wakes two goroutines; most outputs become one piece, even if the switch's packets are small.
//
// The piece is valid until the next call: scrapligo copies it before.
func (t *wire) Read(n int) ([]byte, error) {
	t.takeBack()
	var piece []byte
	for t.mayRead() {
		if t.buffer == nil {
			t.buffer = make([]byte, min(n, idleReadSize))
		}
		got, err := t.conn.Read(t.buffer)
		before := len(piece)
		piece = t.scrub.Feed(t.room(piece, got), t.buffer[:got])
		t.resize(got, n)
		if t.hidden.Add(int64(got-2*(len(piece)-before))) > maxHidden {
			t.conn.Drop(dial.Flood("control characters"))
		}
		if (terminal{t.os.Load()}).isWhole(piece) || len(piece) > 0 && !t.gathers.Load() || err != nil && len(piece) > 0 {
			t.unread.Add(int64(len(piece)))
			if len(piece) < streamReadSize {
				t.shrink() // nothing may follow for long
			}
			t.lent = piece
			return piece, nil
		}
		if err != nil {
			break
		}
	}
	close(t.eof)  // once: scrapligo's goroutine ends with the io.EOF
	t.conn.Kill() // a switch that hung up must not cost a descriptor until somebody asks again
	return nil, io.EOF
}

// gather is called when the first prompt was found. Before, nobody knows what a switch may wait with.
func (t *wire) gather() { t.gathers.Store(true) }

// isWhole reports whether a piece must not wait for more, because nothing may follow: it ends with a
// character that ends prompts, pagers and questions, or with a log message, which may follow a prompt.
func (t terminal) isWhole(piece []byte) bool {
	n := len(bytes.TrimRight(piece, " "))
	switch {
	case n == 0:
		return false
	case len(piece) >= streamReadSize:
		return true
	case piece[n-1] == '\n':
		return t.isLog(lastLine(piece[:n-1]))
	}
	return bytes.IndexByte([]byte("#>$%:?)]}-"), piece[n-1]) >= 0
}

// resize fits the buffer to what the last read gave. n is the largest size.
func (t *wire) resize(got, n int) {
	if size := len(t.buffer); got == size && size < n {
		t.idle, t.buffer = t.buffer, t.pool.get(n)
	} else if got < idleReadSize {
		t.shrink()
	}
}

// shrink gives a large buffer back.
func (t *wire) shrink() {
	if len(t.buffer) > idleReadSize {
		t.pool.put(t.buffer)
		t.buffer = t.idle
	}
}

// room is the piece with room for n bytes more. One that is longer than an idle session may hold has a buffer of the pool.
func (t *wire) room(piece []byte, n int) []byte {
	switch size := len(piece) + n; {
	case size <= cap(piece):
		return piece
	case size <= idleReadSize || size > streamReadSize:
		return slices.Grow(piece, n)
	}
	return append(t.pool.get(streamReadSize)[:0], piece...)
}

// takeBack gives the buffer of the last piece back.
func (t *wire) takeBack() {
	if cap(t.lent) == streamReadSize {
		t.pool.put(t.lent[:streamReadSize])
	}
	t.lent = nil
}

// mayRead waits until the dialogue has taken enough of what was read. It returns false once the wire is closed.
func (t *wire) mayRead() bool {
	for t.unread.Load() > maxUnread {
		select {
		case <-t.drained:
		case <-t.conn.Closed():
			return false
		}
	}
	return t.IsAlive()
}

// asked notes that the switch has something to answer.
func (t *wire) asked() { t.hidden.Store(0) }

// taken notes that n bytes have left scrapligo's queue.
func (t *wire) taken(n int) {
	if t.unread.Add(-int64(n)) <= maxUnread {
		select {
		case t.drained <- struct{}{}:
		default:
		}
	}
}

// ended blocks until Read has reported the end, or the context ends.
func (t *wire) ended(ctx context.Context) error {
	select {
	case <-t.eof:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
