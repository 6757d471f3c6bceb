package syslog

import (
	"bytes"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// reading is a log buffer being read.
type reading struct {
	lines.Head
	in  *lines.Walker
	log Log
	// last has the last message of each mnemonic, mnemonics where it stands there.
	last      []lastLogged
	mnemonics map[string]int

	// first and lastLine are the first and the last line that is neither a prompt nor an echo,
	// strange the first one that is no log message.
	first, lastLine lines.Line
	strange         *lines.Line
	// typed is true for any echoed command, echoed for "show logging", header for its first line,
	// buffer for "Log Buffer", below which the messages stand, and for "Buffer logging: disabled",
	// which has none.
	typed, echoed, header, buffer bool
	// logged is true once there was a log message of any facility.
	logged bool
	// cut is the last line if the message in it is not whole.
	cut *lines.Line
	// width is that of the terminal, wraps remembers whether it broke lines, once that was looked for, longest is the longest
	// one up to here.
	width   int
	wraps   *bool
	longest int
	// full is true if the output ends with a row that is full, broken once a line was joined.
	full, broken bool
	// rows is where broken lines are put together.
	rows []byte
	// mending is true while a message is read that another one broke.
	mending bool
}

// known tells whether this is a log buffer, whatever it has of the agent.
func (r *reading) known() bool {
	return r.header || r.buffer || r.Filtered || len(r.log.Messages) > 0
}

func newReading(in *lines.Walker) *reading {
	return &reading{
		Head: lines.Head{OS: in.OS}, in: in, mnemonics: make(map[string]int), width: lines.TerminalWidth,
	}
}

// read walks once over the output. The lines are taken as they stood on the terminal, for
// the log messages, which are taken out of other outputs, are what is wanted here.
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

// row cuts one row of the terminal off, without the margin.
func (r *reading) row(in *lines.Walker) (raw string, open bool) {
	raw, open = in.Cut()
	for n := in.Margin; n > 0 && raw != "" && scan.IsBlank(raw[0]); n-- {
		raw = raw[1:]
	}
	return raw, open
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

// command looks for the echo, in front of the log. What a console wrote above "show logging" is
// none of its output; any other command that stands behind a log ends it.
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

// joined puts a line together again that the terminal broke; the rows that follow have no stamp.
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

// isRemainder tells whether a row is nothing but the rest of the one above it; in the files of
// servers, messages begin with names of all kinds.
func (r *reading) isRemainder(row, above string) bool {
	_, ok := findDescriptor(row, 0)
	return !ok && r.continues(row, above)
}

// continues tells whether a row belongs to the one above it.
func (r *reading) continues(row, above string) bool {
	text := strings.TrimSpace(row)
	if text == "" || r.OS.IsPrompt(text) {
		return false
	}
	if strings.HasPrefix(text, "%") { // it may have its stamp above
		_, ok := withoutColon(above)
		return ok
	}
	return !startsMessage(text)
}
