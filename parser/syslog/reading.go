package syslog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// reading is a log buffer being read.
type reading struct {
	lines.Head
	tally
	in *lines.Walker

	// first and lastLine are the first and the last line that is neither a prompt nor an echo,
	// strange the first one that is not a log message.
	first, lastLine lines.Line
	strange         *lines.Line
	// typed is true for any echoed command, echoed for "show logging", header for its first line,
	// buffer for "Log Buffer", above the messages, and for "Buffer logging: disabled",
	// which no messages follow.
	typed, echoed, header, buffer bool
	// logged is true once there was a log message of any facility.
	logged bool
	// cut is the last line if the message in it is not whole.
	cut *lines.Line
	// width is that of the terminal; wraps remembers whether it broke lines, once that is known; longest is the length of
	// the longest line so far.
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

// known reports whether this is a log buffer, with messages of the agent or without.
func (r *reading) known() bool {
	return r.header || r.buffer || r.Filtered || len(r.log.Messages) > 0
}

func newReading(in *lines.Walker) *reading {
	return &reading{
		Head: lines.Head{OS: in.OS}, in: in, tally: tally{mnemonics: make(map[string]int)}, width: lines.TerminalWidth,
	}
}

// row cuts one row of the terminal off, without the margin.
func (r *reading) row(in *lines.Walker) (raw string, open bool) {
	raw, open = in.Cut()
	for n := in.Margin; n > 0 && raw != "" && scan.IsBlank(raw[0]); n-- {
		raw = raw[1:]
	}
	return raw, open
}

// isRemainder reports whether a row is only the rest of the one above it; in the files of
// servers, messages begin with names of all kinds.
func (r *reading) isRemainder(row, above string) bool {
	_, ok := findDescriptor(row, 0)
	return !ok && r.continues(row, above)
}

// continues reports whether a row belongs to the one above it.
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
