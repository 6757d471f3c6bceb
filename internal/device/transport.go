package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/scrub"

	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/scrapli/scrapligo/transport"
	"golang.org/x/crypto/ssh"
)

const (
	// maxUnread bounds what waits in scrapligo's queue, which itself has no bound: a switch that
	// talks on an idle session is stopped by SSH's own flow control.
	maxUnread = 256 << 10
	// idleReadSize is the buffer of a session that waits; it grows to scrapligo's read size while
	// an output streams, and shrinks again, so that thousands of idle sessions stay small.
	idleReadSize = 16 << 10
	// streamReadSize is the size of one read while an output streams; scrapligo's own is 8 KiB.
	streamReadSize = 64 << 10
	// terminal size asked for: the largest IOS knows, so that echoes do not wrap and, where
	// `terminal length 0` is refused, pages are few.
	terminalRows, terminalColumns = 511, 511
)

// sshTransport carries one SSH shell below scrapligo. Its Read ends with io.EOF once the connection
// is gone for whatever reason, for that is what ends scrapligo's reading goroutine.
type sshTransport struct {
	attempt *attempt
	// ctx bounds Open; scrapligo's interface has no place for it.
	ctx context.Context

	conn   *holder
	shell  ssh.Channel
	served chan struct{} // closed when the serving goroutine is done; nil before it starts
	eof    chan struct{} // closed when Read has reported the end

	scrub   scrub.Scrubber
	buffer  []byte
	unread  atomic.Int64
	drained chan struct{}
}

func newTransport(ctx context.Context, a *attempt) *sshTransport {
	return &sshTransport{
		attempt: a,
		ctx:     ctx,
		conn:    newHolder(),
		eof:     make(chan struct{}),
		drained: make(chan struct{}, 1),
	}
}

var _ transport.Implementation = (*sshTransport)(nil)

// Open connects, logs in and starts a shell. On an error nothing is left open.
func (t *sshTransport) Open(*transport.Args) error {
	if err := t.open(); err != nil {
		t.kill()
		return err
	}
	return nil
}

func (t *sshTransport) open() error {
	if err := t.openChannel(phaseShell); err != nil {
		return err
	}
	return startShell(t.shell)
}

// openChannel connects, logs in and opens a session channel, on which nothing runs yet. asking is the
// phase in which something is asked to.
func (t *sshTransport) openChannel(asking phase) error {
	conn, channels, requests, err := t.attempt.connect(t.ctx, t.conn.own)
	if err != nil {
		return err
	}
	t.attempt.enter(asking)
	serve := &server{channels: channels, requests: requests, shell: make(chan (<-chan *ssh.Request), 1)}
	t.served = make(chan struct{})
	go func() {
		defer close(t.served)
		serve.run()
	}()
	shell, shellRequests, err := conn.OpenChannel("session", nil)
	if err != nil {
		return fmt.Errorf("opening a session: %w", err)
	}
	serve.shell <- shellRequests
	t.shell = shell
	return nil
}

// kill closes the connection at once, whatever is going on. It may be called from anywhere, at any
// time, more than once.
func (t *sshTransport) kill() { t.conn.close() }

// Close is kill, for scrapligo.
func (t *sshTransport) Close() error {
	t.kill()
	return nil
}

// IsAlive tells whether the connection has not been closed.
func (t *sshTransport) IsAlive() bool {
	select {
	case <-t.conn.closed:
		return false
	default:
		return true
	}
}

// Write sends to the shell. It may block as long as the switch does not read; kill ends that.
func (t *sshTransport) Write(b []byte) error {
	_, err := t.shell.Write(b)
	return err
}

