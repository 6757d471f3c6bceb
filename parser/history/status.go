package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// readStatus finds the status of the request in a RESPONSE:
//
//	{"signature":{…},"response":"{\"header\":{…},\"status_code\":\"OK\",\"status_message\":\"OK\",…
//
// wherever it is, and the least nested if it is there several times. The JSON in captures need
// not be valid, so only the two values are decoded. Nothing else of the response is kept. answer is a part of whole.
func readStatus(whole *lines.Walker, answer string) (code, message string) {
	payload := rejoined(whole, answer)
	c, m := statusIn(strings.ReplaceAll(payload, joint, " "))
	if !c.ok { // a line may end within a key
		c, m = statusIn(strings.ReplaceAll(payload, joint, ""))
	}
	if c.ok && m.ok && (m.escapes != c.escapes || m.depth != c.depth) {
		m = statusValue{} // of something else
	}
	return decoded(c.raw, c.escapes), decoded(m.raw, m.escapes)
}

// joint is where two lines of a payload meet that were broken between words, and not by a terminal.
const joint = "\n"

// rejoined is a payload in one line, but for its joints.
func rejoined(whole *lines.Walker, answer string) string {
	in := whole.Over(answer)
	width, last, broken := 0, 0, false
	only := ""
	var b strings.Builder
	for in.Rest != "" {
		raw, _ := in.Cut()
		before := broken // a log message precedes
		if in.Logged {
			raw, broken = beforeLog(in, raw)
		}
		piece := lines.Straight(pieceOf(raw, whole.Margin, broken))
		if width == 0 {
			width = len(raw)
		}
		if piece == "" || len(raw) != width && isAside(piece) {
			broken = broken || before
			continue
		}
		switch {
		case last == 0:
			only = piece
		case b.Len() == 0:
			b.Grow(len(answer))
			b.WriteString(only)
		}
		if last > 0 {
			if last != width && !before {
				b.WriteString(joint)
			}
			b.WriteString(piece)
		}
		last = len(raw)
	}
	if b.Len() == 0 {
		return only
	}
	return b.String()
}

// pieceOf is a line of a payload as the terminal had it: a blank at its end may belong to the
// payload if the line is full or was broken by a log message. Otherwise the capture added it.
func pieceOf(raw string, margin int, broken bool) string {
	for margin > 0 && raw != "" && scan.IsBlank(raw[0]) {
		raw, margin = raw[1:], margin-1
	}
	trimmed := strings.TrimRight(raw, " \t")
	switch {
	case len(trimmed) <= lines.TerminalWidth && len(raw) > lines.TerminalWidth:
		return raw[:lines.TerminalWidth]
	case len(raw) == lines.TerminalWidth, broken:
		return raw
	}
	return trimmed
}

// beforeLog is a line without the log message in it, and reports whether there is one, or one after it.
func beforeLog(in *lines.Walker, raw string) (string, bool) {
	if at := in.OS.LogStart(raw); at >= 0 {
		return raw[:at], true
	}
	return raw, in.OS.LogStart(in.Peek()) == 0
}

// isAside reports whether a line within a payload is an author's remark.
func isAside(piece string) bool {
	f := formOf(strings.TrimSpace(piece), 1).form
	return f == remarkForm || f == omissionForm
}

// statusValue is the value of a key as it is in the payload, which is JSON with JSON in its strings. The quotes
// of a key and of its value have the same number of backslashes before them, 0, 1, 3, 7 and so on.
type statusValue struct {
	ok             bool
	escapes, depth int
	raw            string
}

const (
	// maxEscapes bounds the nesting that is looked into: JSON in ten strings, one in the other.
	maxEscapes = 1<<10 - 1
	// maxRaw bounds what is kept of a value.
	maxRaw = 4 * scan.MaxText
)

// statusIn finds the least nested code and the least nested message.
func statusIn(payload string) (code, message statusValue) {
	for depth := 0; ; {
		before, rest, ok := strings.Cut(payload, `"status_`)
		if !ok {
			return code, message
		}
		depth += nesting(before)
		v := statusValue{escapes: len(before) - len(strings.TrimRight(before, `\`)), depth: depth}
		into := &code
		name := "code"
		if strings.HasPrefix(rest, "message") {
			into, name = &message, "message"
		}
		payload = rest
		if rest, ok = strings.CutPrefix(rest, name); ok && v.escapes <= maxEscapes {
			payload = v.read(rest)
		}
		if v.ok && v.isLessNested(*into) {
			*into = v
		}
	}
}

// nesting is how many more brackets are opened than closed.
func nesting(s string) int {
	return strings.Count(s, "{") + strings.Count(s, "[") - strings.Count(s, "}") - strings.Count(s, "]")
}

func (v statusValue) isLessNested(than statusValue) bool {
	return !than.ok || v.escapes < than.escapes || v.escapes == than.escapes && v.depth < than.depth
}

// read takes the value that follows the name of its key, and returns the rest. v.ok stays false if there is no value.
func (v *statusValue) read(after string) (rest string) {
	const blanks = " \t"
	quote := strings.Repeat(`\`, v.escapes) + `"`
	value, isKey := strings.CutPrefix(after, quote)
	value, hasColon := strings.CutPrefix(strings.TrimLeft(value, blanks), ":")
	if value = strings.TrimLeft(value, blanks); !isKey || !hasColon || value == "" {
		return after
	}
	if text, ok := strings.CutPrefix(value, quote); ok {
		return v.readText(text)
	}
	end := len(value) - len(strings.TrimLeft(value, "0123456789-."))
	v.ok = end > 0 && end < len(value) && value[0] != '.' || value[0] == 'n' // null
	v.raw = value[:min(maxRaw, end)]
	return value[end:]
}

// readText takes a text up to its closing quote. Quotes within it have more backslashes, of which those that belong to the
// closing one are not part of the text. Without a closing quote nothing follows.
func (v *statusValue) readText(s string) (rest string) {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '"')
		if at < 0 {
			return ""
		}
		at += from
		escapes := len(s[from:at]) - len(strings.TrimRight(s[from:at], `\`))
		if closes(escapes, v.escapes) {
			v.ok, v.raw = true, s[:min(maxRaw, at-min(escapes, v.escapes))]
			return s[at+1:]
		}
		from = at + 1
	}
}

// closes reports whether a quote with that many backslashes ends a text that began at a quote with
// level backslashes: within it, escaped quotes have more.
func closes(escapes, level int) bool {
	for ; level > 0; level /= 2 {
		if escapes%2 == 0 {
			return true // the text around it ends
		}
		escapes /= 2
	}
	return escapes%2 == 0
}
