// Package lines walks over what a switch printed, line by line, as it was on the terminal: without
// control characters, pager words and the log messages that broke into it, and with broken lines put
// together again. It knows what surrounds any output, echo, prompt and refusal, and no output in
// particular. The readers take its lines.
package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// Line is one line of output, cut into what the sections look at.
type Line struct {
	Number int // from 1
	Indent int
	// Text is the line without blanks at either end.
	Text string
	// Key and Value are the parts before and after the first ": " or final ":"; Key is empty if
	// there is no colon.
	Key, Value string
	// Open is true for a last line without newline: its last word may have been cut. Not if that is
	// a number with blanks after it, as "Collecting Data: 2  ".
	Open bool
}

// Walker walks over an output line by line, without copying it.
type Walker struct {
	// Rest is what was not walked over yet, Number that of the last line, from 1.
	Rest   string
	Number int
	// OS is what printed the text. Whole is true if that is proven to be complete: then its last line is not open.
	OS    *platform.OS
	Whole bool
	// host is the name of the switch if lines that begin with its prompt are to be passed over.
	host string
	// dirty is true if there are backspaces or escape sequences to be taken out, returns if there are
	// carriage returns.
	dirty, returns bool
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

// New is a walker at the beginning of an output.
func New(out platform.Output) *Walker {
	os := out.System()
	text := os.WithoutBroadcasts(strings.TrimPrefix(out.Text, "\ufeff")) // which some editors put first
	has := func(c byte) bool { return strings.IndexByte(text, c) >= 0 }
	r := &Walker{
		Rest: text, OS: os, Whole: out.Whole,
		Margin: marginOf(os, text), dirty: has('\b') || has('\x1b'), returns: has('\r'),
		Logged: os.HasLog(text),
	}
	if out.Whole && strings.Contains(text, out.Host) {
		r.host = out.Host
	}
	return r
}

// Over is a walker over a part of the output, or over what is put together from parts of it.
func (r *Walker) Over(text string) *Walker {
	return New(platform.Output{Text: text, Whole: r.Whole, Host: r.host, OS: r.OS})
}

// marginOf is the indentation that all lines have in common but for the first, which may be the
// echo, and for prompts. Outputs start at the margin, so that the search ends after some lines.
func marginOf(os *platform.OS, text string) int {
	const unknown = 1 << 20
	margin := unknown
	_, rest, _ := strings.Cut(text, "\n")
	for margin > 0 && rest != "" {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		body := strings.TrimLeft(l, " \t")
		if text := strings.TrimRight(body, "\r "); text != "" && (len(body) < len(l) || !os.IsPrompt(text)) {
			margin = min(margin, len(l)-len(body))
		}
	}
	if margin == unknown {
		return 0
	}
	return margin
}

// Next yields the next line; false at the end.
func (r *Walker) Next() (l Line, ok bool) {
	if r.Rest == "" {
		return Line{}, false
	}
	raw, open := r.Cut()
	if r.Logged {
		raw, open = r.withoutLog(raw, open)
	}
	for piece := raw; len(piece) == TerminalWidth && len(raw) < MaxJoined && r.Wrapped() && !IsRule(raw) && continues(r.Peek()); raw += piece {
		piece, open = r.Cut()
	}
	l.split(raw, r.Number, open)
	l.Indent = max(l.Indent-r.Margin, 0)
	return l, true
}

// Cut takes one line off the text, as it was on the terminal.
func (r *Walker) Cut() (raw string, open bool) {
	if r.host != "" {
		r.dropPrompts()
	}
	r.Number++
	end := strings.IndexByte(r.Rest, '\n')
	if end < 0 {
		raw, r.Rest, open = r.Rest, "", !r.Whole
	} else {
		raw, r.Rest = r.Rest[:end], r.Rest[end+1:]
	}
	for len(raw) > 0 && raw[len(raw)-1] == '\r' {
		raw = raw[:len(raw)-1]
	}
	if r.dirty || r.returns && strings.IndexByte(raw, '\r') >= 0 {
		raw = platform.Clean(raw)
	}
	return r.OS.WithoutPager(raw), open
}

// dropPrompts passes over lines that begin with the prompt of the switch. They are part of an output that is proven
// to be whole, and say nothing.
func (r *Walker) dropPrompts() {
	for strings.HasPrefix(r.Rest, r.host) {
		first, rest, _ := strings.Cut(r.Rest, "\n")
		if p, _, ok := r.OS.CutPrompt(first); !ok || p.Host != r.host {
			return
		}
		r.Rest = rest
		r.Number++
	}
}

// Peek returns the next line as it is in the text, without taking it off.
func (r *Walker) Peek() string {
	if r.host != "" {
		r.dropPrompts()
	}
	first, _, _ := strings.Cut(r.Rest, "\n")
	return strings.TrimRight(first, "\r")
}

// Wrapped reports whether a line of exactly 80 columns was broken by the terminal: then no line is
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

// IsRule reports whether a line is the one under a table's heading.
func IsRule(raw string) bool { return strings.Trim(raw, "- ") == "" }

// continues reports whether a line is the remainder of a broken one rather than one of its own, which is
// nothing, or starts with a label.
func continues(raw string) bool {
	l := Split(raw, 0, false)
	ownLine := IsLabel(l.Key) && (l.Value == "" || !strings.HasPrefix(l.Text, l.Key+":"+l.Value)) // a blank after the colon
	return l.Text != "" && !ownLine
}

// IsLabel reports whether a key looks like one of the agent's: words, the first with a capital.
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
func Split(raw string, number int, open bool) (l Line) {
	l.split(raw, number, open)
	return l
}

// split is Split into a line of which nothing is known.
func (l *Line) split(raw string, number int, open bool) {
	begin, end := 0, len(raw)
	for begin < end && scan.IsBlank(raw[begin]) {
		begin++
	}
	for end > begin && scan.IsBlank(raw[end-1]) {
		end--
	}
	text := raw[begin:end]
	l.Number, l.Indent, l.Text = number, begin, text
	if open {
		digit := text != "" && text[len(text)-1]-'0' <= 9
		l.Open = !digit || len(raw) < end+2
	}
	colon := strings.IndexByte(text, ':')
	if colon <= 0 {
		return
	}
	key, value := colon, colon+1
	for scan.IsBlank(text[key-1]) { // it does not begin with one
		key--
	}
	for value < len(text) && scan.IsBlank(text[value]) {
		value++
	}
	l.Key, l.Value = text[:key], text[value:]
}
