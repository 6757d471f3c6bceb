package devicetest

import (
	"bufio"
	"io"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Terminal is the server's end of a shell.
type Terminal struct {
	Ch   ssh.Channel // the channel below
	Conn ssh.Conn    // the connection below that
	in   *bufio.Reader

	shown int // lines that were echoed before they were read
	early int // lines that had arrived before the prompt
}

func newTerminal(conn ssh.Conn, ch ssh.Channel) *Terminal {
	return &Terminal{Ch: ch, Conn: conn, in: bufio.NewReader(ch)}
}

// Say writes text as one piece, with a terminal's line ends.
func (t *Terminal) Say(text string) { t.Raw(strings.ReplaceAll(text, "\n", "\r\n")) }

// Raw writes text as it is.
func (t *Terminal) Raw(text string) { _, _ = io.WriteString(t.Ch, text) }

// Line reads what was typed, up to the return.
func (t *Terminal) Line() (string, error) {
	s, err := t.in.ReadString('\n')
	return strings.TrimRight(s, "\r\n"), err
}

// Key reads one keystroke.
func (t *Terminal) Key() byte {
	b, _ := t.in.ReadByte()
	return b
}

// Until reads what was typed up to an ending, and includes the ending.
func (t *Terminal) Until(end string) (string, error) {
	var text strings.Builder
	for !strings.HasSuffix(text.String(), end) {
		c, err := t.in.ReadByte()
		if err != nil {
			return "", err
		}
		text.WriteByte(c)
	}
	return text.String(), nil
}
