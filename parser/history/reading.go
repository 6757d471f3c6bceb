package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// reading is a message history being read.
type reading struct {
	lines.Head
	// first and last line with text on them, and the heading above.
	first, last lines.Line
	heading     string
	// zone is the time zone of the last time that was read.
	zone string
	// facts counts the useful lines.
	facts int

	history History
	index   map[string]int // of history.Messages, by name
	kinds   map[string]int // of history.Imports, by kind

	// in is the output; what is left of it is not read yet.
	in *lines.Walker

	// name of the message, or kind of the import, whose section is read; both are empty outside of one.
	name, kind string
	// pending is an unknown heading, pendingAt the output from there on.
	pending, pendingAt string

	// asked is true after a REQUEST, until its RESPONSE is known.
	asked bool
	// responding is true after a RESPONSE, respondedAt its time.
	responding  bool
	respondedAt *localtime.Time
	payload     payload
	// answer is the payload of the section's last response.
	answer string

	// carries is true where a payload may follow; elided, if an author left out that of a response.
	carries, elided bool

	// omitted is true if the author of a document left out what follows.
	omitted bool
	// whole is true if the output ends where a whole one does.
	whole bool
	// scattered is true for a filter that separates lines from their headings.
	scattered bool
}

// isWholeTime reports whether the time at the end of an output cannot go on: "UT" may have been UTC.
func (r *reading) isWholeTime(h typedLine) bool {
	return h.at != nil && (h.at.Zone == "UTC" || h.at.Zone == "GMT" || h.at.Zone != "" && h.at.Zone == r.zone)
}

// enter starts the section under a heading, of a message or of a kind of import.
func (r *reading) enter(heading, rest, name, kind string) {
	r.leave(rest)
	r.heading = strings.Clone(heading)
	r.name, r.kind, r.asked, r.carries = name, kind, false, false
	if _, known := r.index[name]; known || name == "" {
		return
	}
	if len(r.history.Messages) < scan.MaxList {
		r.index[name] = len(r.history.Messages)
	}
	r.history.Messages = scan.Add(r.history.Messages, Message{Name: name}, &r.Dropped)
}

// current is the entry of the section; nil outside of the sections of messages.
func (r *reading) current() *Message {
	i, ok := r.index[r.name]
	if !ok {
		return nil
	}
	return &r.history.Messages[i]
}

// leave ends the section where the output continues with rest, and reads its last response.
func (r *reading) leave(rest string) {
	r.flushResponse(rest)
	if m := r.current(); m != nil && r.answer != "" {
		m.StatusCode, m.StatusMessage = readStatus(r.in, r.answer)
	}
	r.answer = ""
}

// request notes a REQUEST.
func (r *reading) request(h typedLine, rest string, l lines.Line) {
	r.flushResponse(rest)
	m := r.current()
	if m == nil {
		return
	}
	r.facts++
	m.Requests++
	m.LastRequest = r.timeOf(h, l)
	r.asked, r.carries = true, true
}

// response notes a RESPONSE; the lines below show whether it is empty.
func (r *reading) response(h typedLine, rest string, l lines.Line) {
	r.flushResponse(rest)
	r.responding, r.carries, r.respondedAt = true, true, r.timeOf(h, l)
}

// timeOf is the time of a line; nil if the output ends in it, because it may have gone on.
func (r *reading) timeOf(h typedLine, l lines.Line) *localtime.Time {
	if l.Open && !r.isWholeTime(h) {
		return nil
	}
	if h.at != nil {
		r.zone = h.at.Zone
	}
	return h.at
}

// flushResponse takes the current response, which ends where the output continues with rest.
func (r *reading) flushResponse(rest string) {
	m := r.current()
	switch {
	case !r.responding || m == nil:
	case r.payload.rest != "":
		m.LastResponse, r.answer = r.respondedAt, r.payload.upTo(rest)
		m.StatusCode, m.StatusMessage = "", ""
	case r.elided: // there may have been one, and then it was the last
		m.LastResponse, r.answer = nil, ""
		m.StatusCode, m.StatusMessage = "", ""
	case r.asked:
		m.Unanswered++
	}
	if r.responding {
		r.asked = false
	}
	r.responding, r.elided, r.respondedAt, r.payload = false, false, nil, payload{}
}

// received notes when something was imported.
func (r *reading) received(h typedLine, l lines.Line) {
	if r.kind == "" {
		return
	}
	r.payload, r.carries = payload{}, true
	i, ok := r.kinds[r.kind]
	if !ok {
		if len(r.history.Imports) >= scan.MaxList {
			r.Dropped++
			return
		}
		i = len(r.history.Imports)
		r.kinds[r.kind] = i
		r.history.Imports = append(r.history.Imports, Import{Kind: r.kind})
	}
	r.history.Imports[i].ReceivedOn = r.timeOf(h, l)
}
