package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// line is one line of output, cut into what the sections look at.
type line struct {
	number int // from 1
	indent int
	// text is the line without blanks at either end.
	text string
	// key and value are the parts before and behind the first ": " or final ":"; key is empty if
	// there is none.
	key, value string
	// open is true for a last line without newline: its last word may have been cut. Not if that is
	// a number with blanks behind it, as "Collecting Data: 2  ".
	open bool
}

// lines walks over an output line by line, without copying it.
type lines struct {
	rest   string
	number int
	// dirty is true if there are backspaces or escape sequences to be taken out, returns if there are
	// carriage returns, paged if the pager's word is in it.
	dirty, returns, paged bool
	// margin is the indentation that all lines have in common, as pasted text has.
	margin int
	// logged is true if there is something like a log message in it.
	logged bool
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

// maxJoined bounds a line that is put together from several.
const maxJoined = 8192

// pagerWord stays in front of a line in captures that have lost their control characters.
const pagerWord = "--More--"

func newLines(text string) *lines {
	text = strings.TrimPrefix(text, "\ufeff") // what some editors put in front
	has := func(c byte) bool { return strings.IndexByte(text, c) >= 0 }
	return &lines{
		rest: text, margin: marginOf(text), dirty: has('\b') || has('\x1b'), returns: has('\r'),
		paged:  strings.Contains(text, "More--"),
		logged: has('%') && strings.Contains(text, logSign),
	}
}

// marginOf is the indentation that all lines have in common but for the first, which may be the
// echo, and for prompts. Outputs start at the margin, so that the search ends after some lines.
func marginOf(text string) int {
	const unknown = 1 << 20
	margin := unknown
	_, rest, _ := strings.Cut(text, "\n")
	for margin > 0 && rest != "" {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		body := strings.TrimLeft(l, " \t")
		if text := strings.TrimRight(body, "\r "); text != "" && (len(body) < len(l) || !isPrompt(text)) {
			margin = min(margin, len(l)-len(body))
		}
	}
	if margin == unknown {
		return 0
	}
	return margin
}

// next yields the next line; false at the end.
func (r *lines) next() (line, bool) {
	if r.rest == "" {
		return line{}, false
	}
	raw, open := r.cut()
	if r.logged {
		raw, open = r.withoutLog(raw, open)
	}
	for piece := raw; len(piece) == terminalWidth && len(raw) < maxJoined && r.wrapped() && !isRule(raw) && continues(r.rest); raw += piece {
		piece, open = r.cut()
	}
	l := splitLine(raw, r.number, open)
	l.indent = max(l.indent-r.margin, 0)
	return l, true
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
	if r.dirty || r.returns && strings.IndexByte(raw, '\r') >= 0 {
		raw = cleanTerminal(raw)
	}
	if r.paged {
		if at := strings.Index(raw, pagerWord); at >= 0 && strings.TrimLeft(raw[:at], " ") == "" {
			raw = strings.TrimPrefix(raw[at+len(pagerWord):], " ")
		}
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

// isRule tells whether a line is the one under a table's heading.
func isRule(raw string) bool { return strings.Trim(raw, "- ") == "" }

// continues tells whether rest begins with the remainder of a broken line rather than with a line
// of its own, which is nothing, or starts with a label.
func continues(rest string) bool {
	first, _, _ := strings.Cut(rest, "\n")
	l := splitLine(strings.TrimRight(first, "\r"), 0, false)
	ownLine := isLabel(l.key) && (l.value == "" || !strings.HasPrefix(l.text, l.key+":"+l.value)) // a blank behind the colon
	return l.text != "" && !ownLine
}

// isLabel tells whether a key looks like one of the agent's: words, the first with a capital.
func isLabel(key string) bool {
	if len(key) < 2 || key[0] < 'A' || key[0] > 'Z' {
		return false
	}
	for i := 1; i < len(key); i++ {
		c := key[i] | 0x20
		if (c < 'a' || c > 'z') && !strings.ContainsRune(" -/()", rune(key[i])) {
			return false
		}
	}
	return true
}

func splitLine(raw string, number int, open bool) line {
	indent := 0
	for indent < len(raw) && scan.IsBlank(raw[indent]) {
		indent++
	}
	text := raw[indent:]
	l := line{number: number, indent: indent, text: text}
	for n := len(l.text); n > 0 && scan.IsBlank(l.text[n-1]); n-- {
		l.text = l.text[:n-1]
	}
	if open {
		digit := len(l.text) > 0 && l.text[len(l.text)-1]-'0' <= 9
		l.open = !digit || len(text) < len(l.text)+2
	}
	colon := strings.IndexByte(l.text, ':')
	if colon > 0 {
		l.key, l.value = l.text[:colon], l.text[colon+1:]
		for scan.IsBlank(l.key[len(l.key)-1]) { // it does not begin with one
			l.key = l.key[:len(l.key)-1]
		}
		for l.value != "" && scan.IsBlank(l.value[0]) {
			l.value = l.value[1:]
		}
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
	return string(out)
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
