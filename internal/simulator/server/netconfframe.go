package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// endOfMessage ends the messages of NETCONF 1.0, and every hello (RFC 6242, section 4.3).
const endOfMessage = "]]>]]>"

// maxRequest is the largest request accepted. No client needs more.
const maxRequest = 1 << 20

// maxChunk is the size of the largest chunk that the switch sends.
const maxChunk = 16 << 10

var errFraming = errors.New("simulator: the client broke the framing")

// framing reads and writes the messages of a NETCONF session.
type framing struct {
	in      *bufio.Reader
	out     io.Writer
	chunked bool // NETCONF 1.1
}

func (f *framing) read() ([]byte, error) {
	if f.chunked {
		return f.readChunks()
	}
	var text []byte
	for {
		piece, err := f.in.ReadSlice('>')
		if text = append(text, piece...); len(text) > maxRequest {
			return nil, errFraming
		}
		if whole, ok := bytes.CutSuffix(text, []byte(endOfMessage)); ok {
			return bytes.TrimSpace(whole), nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
	}
}

func (f *framing) readChunks() ([]byte, error) {
	var text []byte
	for {
		head, err := f.in.ReadString('\n')
		if head == "\n" && err == nil {
			head, err = f.in.ReadString('\n')
		}
		switch {
		case err != nil:
			return nil, err
		case head == "##\n":
			return bytes.TrimSpace(text), nil
		case head == "\n" && len(text) == 0: // some clients send two line ends
			continue
		case len(head) < 3 || head[0] != '#':
			return nil, errFraming
		}
		size, err := strconv.ParseUint(head[1:len(head)-1], 10, 32)
		if err != nil || len(text)+int(size) > maxRequest {
			return nil, errFraming
		}
		chunk := make([]byte, size)
		if _, err := io.ReadFull(f.in, chunk); err != nil {
			return nil, err
		}
		text = append(text, chunk...)
	}
}

// framed returns a message ready to send. bad is a defect of its chunks.
func (f *framing) framed(text []byte, bad BadChunks) []byte {
	var b bytes.Buffer
	if !f.chunked {
		b.Write(text)
		b.WriteString(endOfMessage)
		return b.Bytes()
	}
	lineEnd, more := "\n", 0
	switch bad {
	case ChunksWithCR:
		lineEnd = "\r\n"
	case ChunksTooShort:
		more = -7
	case ChunksTooLong:
		more = 7
	case ChunksOfNothing:
		fmt.Fprint(&b, "\n#0\n")
	case ChunksEndFirst:
		fmt.Fprint(&b, "\n##\n")
	}
	for len(text) > 0 {
		n := min(len(text), maxChunk)
		fmt.Fprintf(&b, "%s#%d%s", lineEnd, n+more, lineEnd)
		b.Write(text[:n])
		text = text[n:]
	}
	fmt.Fprintf(&b, "%s##%s", lineEnd, lineEnd)
	return b.Bytes()
}
