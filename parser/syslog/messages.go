package syslog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// messages reads a line with messages of the agent in it, and perhaps others: newlines get lost
// between them. A message within one of another facility is a quotation by a
// logged command or an applet, unless it is glued to it.
func (r *reading) messages(text string, open bool) {
	d, ok := findDescriptor(text, 0)
	if !ok {
		r.unreadable(lines.Line{Number: r.in.Number, Text: text}, open)
		return
	}
	r.logged = true
	at, begin, ok := stampBefore(front(text, 0, d.start))
	if ok && !d.agent {
		r.mend(text[:begin+max(0, d.start-longestFront)])
	}
	for first := true; ; first = false {
		next, stamp, begin, more := glued(text, d)
		said := text[d.end:begin]
		switch {
		case more && first && d.agent && d.failed():
			said += r.resumed()
		case !more && d.agent && (open || r.goesOn(d, said)) && !isWholeMessage(d, said):
			r.cut = &lines.Line{Number: r.in.Number, Text: text}
			return
		case !more && d.agent && d.failed() && r.isBroken():
			said = "" // half a reason is no reason
		}
		if d.agent {
			r.count(d, at, said, &r.Dropped)
		}
		if !more {
			return
		}
		d, at = next, stamp
	}
}

// goesOn reports whether a last message may have had a further row: its last one is full, where the
// terminal broke others, or its reason is missing.
func (r *reading) goesOn(d descriptor, said string) bool {
	return r.full && !r.in.Whole && (r.broken || d.failed() && strings.IndexByte(said, ':') < 0)
}

// isBroken reports whether the row below belongs to the message above it, which was not broken
// at the width of the terminal but elsewhere, as mail programs do.
func (r *reading) isBroken() bool {
	ahead := *r.in
	next, _ := r.row(&ahead)
	if r.isFull(next) && r.wrapped() { // the beginning of a message that continues below
		more, _ := r.row(&ahead)
		next += more
	}
	text := strings.TrimSpace(next)
	if !r.isRemainder(next, "") || lines.IsOmission(text) || lines.IsRemark(text) || lines.RemarkAt(text) == 0 {
		return false
	}
	_, _, ok := r.OS.CutPrompt(text)
	return !ok
}

// glued finds the next message after one in the same line, and where its stamp begins.
func glued(text string, d descriptor) (next descriptor, stamp localtime.Time, begin int, ok bool) {
	for from := d.end; ; from = next.end {
		if next, ok = findDescriptor(text, from); !ok {
			return next, localtime.Time{}, len(text), false
		}
		stamp, begin, ok = stampBefore(front(text, d.end, next.start))
		begin += max(d.end, next.start-longestFront)
		if ok && (d.agent || begin > d.end && !strings.ContainsRune(" \t:='\"([|", rune(text[begin-1]))) {
			return next, stamp, begin, true
		}
	}
}

// longestFront is longer than any stamp, even with the text that IOS-XR puts around it.
const longestFront = 200

// front is the text before a descriptor, as far as a stamp may reach.
func front(text string, from, to int) string { return text[max(from, to-longestFront):to] }

// resumed is the line after a message that broke into another one: the rest of the broken one, unless it is a
// message of its own.
func (r *reading) resumed() string {
	ahead := *r.in
	next, open := r.row(&ahead)
	if open || !r.continues(next, "") {
		return ""
	}
	*r.in = ahead
	return next
}

// mend reads a message of the agent of which another one left only the head: "%SMART_LIC-3-COMM_F".
func (r *reading) mend(head string) {
	const longest = 4 * lines.TerminalWidth
	if r.mending || len(head) > longest || !namesAgent(head) {
		return
	}
	r.mending = true
	if tail := r.resumed(); tail != "" {
		r.messages(head+tail, false)
	}
	r.mending = false
}

// namesAgent reports whether there is something like a descriptor of the agent in a text.
func namesAgent(text string) bool {
	return strings.Contains(text, "%"+agentFacility+"-") || strings.Contains(text, "%LICENSE-"+agentFacility+"-") ||
		strings.Contains(text, "%LICMGR-") && strings.Contains(text, "-LOG_"+agentFacility+"_")
}

// unreadable notes a line that names the agent's facility but is not a message: a row of the header,
// half a message at the beginning of the buffer, or one that is cut.
func (r *reading) unreadable(l lines.Line, open bool) {
	switch {
	case open && (r.known() || namesAgent(l.Text) || startsMessage(l.Text)):
		r.cut = &l
	case namesAgent(l.Text):
		r.NoteUnread(l)
	}
	if r.strange == nil {
		r.strange = &l
	}
}

// other looks at a line without anything of the agent: it may be cut, or show that this is
// not a log.
func (r *reading) other(l lines.Line, open bool) {
	_, ok := findDescriptor(l.Text, 0)
	switch {
	case ok:
		r.logged = true
	case open && (r.known() || startsMessage(l.Text)):
		r.cut = &l
	case r.strange == nil:
		r.strange = &l
	}
}
