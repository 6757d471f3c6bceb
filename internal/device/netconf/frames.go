package netconf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	// maxHello is more than the list of capabilities of any switch: 420 of them take some 50 KB.
	maxHello = 1 << 20
	// endOfMessage ends a message of NETCONF 1.0, and each side's hello (RFC 6242, section 4.3).
	endOfMessage = "]]>]]>"
	// firstScratch is room for the hello and the reply of nearly all switches, in bytes.
	firstScratch = 64 << 10
	// maxScratch is the most room that is kept from one message to the next.
	maxScratch = 1 << 20
	// maxChunkDigits is how many digits a chunk's size has at most (RFC 6242, section 4.2).
	maxChunkDigits = 10
)

// frames takes NETCONF messages out of their framing, each in one pass. scrapligo reads
// chunks in quadratic time and panics on odd ones, so it never sees any.
type frames struct {
	in      *bufio.Reader
	chunked bool                 // NETCONF 1.1
	limit   int                  // bytes of a message
	grow    func(size int) error // asked before a message grows to that size; nil asks nobody
	scratch []byte               // space for a message
}

// next returns the next message, which need not be valid XML; it is overwritten by the next call. Wrong framing fails
// with failure.Parse.
func (f *frames) next() ([]byte, error) {
	if f.chunked {
		return f.chunks()
	}
	if f.scratch == nil {
		f.scratch = make([]byte, 0, firstScratch)
	}
	text := f.scratch[:0]
	defer func() { f.keep(text) }()
	for {
		if _, err := f.in.Peek(1); err != nil {
			return nil, cutOff(err, len(bytes.TrimSpace(text)))
		}
		piece, _ := f.in.Peek(f.in.Buffered())
		before := len(text)
		from := max(0, before-len(endOfMessage)+1)
		text = append(text, piece...)
		at := bytes.Index(text[from:], []byte(endOfMessage))
		taken := len(piece)
		if at >= 0 {
			text = text[:from+at]
			taken = len(text) + len(endOfMessage) - before
		}
		_, _ = f.in.Discard(taken)
		if err := f.fits(len(text)); err != nil {
			return nil, err
		}
		if at >= 0 {
			return bytes.TrimSpace(text), nil
		}
	}
}

// keep keeps the room of a message for the next one, unless it is large.
func (f *frames) keep(text []byte) {
	if f.scratch = text[:0]; cap(text) > maxScratch {
		f.scratch = nil
	}
}

// fits returns an error if a message must not grow to that size.
func (f *frames) fits(size int) error {
	switch {
	case size > f.limit:
		return failure.New(failure.Parse, "the message exceeds %d MiB", f.limit>>20)
	case f.grow != nil:
		return f.grow(size)
	}
	return nil
}

// chunks gathers the chunks of a message.
func (f *frames) chunks() ([]byte, error) {
	var text bytes.Buffer
	for first := true; ; first = false {
		size, err := f.chunkSize(first)
		if err != nil {
			return nil, cutOff(err, text.Len())
		}
		if size == 0 {
			return bytes.TrimSpace(text.Bytes()), nil
		}
		if err := f.fits(text.Len() + size); err != nil {
			return nil, err
		}
		// Not one buffer of the size that was announced: that costs a switch ten digits.
		if _, err := io.CopyN(&text, f.in, int64(size)); err != nil {
			return nil, cutOff(err, text.Len())
		}
	}
}

// chunkSize reads what precedes a chunk, "\n#123\n", or follows the last one, "\n##\n", for
// which it returns 0. It skips blank lines before the first chunk, because some servers send
// one after their hello.
func (f *frames) chunkSize(first bool) (int, error) {
	c, err := f.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if c != '\n' {
		return 0, oddChunk("%q before a chunk instead of a line feed", c)
	}
	for {
		if c, err = f.in.ReadByte(); err != nil {
			return 0, err
		}
		if c != '\n' || !first {
			break
		}
	}
	if c != '#' {
		return 0, oddChunk("%q before a chunk instead of #", c)
	}
	var digits []byte
	for {
		if c, err = f.in.ReadByte(); err != nil {
			return 0, err
		}
		switch {
		case c == '\n' && len(digits) > 0:
			if digits[0] == '#' {
				if first {
					return 0, oddChunk("the end of the chunks before the first")
				}
				return 0, nil
			}
			return number(digits), nil
		case c == '#' && len(digits) == 0, c >= '0' && c <= '9' && (len(digits) > 0 || c != '0') && len(digits) < maxChunkDigits && !bytes.HasPrefix(digits, []byte("#")):
			digits = append(digits, c)
		default:
			return 0, oddChunk("#%s%q in place of a chunk's size", digits, c)
		}
	}
}

func number(digits []byte) int {
	n := 0
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

func oddChunk(format string, args ...any) *failure.Error {
	return failure.New(failure.Parse, "the switch broke the framing of NETCONF 1.1: "+format, args...)
}

// cutOff says whether the connection ended before a message or within it.
func cutOff(err error, got int) error {
	if odd := (*failure.Error)(nil); errors.As(err, &odd) || got == 0 {
		return err
	}
	return fmt.Errorf("%w after %d bytes of a message", err, got)
}
