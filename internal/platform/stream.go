package platform

import "bytes"

// maxLine is how far back in an unfinished line the switch may still move the cursor.
// It bounds what a line without end costs.
const maxLine = 64 << 10

// Scrubber turns a terminal's byte stream into plain text in one pass: carriage returns, escape
// sequences and control characters go, overwritten text is replaced by what overwrote it. IOS
// wipes its pager's line with backspaces and blanks, other software with "\r" and blanks.
//
// Text is handed out before its line is complete, for a prompt has no line end. What was handed
// out and then wiped is taken back by '\b', one for each byte; this is the only use of '\b'
// in the result, and TakeBack undoes it on the reader's side.
type Scrubber struct {
	line    []byte // the line so far
	cursor  int    // where the next character goes
	shown   int    // bytes of line already handed out
	changed int    // offset of the first byte that differs from what was handed out
	redrawn bool   // something was overwritten: blanks right of the cursor are leftovers
	escape  escapeState
}

type escapeState uint8

const (
	escapeNone  escapeState = iota
	escapeStart             // after ESC
	escapeCSI               // after ESC [
	escapeOSC               // after ESC ]: up to BEL or ESC \
	escapeSkip              // one byte more, as in ESC ( B
)

// Feed takes the next bytes and appends to out what they add to the text.
func (s *Scrubber) Feed(out, in []byte) []byte {
	for i := 0; i < len(in); {
		if s.escape != escapeNone {
			s.escaped(in[i])
			i++
			continue
		}
		end := i
		for end < len(in) && isText(in[end]) {
			end++
		}
		if n := lineEnd(in[end:]); n > 0 && s.cursor == len(s.line) && !s.redrawn {
			// Nearly every line of an output goes this way, straight through.
			out = append(s.flush(out), in[i:end]...)
			out = s.newline(out)
			i = end + n
			continue
		}
		if end > i {
			s.put(in[i:end])
			i = end
			continue
		}
		out = s.control(out, in[i])
		i++
	}
	return s.flush(out)
}

// isText reports whether a character is shown, and does not act on the cursor or the screen.
func isText(c byte) bool { return c >= 0x20 && c != 0x7f || c == '\t' }

func (s *Scrubber) control(out []byte, c byte) []byte {
	switch c {
	case '\n':
		out = s.newline(s.flush(out))
	case '\r':
		s.cursor = 0
	case '\b':
		if s.cursor > 0 {
			s.cursor--
			s.redrawn = true
		}
	case 0x1b:
		s.escape = escapeStart
	}
	return out // NUL, BEL and the like vanish
}

// newline ends the line.
func (s *Scrubber) newline(out []byte) []byte {
	s.line, s.cursor, s.shown, s.changed, s.redrawn = s.line[:0], 0, 0, 0, false
	return append(out, '\n')
}

// lineEnd is the length of the line end that in begins with, 0 if it begins with none.
func lineEnd(in []byte) int {
	switch {
	case len(in) > 0 && in[0] == '\n':
		return 1
	case len(in) > 1 && in[0] == '\r' && in[1] == '\n':
		return 2
	}
	return 0
}

// put writes text at the cursor, over what is there.
func (s *Scrubber) put(text []byte) {
	over := min(len(s.line)-s.cursor, len(text))
	if over > 0 {
		copy(s.line[s.cursor:], text[:over])
		s.changed = min(s.changed, s.cursor)
		s.redrawn = true
	}
	s.line = append(s.line, text[over:]...)
	s.cursor += len(text)
}

// flush hands out what is new of the current line.
func (s *Scrubber) flush(out []byte) []byte {
	if s.redrawn {
		end := len(s.line)
		for end > s.cursor && s.line[end-1] == ' ' {
			end--
		}
		s.line = s.line[:end]
	}
	from := min(s.changed, len(s.line))
	for range s.shown - from {
		out = append(out, '\b')
	}
	out = append(out, s.line[from:]...)
	if len(s.line) > maxLine {
		s.line, s.cursor = s.line[:0], 0
	}
	s.shown, s.changed = len(s.line), len(s.line)
	return out
}

// escaped eats one byte of an escape sequence. Only "erase to the end of the line" has an effect.
func (s *Scrubber) escaped(c byte) {
	switch s.escape {
	case escapeStart:
		switch {
		case c == '[':
			s.escape = escapeCSI
		case c == ']':
			s.escape = escapeOSC
		case c >= 0x20 && c <= 0x2f:
			s.escape = escapeSkip
		default:
			s.escape = escapeNone
		}
	case escapeCSI:
		if c >= 0x40 && c <= 0x7e {
			s.escape = escapeNone
		}
		if c == 'K' && s.cursor < len(s.line) {
			s.line = s.line[:s.cursor]
			s.changed = min(s.changed, s.cursor)
		}
	case escapeOSC:
		switch c {
		case 0x07:
			s.escape = escapeNone
		case 0x1b:
			s.escape = escapeStart // ESC \ ends it, through escapeStart
		}
	default:
		s.escape = escapeNone
	}
}

// TakeBack appends a piece of scrubbed text to text, undoing what the piece takes back. Only the
// last line can be meant: whoever removes part of it (a pager's) need not keep count.
// It may keep the piece itself.
func TakeBack(text, piece []byte) []byte {
	if len(text) == 0 && bytes.IndexByte(piece, '\b') < 0 {
		return piece
	}
	return AppendText(text, piece)
}

// AppendText is TakeBack that never keeps the piece.
func AppendText(text, piece []byte) []byte {
	for {
		i := bytes.IndexByte(piece, '\b')
		if i < 0 {
			return append(text, piece...)
		}
		text = append(text, piece[:i]...)
		if n := len(text); n > 0 && text[n-1] != '\n' {
			text = text[:n-1]
		}
		piece = piece[i+1:]
	}
}

// Clean returns what a terminal shows of a line that holds backspaces, carriage returns or escape sequences.
func Clean(line string) string {
	for i := 0; i < len(line); i++ {
		if !isText(line[i]) {
			var s Scrubber
			return string(s.Feed(make([]byte, 0, len(line)), []byte(line)))
		}
	}
	return line
}
