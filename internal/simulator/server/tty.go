package server

import (
	"bufio"
	"errors"
	"strings"
	"time"
)

// The keys that the shell knows.
const (
	keyBell      = 0x07
	keyBackspace = 0x08
	keyDelete    = 0x7f
	keyCtrlA     = 0x01
	keyCtrlC     = 0x03
	keyCtrlD     = 0x04
	keyCtrlE     = 0x05
	keyCtrlU     = 0x15
	keyCtrlW     = 0x17
	keyCtrlZ     = 0x1a
	maxLine      = 1024
)

// tty is the terminal of a client. It reads what is typed and sends what is printed.
type tty struct {
	*client
	in      *bufio.Reader
	current func() Faults // the faults of this moment
	lastCR  bool          // the last key was CR: an LF that follows belongs to it
	keys    <-chan byte   // what is typed, once something waits for keys and for time; nil before
	ahead   []byte        // keys that were typed before something reads them
	shown   int           // keys that were echoed before they are read
}

func newTTY(c *client, current func() Faults) *tty {
	return &tty{client: c, in: bufio.NewReaderSize(c.channel, 256), current: current}
}

// readLine reads and echoes a line up to CR, LF or CR LF.
func (t *tty) readLine(echo bool) (string, error) {
	var line []byte
	if late := t.current().EchoLate; late > 0 && t.in.Buffered() > 0 && !t.wait(late) {
		return "", errLeave
	}
	for {
		b, err := t.readKey()
		shown := t.shown > 0
		t.shown = max(0, t.shown-1)
		switch {
		case err != nil:
			return "", err
		case shown && b == '\n':
			return string(line), nil
		case b == '\r' || b == '\n':
			return string(line), t.print("\n")
		case b == keyCtrlC || b == keyCtrlZ:
			return "", t.print("\n")
		case b == keyCtrlD && len(line) == 0:
			return "exit", nil
		}
		var text string
		line, text = edit(line, b)
		if err := t.echo(text, echo && !shown); err != nil {
			return "", err
		}
	}
}

// readKey returns the next key. It skips the LF of a CR LF.
func (t *tty) readKey() (byte, error) {
	for {
		b, err := t.readByte()
		if err != nil {
			return 0, err
		}
		second := b == '\n' && t.lastCR
		t.lastCR = b == '\r'
		if !second {
			return b, nil
		}
	}
}

// edit applies a key to a line. It returns the line and what to print.
func edit(line []byte, key byte) ([]byte, string) {
	switch {
	case key == keyBackspace || key == keyDelete:
		return erase(line, 1)
	case key == keyCtrlU:
		return erase(line, len(line))
	case key == keyCtrlW:
		return erase(line, len(line)-1-strings.LastIndexByte(strings.TrimRight(string(line), " "), ' '))
	case key >= ' ' && len(line) < maxLine:
		return append(line, key), string([]byte{key})
	default:
		return line, ""
	}
}

// typedAhead lets what was typed ahead of a command suffer from the faults.
func (t *tty) typedAhead() error {
	waiting := t.waiting()
	switch f := t.current(); {
	case f.FlushInput:
		t.flush()
	case f.EchoAtOnce && t.shown == 0:
		t.shown = len(waiting)
		return t.print(string(waiting))
	}
	return nil
}

// echo prints what was typed if on is set.
func (t *tty) echo(text string, on bool) error {
	if !on || text == "" {
		return nil
	}
	return t.print(text)
}

// erase removes the last n bytes of a line. It returns the line and what wipes these bytes off the
// screen.
func erase(line []byte, n int) ([]byte, string) {
	n = min(n, len(line))
	return line[:len(line)-n], strings.Repeat("\b \b", n)
}

// maxPrint is how much of a text is prepared for the wire at a time.
const maxPrint = 64 << 10

// print sends text with CR LF line ends.
func (t *tty) print(text string) error {
	for len(text) > maxPrint {
		if err := t.send(text[:maxPrint]); err != nil {
			return err
		}
		text = text[maxPrint:]
	}
	return t.send(text)
}

func (t *tty) send(text string) error {
	data := []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	f := t.current()
	switch {
	case f.OneByteAtATime:
		for i := range data {
			if _, err := t.channel.Write(data[i : i+1]); err != nil {
				return err
			}
		}
		return nil
	case f.Pace > 0:
		return t.pace(data, f.Pace)
	}
	_, err := t.channel.Write(data)
	return err
}

// pace sends rate bytes per second in small pieces.
func (t *tty) pace(data []byte, rate int) error {
	piece := max(rate/50, 1)
	for len(data) > 0 {
		n := min(piece, len(data))
		if _, err := t.channel.Write(data[:n]); err != nil {
			return err
		}
		data = data[n:]
		if !t.wait(time.Duration(n) * time.Second / time.Duration(rate)) {
			return errLeave
		}
	}
	return nil
}

// errLeave ends a session: after exit, or because a fault closes it.
var errLeave = errors.New("session ends")
