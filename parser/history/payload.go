package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// payload is the text below a REQUEST, a RESPONSE or the time of an import: JSON on one line of
// any length, which a terminal may have broken, or a blob. It is part of the output, not a copy.
type payload struct {
	// rest is the output from its first line on; empty if there is no payload.
	rest string
	// width is the length of its first line. If a terminal broke the payload, all lines but the last are as
	// long.
	width int
	json  bool

	// the part that closed has seen
	seen      int
	depth     int
	inString  bool
	escaped   bool
	wasClosed bool
}

// begin starts a payload at its first line, with which rest begins.
func (p *payload) begin(rest, raw string) {
	*p = payload{rest: rest, width: len(raw), json: strings.HasPrefix(strings.TrimLeft(raw, " \t"), "{")}
}

// beginWithin starts a payload that follows a REQUEST or a RESPONSE in the same line.
func (p *payload) beginWithin(h typedLine, raw, rest string) {
	if h.carries {
		*p = payload{rest: rest[strings.IndexByte(rest, '{'):], width: len(raw), json: true}
	}
}

// isNothing reports whether a line says that there is no payload.
func isNothing(text string) bool {
	return scan.IsNone(text) || text == `""` || text == "null" || text == "(null)"
}

// upTo is the payload up to the place where the output continues with rest.
func (p *payload) upTo(rest string) string { return p.rest[:len(p.rest)-len(rest)] }

// mustGoOn reports whether a line is part of the payload whatever it looks like, because a terminal broke it.
// rest is the output from that line on.
func (p *payload) mustGoOn(raw, rest string) bool {
	if p.rest == "" || p.width < lines.Narrowest {
		return false
	}
	if p.json {
		return len(raw) == p.width && !p.closed(rest)
	}
	return len(strings.TrimRight(raw, " ")) == p.width
}

// closed reports whether the JSON ends before rest. Invalid JSON never ends. No byte is
// looked at twice.
func (p *payload) closed(rest string) bool {
	text := p.upTo(rest)
	for ; p.seen < len(text) && !p.wasClosed; p.seen++ {
		switch c := text[p.seen]; {
		case p.escaped:
			p.escaped = c == '\r' || c == '\n'
		case c == '\\':
			p.escaped = p.inString
		case c == '"':
			p.inString = !p.inString
		case p.inString:
		case c == '{':
			p.depth++
		case c == '}':
			p.depth--
			p.wasClosed = p.depth <= 0
		}
	}
	return p.wasClosed
}
