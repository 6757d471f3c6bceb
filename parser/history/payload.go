package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// payload is what stands below a REQUEST, a RESPONSE or the time of an import: JSON on one line as
// long as it takes, broken by a terminal or not, or a blob. It is part of the output, no copy.
type payload struct {
	// rest is the output from its first line on; empty if there is none.
	rest string
	// width is the length of its first line. Those of a payload that a terminal broke are as
	// long, all but the last.
	width int
	json  bool

	// what closed has seen of it
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

// beginWithin starts a payload that stands behind a REQUEST or a RESPONSE in the same line.
func (p *payload) beginWithin(h typedLine, raw, rest string) {
	if h.carries {
		*p = payload{rest: rest[strings.IndexByte(rest, '{'):], width: len(raw), json: true}
	}
}

// isNothing tells whether a line stands for a payload that is not there.
func isNothing(text string) bool {
	return scan.IsNone(text) || text == `""` || text == "null" || text == "(null)"
}

// upTo is the payload as far as the place where the output goes on with rest.
func (p *payload) upTo(rest string) string { return p.rest[:len(p.rest)-len(rest)] }

// mustGoOn tells that a line is part of the payload whatever it looks like: a terminal broke it.
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

// closed tells whether the JSON ends before rest. It never does if it is not valid. Nothing is
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
