package netconf

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"sync"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// maxNotifications is how many unsolicited messages may precede a reply.
const maxNotifications = 100

// readSize is the buffer of a session, in bytes.
const readSize = 16 << 10

// messageID is the id that scrapligo has given to a request.
var messageID = regexp.MustCompile(`message-id="(\d+)"`)

// wire carries one NETCONF session below scrapligo. It reads and judges the messages of the switch itself;
// scrapligo gets a short hello with the same framing, and a reply of one line to each request. So no message of a
// switch makes scrapligo panic in one of its goroutines, read in quadratic time, or wait for ever. A write of a
// request returns only when its reply has arrived, so scrapligo does not look for it 200,000 times a second meanwhile.
//
// For the same reason scrapligo is not told of a failed connection: its reader would wait for ever
// to report it.
type wire struct {
	attempt *dial.Attempt
	conn    *dial.Conn
	frames  frames
	hello   serverHello
	pieces  chan []byte   // what scrapligo will read
	closing chan struct{} // closed when scrapligo has to stop
	once    sync.Once

	talking bool   // the hellos are over
	request []byte // as far as scrapligo has written it
	reply   []byte // to the last request
	err     error  // what broke the session while scrapligo must not know
}

// newWire reads the switch's hello and prepares a short one for scrapligo.
func newWire(a *dial.Attempt, c *dial.Conn) (*wire, error) {
	t := &wire{
		attempt: a, conn: c,
		frames:  frames{in: bufio.NewReaderSize(c, readSize), limit: maxHello},
		pieces:  make(chan []byte, 1),
		closing: make(chan struct{}),
	}
	a.Enter(dial.PhaseHello)
	text, err := t.frames.next()
	if err != nil {
		return nil, err
	}
	a.Trace().Received(text)
	if t.hello, err = readHello(text); err != nil {
		return nil, err
	}
	base, err := t.hello.base()
	if err != nil {
		return nil, err
	}
	t.frames.chunked, t.frames.limit = base == netconf11, dialogue.MaxOutput
	t.pieces <- fmt.Appendf(nil, "<hello><capabilities><capability>%s</capability></capabilities></hello>%s", base, endOfMessage)
	return t, nil
}

// Write sends scrapligo's hello at once. It sends a request when scrapligo writes the line end that follows it, and
// then returns when the reply was read. The reply is kept for Get; scrapligo gets a short one.
func (t *wire) Write(b []byte) error {
	if !t.talking {
		if _, err := t.conn.Write(b); err != nil && t.err == nil {
			t.err = err
		}
		return nil
	}
	t.request = append(t.request, b...)
	if string(b) != "\n" {
		return nil
	}
	request := t.request
	t.request = nil
	id := messageID.FindSubmatch(request)
	if id == nil {
		return failure.New(failure.Internal, "a request without a number")
	}
	var err error
	if t.reply, err = t.ask(request, string(id[1])); err != nil {
		return err
	}
	t.pieces <- t.framed(fmt.Appendf(nil, `<rpc-reply message-id="%s"/>`, id[1]))
	return nil
}

// framed puts a message into the framing of the session.
func (t *wire) framed(text []byte) []byte {
	if t.frames.chunked {
		return fmt.Appendf(nil, "\n#%d\n%s\n##\n", len(text), text)
	}
	return append(text, endOfMessage...)
}

// ask sends a request and reads up to its reply.
func (t *wire) ask(request []byte, id string) ([]byte, error) {
	if t.err != nil {
		return nil, t.err
	}
	if _, err := t.conn.Write(request); err != nil {
		return nil, err
	}
	for range maxNotifications {
		text, err := t.frames.next()
		if err != nil {
			return nil, err
		}
		t.attempt.Trace().Received(text)
		root, got, err := replyOf(text)
		switch {
		case err != nil:
			return nil, err
		case root == "notification":
		case root != "rpc-reply":
			return nil, failure.New(failure.Parse, "the switch answered with <%s> in place of a reply", redact.Excerpt(root))
		case got == id, got == "" && bytes.Contains(text, []byte("rpc-error")): // it could not read the request
			return text, nil
		default:
			return nil, failure.New(failure.Parse, "the switch answered request %q in place of %s", redact.Excerpt(got), id)
		}
	}
	return nil, failure.New(failure.Parse, "%d notifications and no reply", maxNotifications)
}

// Read returns the next piece for scrapligo, and nothing after release.
func (t *wire) Read(int) ([]byte, error) {
	select {
	case piece := <-t.pieces:
		return piece, nil
	case <-t.closing:
		return nil, nil
	}
}

// IsAlive reports whether the connection is still open on this side.
func (t *wire) IsAlive() bool { return t.conn.Alive() }

// release ends the wait of scrapligo's reader.
func (t *wire) release() { t.once.Do(func() { close(t.closing) }) }

// Close is kill, for scrapligo.
func (t *wire) Close() error {
	t.release()
	t.conn.Kill()
	return nil
}
