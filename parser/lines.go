package parser

import "strings"

// line is one line of output, cut into what the sections look at.
type line struct {
	number int // from 1
	indent int
	// text is the line without blanks at either end.
	text string
	// key and value are the parts before and behind the first ": " or final ":"; key is empty if
	// there is none.
	key, value string
	// open is true for a last line without newline: it may have been cut.
	open bool
}

// lines walks over an output line by line, without copying it.
type lines struct {
	rest   string
	number int
	// dirty is true if there are backspaces or escape sequences to be taken out.
	dirty bool
	// wrap remembers whether the terminal broke lines at 80 columns.
	wrap wrapping
}

type wrapping byte

const (
	wrapUnknown wrapping = iota
	wrapNone
	wrapAt80
)

const terminalWidth = 80

func newLines(text string) *lines {
	return &lines{rest: text, dirty: strings.ContainsAny(text, "\b\x1b")}
}

// next yields the next line; false at the end.
func (r *lines) next() (line, bool) {
	if r.rest == "" {
		return line{}, false
	}
	raw, open := r.cut()
	for len(raw) == terminalWidth && r.wrapped() && continues(r.rest) {
		var more string
		more, open = r.cut()
		raw += more
		if len(more) != terminalWidth {
			break
		}
	}
	return splitLine(raw, r.number, open), true
}

// cut takes one line off the text, as it was on the terminal.
func (r *lines) cut() (raw string, open bool) {
	r.number++
	end := strings.IndexByte(r.rest, '\n')
	if end < 0 {
		raw, r.rest, open = r.rest, "", true
	} else {
		raw, r.rest = r.rest[:end], r.rest[end+1:]
	}
	for len(raw) > 0 && raw[len(raw)-1] == '\r' {
		raw = raw[:len(raw)-1]
	}
	if r.dirty || strings.IndexByte(raw, '\r') >= 0 {
		raw = cleanTerminal(raw)
	}
	return raw, open
}

// wrapped tells whether a line of exactly 80 columns was broken by the terminal: then no line is
// longer. It looks ahead over the rest once, at the first such line.
func (r *lines) wrapped() bool {
	if r.wrap == wrapUnknown {
		r.wrap = wrapAt80
		for l := range strings.SplitSeq(r.rest, "\n") {
			if len(strings.TrimRight(l, "\r ")) > terminalWidth {
				r.wrap = wrapNone
				break
			}
		}
	}
	return r.wrap == wrapAt80
}

// continues tells whether rest begins with the remainder of a broken line rather than with a line
// of its own: an indented "key:", a heading or nothing.
func continues(rest string) bool {
	first, _, _ := strings.Cut(rest, "\n")
	l := splitLine(strings.TrimRight(first, "\r"), 0, false)
	ownLine := l.key != "" && (l.indent >= 2 || l.value == "")
	return l.text != "" && !ownLine
}

func splitLine(raw string, number int, open bool) line {
	text := strings.TrimLeft(raw, " \t")
	l := line{number: number, indent: len(raw) - len(text), open: open}
	l.text = strings.TrimRight(text, " \t")
	colon := strings.IndexByte(l.text, ':')
	if colon > 0 {
		l.key = strings.TrimRight(l.text[:colon], " ")
		l.value = strings.TrimLeft(l.text[colon+1:], " \t")
	}
	return l
}

// cleanTerminal plays what a terminal would show of a line: backspaces step back, a carriage
// return in the middle starts over, escape sequences and other control characters vanish.
func cleanTerminal(raw string) string {
	out := make([]byte, 0, len(raw))
	column := 0
	put := func(c byte) {
		if column < len(out) {
			out[column] = c
		} else {
			out = append(out, c)
		}
		column++
	}
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\b':
			column = max(column-1, 0)
		case c == '\r':
			column = 0
		case c == 0x1b:
			i += escapeLength(raw[i:]) - 1
		case c >= ' ' || c == '\t':
			put(c)
		}
	}
	return strings.TrimPrefix(string(out), "--More-- ")
}

// escapeLength is the length of the escape sequence that s starts with: ESC [ … letter, or two
// bytes.
func escapeLength(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return min(len(s), 2)
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= '@' && s[i] <= '~' {
			return i + 1
		}
	}
	return len(s)
}

// none tells whether a value is one of the agent's words for nothing.
func none(value string) bool {
	switch value {
	case "", "<none>", "<empty>", "None", "none", "Not Configured", "<NULL>":
		return true
	}
	return false
}

// maxText bounds every text of a State; labels are cut a good deal shorter.
const maxText = 1024

// text keeps a value: copied, so that the State does not hold on to the whole output, and empty
// for the agent's words for nothing.
func text(value string) string {
	if none(value) {
		return ""
	}
	return strings.Clone(value[:min(len(value), maxText)])
}

// snake writes a name of the agent in lower_snake: "Send Utility RUM reports" becomes
// send_utility_rum_reports.
func snake(name string) string {
	out := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != '_':
			out = append(out, '_')
		}
	}
	return strings.TrimRight(string(out), "_")
}
