// Package lines walks over what a switch printed, line by line, as it was on the terminal: without
// control characters, pager words and the log messages that broke into it, and with broken lines put
// together again. It knows what stands around any output, echo, prompt and refusal, and no output in
// particular. The readers take its lines.
package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// Line is one line of output, cut into what the sections look at.
type Line struct {
	Number int // from 1
	Indent int
	// Text is the line without blanks at either end.
	Text string
	// Key and Value are the parts before and behind the first ": " or final ":"; Key is empty if
	// there is none.
	Key, Value string
	// Open is true for a last line without newline: its last word may have been cut. Not if that is
	// a number with blanks behind it, as "Collecting Data: 2  ".
	Open bool
}

// Walker walks over an output line by line, without copying it.
type Walker struct {
	// Rest is what was not walked over yet, Number that of the last line, from 1.
	Rest   string
	Number int
	// dirty is true if there are backspaces or escape sequences to be taken out, returns if there are
	// carriage returns, paged if the pager's word is in it.
	dirty, returns, paged bool
	// Margin is the indentation that all lines have in common, as pasted text has.
	Margin int
	// Logged is true if there is something like a log message in it.
	Logged bool
	// wrap remembers whether the terminal broke lines at 80 columns.
	wrap wrapping
}

type wrapping byte

const (
	wrapUnknown wrapping = iota
	wrapNone
	wrapAt80
)

// TerminalWidth is the usual width of a terminal.
const TerminalWidth = 80

// Narrowest is the narrowest terminal that is thought of: no line of another form is as long.
const Narrowest = 64

// MaxJoined bounds a line that is put together from several.
const MaxJoined = 8192

// PagerWord stays in front of a line in captures that have lost their control characters.
const PagerWord = "--More--"

// New is a walker at the beginning of a text.
func New(text string) *Walker {
	text = strings.TrimPrefix(text, "\ufeff") // what some editors put in front
	has := func(c byte) bool { return strings.IndexByte(text, c) >= 0 }
	return &Walker{
		Rest: text, Margin: marginOf(text), dirty: has('\b') || has('\x1b'), returns: has('\r'),
		paged:  strings.Contains(text, "More--"),
		Logged: has('%') && strings.Contains(text, logSign),
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
		if text := strings.TrimRight(body, "\r "); text != "" && (len(body) < len(l) || !IsPrompt(text)) {
			margin = min(margin, len(l)-len(body))
		}
	}
	if margin == unknown {
		return 0
	}
	return margin
}

// Next yields the next line; false at the end.
func (r *Walker) Next() (Line, bool) {
	if r.Rest == "" {
		return Line{}, false
	}
	raw, open := r.Cut()
	if r.Logged {
		raw, open = r.withoutLog(raw, open)
	}
	for piece := raw; len(piece) == TerminalWidth && len(raw) < MaxJoined && r.Wrapped() && !IsRule(raw) && continues(r.Rest); raw += piece {
		piece, open = r.Cut()
	}
	l := Split(raw, r.Number, open)
	l.Indent = max(l.Indent-r.Margin, 0)
	return l, true
}

// Cut takes one line off the text, as it was on the terminal.
func (r *Walker) Cut() (raw string, open bool) {
	r.Number++
	end := strings.IndexByte(r.Rest, '\n')
	if end < 0 {
		raw, r.Rest, open = r.Rest, "", true
	} else {
		raw, r.Rest = r.Rest[:end], r.Rest[end+1:]
	}
	for len(raw) > 0 && raw[len(raw)-1] == '\r' {
		raw = raw[:len(raw)-1]
	}
	if r.dirty || r.returns && strings.IndexByte(raw, '\r') >= 0 {
		raw = cleanTerminal(raw)
	}
	if r.paged {
		if at := strings.Index(raw, PagerWord); at >= 0 && strings.TrimLeft(raw[:at], " ") == "" {
			raw = strings.TrimPrefix(raw[at+len(PagerWord):], " ")
		}
	}
	return raw, open
}

// Wrapped tells whether a line of exactly 80 columns was broken by the terminal: then no line is
// longer. It looks ahead over the rest once, at the first such line.
func (r *Walker) Wrapped() bool {
	if r.wrap == wrapUnknown {
		r.wrap = wrapAt80
		for l := range strings.SplitSeq(r.Rest, "\n") {
			if len(strings.TrimRight(l, "\r ")) > TerminalWidth {
				r.wrap = wrapNone
				break
			}
		}
	}
	return r.wrap == wrapAt80
}

// IsRule tells whether a line is the one under a table's heading.
func IsRule(raw string) bool { return strings.Trim(raw, "- ") == "" }

// continues tells whether rest begins with the remainder of a broken line rather than with a line
// of its own, which is nothing, or starts with a label.
func continues(rest string) bool {
	first, _, _ := strings.Cut(rest, "\n")
	l := Split(strings.TrimRight(first, "\r"), 0, false)
	ownLine := IsLabel(l.Key) && (l.Value == "" || !strings.HasPrefix(l.Text, l.Key+":"+l.Value)) // a blank behind the colon
	return l.Text != "" && !ownLine
}

// IsLabel tells whether a key looks like one of the agent's: words, the first with a capital.
func IsLabel(key string) bool {
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

// Split cuts a line into its parts. open is true for a last line without newline.
func Split(raw string, number int, open bool) Line {
	indent := 0
	for indent < len(raw) && scan.IsBlank(raw[indent]) {
		indent++
	}
	text := raw[indent:]
	l := Line{Number: number, Indent: indent, Text: text}
	for n := len(l.Text); n > 0 && scan.IsBlank(l.Text[n-1]); n-- {
		l.Text = l.Text[:n-1]
	}
	if open {
		digit := len(l.Text) > 0 && l.Text[len(l.Text)-1]-'0' <= 9
		l.Open = !digit || len(text) < len(l.Text)+2
	}
	colon := strings.IndexByte(l.Text, ':')
	if colon > 0 {
		l.Key, l.Value = l.Text[:colon], l.Text[colon+1:]
		for scan.IsBlank(l.Key[len(l.Key)-1]) { // it does not begin with one
			l.Key = l.Key[:len(l.Key)-1]
		}
		for l.Value != "" && scan.IsBlank(l.Value[0]) {
			l.Value = l.Value[1:]
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
