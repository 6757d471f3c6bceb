package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// readStatus finds what a RESPONSE says of the request:
//
//	{"signature":{…},"response":"{\"header\":{…},\"status_code\":\"OK\",\"status_message\":\"OK\",…
//
// wherever it stands, and the least nested if it is there several times. The JSON in captures need
// not be valid, so it is not decoded. Nothing else of the response is kept. answer is a part of whole.
func readStatus(whole *lines.Walker, answer string) (code, message string) {
	s := statusScan{}
	in := whole.Over(answer)
	width, last, broken := 0, 0, false
	for in.Rest != "" {
		raw, _ := in.Cut()
		before := broken // a log message stands in front
		if in.Logged {
			raw, broken = beforeLog(in, raw)
		}
		piece := lines.Straight(pieceOf(raw, whole.Margin, broken))
		if width == 0 {
			width = len(raw)
		}
		if piece == "" || len(raw) != width && isAside(piece) {
			broken = broken || before
			continue
		}
		if s.mode == inText && last != width && !before { // broken between words, not by a terminal
			s.scan(" ")
		}
		s.scan(piece)
		last = len(raw)
	}
	return s.values()
}

// pieceOf is a line of a payload as the terminal had it: a blank at its end may be one of the
// payload if the line is full or was broken by a log message, and is one of the capture's otherwise.
func pieceOf(raw string, margin int, broken bool) string {
	for margin > 0 && raw != "" && scan.IsBlank(raw[0]) {
		raw, margin = raw[1:], margin-1
	}
	trimmed := strings.TrimRight(raw, " \t")
	switch {
	case len(trimmed) <= lines.TerminalWidth && len(raw) > lines.TerminalWidth:
		return raw[:lines.TerminalWidth]
	case len(raw) == lines.TerminalWidth, broken:
		return raw
	}
	return trimmed
}

// beforeLog is a line without the log message in it, and reports whether there is one, or one after it.
func beforeLog(in *lines.Walker, raw string) (string, bool) {
	if at := in.OS.LogStart(raw); at >= 0 {
		return raw[:at], true
	}
	return raw, in.OS.LogStart(in.Peek()) == 0
}

// isAside tells whether a line within a payload is what an author wrote there.
func isAside(piece string) bool {
	f := formOf(strings.TrimSpace(piece), 1).form
	return f == remarkForm || f == omissionForm
}

// statusScan looks for the two keys in JSON that holds JSON in its strings: quotes have one
// backslash in front of them, or three, or seven, the deeper they are.
type statusScan struct {
	mode scanMode
	run  int // backslashes in front of where we are
	// depth is how many brackets are open.
	depth int

	// key is what stands behind the last quote, if it may be one; keyRun are that quote's backslashes.
	key    [len("status_message")]byte
	keyLen int
	keyRun int
	inKey  bool

	colon         bool
	found         statusValue // the one being read
	code, message statusValue
	into          *statusValue // where it belongs
}

type scanMode byte

const (
	inJSON   scanMode = iota
	afterKey          // up to the value
	inText
	inNumber
)

// statusValue is the value of a key, as it stands there.
type statusValue struct {
	ok         bool
	run, depth int
	raw        []byte
}

// What is kept of a value as it stands there, and the backslashes up to which it is looked for:
// JSON in ten strings, one in the other.
const (
	maxRaw = 4 * scan.MaxText
	maxRun = 1<<10 - 1
)

// scan goes on with a piece of the JSON.
func (s *statusScan) scan(piece string) {
	for i := 0; i < len(piece); i++ {
		c := piece[i]
		switch s.mode {
		case inJSON:
			s.atJSON(c)
		case afterKey:
			s.atValue(c)
		case inText:
			s.atText(c)
		case inNumber:
			if c >= '0' && c <= '9' || c == '-' || c == '.' {
				s.keep(c)
			} else {
				s.finish()
				s.atJSON(c)
			}
		}
	}
}

func (s *statusScan) atJSON(c byte) {
	switch c {
	case '\\':
		s.run++
		return
	case '"':
		if !s.isKey() {
			s.inKey, s.keyRun, s.keyLen = true, s.run, 0
		}
	case '{', '[':
		s.depth++
		s.inKey = false
	case '}', ']':
		s.depth--
		s.inKey = false
	default:
		if s.inKey {
			if s.inKey = s.run == 0 && s.keyLen < len(s.key); s.inKey {
				s.key[s.keyLen] = c
				s.keyLen++
			}
		}
	}
	s.run = 0
}

// isKey tells, at a quote, whether it ends one of the two keys; then the value follows.
func (s *statusScan) isKey() bool {
	if !s.inKey || s.run != s.keyRun || s.run > maxRun {
		return false
	}
	switch string(s.key[:s.keyLen]) {
	case "status_code":
		s.into = &s.code
	case "status_message":
		s.into = &s.message
	default:
		return false
	}
	s.mode, s.inKey, s.colon = afterKey, false, false
	s.found = statusValue{ok: true, run: s.run, depth: s.depth, raw: s.found.raw[:0]}
	return true
}

// atValue looks for the colon and the beginning of the value.
func (s *statusScan) atValue(c byte) {
	switch {
	case scan.IsBlank(c):
	case c == ':' && !s.colon:
		s.colon = true
	case c == '\\' && s.colon:
		s.run++
	case c == '"' && s.colon && s.run == s.found.run:
		s.mode, s.run = inText, 0
	case (c >= '0' && c <= '9' || c == '-') && s.colon && s.run == 0:
		s.mode = inNumber
		s.keep(c)
	case c == 'n' && s.colon && s.run == 0: // null
		s.finish()
	default: // no key after all, or nothing that can be read
		s.mode = inJSON
		s.atJSON(c)
	}
}

// atText reads a text up to its closing quote.
func (s *statusScan) atText(c byte) {
	switch {
	case c == '\\':
		s.run++
		return
	case c == '"' && closes(s.run, s.found.run):
		s.keepBackslashes(s.run - s.found.run) // the others belong to the quote
		s.finish()
		return
	}
	s.keepBackslashes(s.run)
	s.keep(c)
	s.run = 0
}

func (s *statusScan) keepBackslashes(n int) {
	for range min(n, maxRaw) {
		s.keep('\\')
	}
}

// closes tells whether a quote with that many backslashes ends a text that began at a quote with
// level backslashes: within it, escaped quotes have more.
func closes(run, level int) bool {
	for ; level > 0; level /= 2 {
		if run%2 == 0 {
			return true // the text around it ends
		}
		run /= 2
	}
	return run%2 == 0
}

func (s *statusScan) keep(c byte) {
	if len(s.found.raw) < maxRaw {
		s.found.raw = append(s.found.raw, c)
	}
}

// finish takes the value if it is less nested than the one before.
func (s *statusScan) finish() {
	old := s.into
	if !old.ok || s.found.run < old.run || s.found.run == old.run && s.found.depth < old.depth {
		*old, s.found = s.found, *old // the old buffer is used again
	}
	s.mode, s.run = inJSON, 0
}

// values are the code and the message that belongs to it.
func (s *statusScan) values() (code, message string) {
	if s.code.ok && s.message.ok && (s.message.run != s.code.run || s.message.depth != s.code.depth) {
		s.message = statusValue{} // of something else
	}
	return s.code.text(), s.message.text()
}
