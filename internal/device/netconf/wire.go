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

// maxNotifications is how many messages that nobody asked for are passed over in front of a reply.
const maxNotifications = 100

// readSize is the buffer of a session, in bytes.
const readSize = 16 << 10

// messageID is the id that scrapligo has given to a request.
var messageID = regexp.MustCompile(`message-id="(\d+)"`)

// wire carries one NETCONF session below scrapligo. What comes from the switch is read
// here, message by message, and judged; scrapligo gets an equally framed hello and replies of a line
// each. So nothing that a switch can say makes it panic, which it would do on goroutines of its own,
// read in quadratic time, or wait for what will not come; and as a request is only written when its
// reply is there, it does not look for it 200,000 times a second meanwhile.
//
// For the same reason scrapligo learns of no failure of the connection: its reader would wait for ever
// to tell somebody.
type wire struct {
	attempt *dial.Attempt
	conn    *dial.Conn
	frames  frames
	hello   serverHello
	pieces  chan []byte   // what scrapligo is to read
	closing chan struct{} // closed when it is to stop
	once    sync.Once

	talking bool   // the hellos are over
	request []byte // as far as scrapligo has written it
	reply   []byte // to the last request
	err     error  // what broke the session while scrapligo must not know
}

// newWire waits for the switch's hello.
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

// Write sends scrapligo's hello as it comes. A request is sent when its line end comes, behind it, and
// Write returns when its reply has been read: to reply, and a short one for scrapligo.
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

// Read hands scrapligo what it is to read, and nothing any more once it is to stop.
func (t *wire) Read(int) ([]byte, error) {
	select {
	case piece := <-t.pieces:
		return piece, nil
	case <-t.closing:
		return nil, nil
	}
}

// IsAlive tells whether the connection has not been closed.
func (t *wire) IsAlive() bool { return t.conn.Alive() }

// release lets scrapligo's reader go.
func (t *wire) release() { t.once.Do(func() { close(t.closing) }) }

// Close is kill, for scrapligo.
func (t *wire) Close() error {
	t.release()
	t.conn.Kill()
	return nil
}