// Read returns the next piece of scrubbed text, io.EOF when there will be none.
//
// It gathers what it reads until the text ends as that of a switch does that waits for input. Each
// piece wakes two goroutines; most outputs come as one, however small the switch's packets are.
func (t *sshTransport) Read(n int) ([]byte, error) {
	var piece []byte
	for t.room() {
		if t.buffer == nil {
			t.buffer = t.attempt.dialer.buffers.get(min(n, idleReadSize))
		}
		got, err := t.shell.Read(t.buffer)
		piece = t.scrub.Feed(slices.Grow(piece, got), t.buffer[:got])
		t.resize(got, n)
		if isWhole(piece) || err != nil && len(piece) > 0 {
			t.unread.Add(int64(len(piece)))
			return piece, nil
		}
		if err != nil {
			break
		}
	}
	close(t.eof) // once: scrapligo's goroutine ends with the io.EOF
	t.kill()     // a switch that hung up must not cost a descriptor until somebody asks again
	return nil, io.EOF
}

// isWhole tells a piece that must not wait for more, because nothing more may come: it ends with a
// character that prompts, pagers and questions end with, or with a log message, which may stand
// behind a prompt.
func isWhole(piece []byte) bool {
	n := len(bytes.TrimRight(piece, " "))
	switch {
	case n == 0:
		return false
	case len(piece) >= streamReadSize:
		return true
	case piece[n-1] == '\n':
		return isSyslog(lastLine(piece[:n-1]))
	}
	return bytes.IndexByte([]byte("#>$%:?)]}-"), piece[n-1]) >= 0
}

// resize fits the buffer to what the last read gave.
func (t *sshTransport) resize(got, n int) {
	pool := &t.attempt.dialer.buffers
	switch size := len(t.buffer); {
	case got == size && size < n:
		t.buffer = pool.swap(t.buffer, n)
	case got < idleReadSize && size > idleReadSize:
		t.buffer = pool.swap(t.buffer, idleReadSize)
	}
}

// room waits until enough of what was read has been taken; false once the transport is closed.
func (t *sshTransport) room() bool {
	for t.unread.Load() > maxUnread {
		select {
		case <-t.drained:
		case <-t.conn.closed:
			return false
		}
	}
	return t.IsAlive()
}

// taken tells that n bytes have left scrapligo's queue.
func (t *sshTransport) taken(n int) {
	if t.unread.Add(-int64(n)) <= maxUnread {
		select {
		case t.drained <- struct{}{}:
		default:
		}
	}
}

// wait blocks until the goroutines of the connection have ended, after kill. It returns the
// context's error if that ended first.
func (t *sshTransport) wait(ctx context.Context, reading bool) error {
	ends := []<-chan struct{}{t.served}
	if reading {
		ends = append(ends, t.eof)
	}
	for _, end := range ends {
		if end == nil {
			continue
		}
		select {
		case <-end:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// startShell asks for a terminal and a shell on it.
func startShell(shell ssh.Channel) error {
	pty := struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{Term: "vt100", Columns: terminalColumns, Rows: terminalRows, Modes: "\x00"}
	if ok, err := shell.SendRequest("pty-req", true, ssh.Marshal(&pty)); err != nil {
		return fmt.Errorf("asking for a terminal: %w", err)
	} else if !ok {
		return errNoTerminal
	}
	if ok, err := shell.SendRequest("shell", true, nil); err != nil {
		return fmt.Errorf("asking for a shell: %w", err)
	} else if !ok {
		return errNoShell
	}
	return nil
}

// server answers what the switch may ask of a client, so that the connection does not stall.
type server struct {
	channels <-chan ssh.NewChannel
	requests <-chan *ssh.Request
	shell    chan (<-chan *ssh.Request)
}

// run ends when the connection has.
func (s *server) run() {
	var shell <-chan *ssh.Request
	pending := s.shell
	for s.channels != nil || s.requests != nil {
		select {
		case shell = <-pending:
			pending = nil
		case c, ok := <-s.channels:
			if !ok {
				s.channels = nil
				continue
			}
			_ = c.Reject(ssh.Prohibited, "no channels here")
		case r, ok := <-s.requests:
			if !ok {
				s.requests = nil
				continue
			}
			refuse(r)
		case r, ok := <-shell:
			if !ok {
				shell = nil
				continue
			}
			refuse(r)
		}
	}
}

func refuse(r *ssh.Request) {
	if r.WantReply {
		_ = r.Reply(false, nil)
	}
}
