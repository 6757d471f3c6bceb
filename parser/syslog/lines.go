package syslog

import (
	"bytes"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// read walks once over the output. The lines are taken as they were on the terminal, because
// the log messages, which other readers remove, are the content here.
func read(out platform.Output) *reading {
	r := newReading(lines.New(out))
	r.measure()
	for r.in.Rest != "" {
		raw, open := r.row(r.in)
		r.longest = max(r.longest, len(trimBlanks(raw)))
		r.take(raw, open)
	}
	if r.cut == nil && !r.in.Whole && r.known() && r.OS.EndsInPager(out.Text) {
		r.cut = &lines.Line{Number: r.in.Number, Text: lines.LastLine(out.Text)}
	}
	return r
}

// take reads one line.
func (r *reading) take(raw string, open bool) {
	l := lines.Line{Number: r.in.Number, Text: strings.TrimSpace(raw)}
	switch {
	case l.Text == "", r.OS.IsPrompt(l.Text), !r.echoed && r.command(l):
		return
	}
	if r.first.Number == 0 {
		r.first = l
	}
	r.lastLine = l
	if r.head(l, open) {
		return
	}
	raw, open = r.joined(raw, open)
	l.Number, l.Text = r.in.Number, strings.TrimSpace(raw)
	if strings.Contains(l.Text, agentFacility) {
		r.messages(l.Text, open)
	} else if open || r.strange == nil && !r.known() {
		r.other(l, open)
	}
}

// command looks for the echo, before the log. Text that a console wrote above "show logging" is
// not part of its output; any other command after a log ends it.
func (r *reading) command(l lines.Line) bool {
	host, command, ok := lines.SplitEcho(r.OS, l.Text)
	if !ok {
		return false
	}
	_, rest := scan.NextWord(command)
	what, _ := scan.NextWord(rest)
	logging := lines.Abbreviates(what, "logging", 3)
	if r.known() && (!logging || host == "") {
		return false
	}
	above, in, width := r.Head, r.in, r.width
	*r = *newReading(in)
	r.width = width
	r.Clock, r.Hostname = above.Clock, above.Hostname
	r.Echo(l)
	r.typed, r.echoed, r.Filtered = true, logging, r.Filtered && logging
	return true
}

// head reads the lines above the log.
func (r *reading) head(l lines.Line, open bool) bool {
	if r.buffer || r.logged || len(r.log.Messages) > 0 {
		return false
	}
	switch {
	case strings.HasPrefix(l.Text, "Syslog logging: "):
		r.header = true
	case strings.HasPrefix(l.Text, "Log Buffer ("):
		r.buffer = strings.HasSuffix(l.Text, ":") && !open
		r.header = true
	case strings.HasPrefix(l.Text, "Buffer logging:"):
		_, state, _ := strings.Cut(l.Text, ":")
		r.buffer = strings.HasPrefix(strings.TrimSpace(state), "disabled")
	case strings.HasPrefix(l.Text, lines.LoadPrefix):
	default:
		return r.TimeSource(l)
	}
	return true
}

// joined puts a line together again that the terminal broke; its further rows have no stamp.
// A blank in the last column may have been lost.
func (r *reading) joined(raw string, open bool) (string, bool) {
	r.rows, r.full = r.rows[:0], false
	last := ""
	for row := raw; len(r.rows) < lines.MaxJoined; {
		if !r.isFull(row) {
			break
		}
		ahead := *r.in
		next, nextOpen := r.row(&ahead)
		if r.in.Rest == "" || nextOpen && strings.TrimSpace(next) == "" {
			r.full = r.wrapped()
			break
		}
		if !r.continues(next, row) || !r.wrapped() {
			break
		}
		r.rows = append(r.rows, row[:min(len(row), r.width)]...)
		r.rows = append(r.rows, "  "[:max(0, r.width-len(row))]...)
		last = next
		*r.in, r.broken = ahead, true
		row, open = next, nextOpen
	}
	r.rows = append(r.rows, last...)
	if len(r.rows) == 0 || r.known() && !open && !bytes.Contains(r.rows, []byte(agentFacility)) {
		return raw, open
	}
	return string(r.rows), open
}

// Parse reads "show logging | include SMART_LIC", and "show logging" as a whole. A buffer
// without any message of the agent gives an empty Syslog, and so does an empty output, because that is
// all that the filter leaves then; it is ErrEmpty only if the echo says that there was no filter.
// If the output ends within a message, that message is left out, Last and CommFailReason are
// empty and the error is a *TruncatedError. An output that was cut exactly between two messages
// looks like a whole one.
func Parse(out platform.Output) (*Log, *lines.Head, error) {
	r := read(out)
	var refusal *reply.RefusedError
	if len(r.log.Messages) == 0 {
		refusal = lines.Refused(out)
	}
	switch {
	case len(r.log.Messages) > 0:
	case refusal != nil:
		return nil, nil, refusal
	case r.header && !r.buffer && !r.Filtered && !r.in.Whole:
		return nil, r.Copy(), r.truncated(r.lastLine, "Log Buffer")
	case r.cut != nil, r.known():
	case r.first.Number == 0 && r.typed:
		return nil, nil, reply.ErrEmpty
	case r.strange != nil:
		return nil, nil, &reply.UnrecognisedError{Command: Command, Line: r.strange.Number, Text: scan.Quotable(r.strange.Text)}
	}
	log := r.finish()
	if r.cut != nil {
		return log, r.Copy(), r.truncated(*r.cut, "the end of that message")
	}
	return log, r.Copy(), nil
}

// truncated names the line after which the output ends.
func (r *reading) truncated(l lines.Line, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: Command, Line: l.Number, Text: scan.Quotable(l.Text), Section: "Syslog logging", Missing: missing,
	}
}

// finish is the log, once all lines are read. In a part of a log, the last message and reason say nothing.
func (r *reading) finish() *Log {
	l := r.log // a copy: the reading keeps the output in memory
	if r.cut != nil {
		l.CommFailReason = ""
		return &l
	}
	l.CommFailReason = scan.Reason(l.CommFailReason)
	for _, last := range r.last {
		if at := last.at; !at.Wall.IsZero() {
			at.Zone = strings.Clone(at.Zone)
			l.Last = append(l.Last, Last{Mnemonic: last.mnemonic, At: &at})
		}
	}
	return &l
}
