package platform

import (
	"regexp"
	"strings"
)

// The blank lines before a broadcast that show where it was printed. It begins with two or three line ends of its own: if
// there is one blank line, nothing ended the line before it; from three on, something did. Two may be either.
const (
	blanksWithin  = 1
	blanksEither  = 2
	blanksBetween = 3
)

// WithoutBroadcasts takes the broadcasts out of a text of which it is sure where they were printed, and joins the lines
// that they broke. Readers decide about the others by what is around them.
func (o *OS) WithoutBroadcasts(text string) string {
	if o.broadcastIn(text) < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		whole := text[:len(text)-len(rest)]
		blanks, after := o.broadcastAfter(rest)
		switch {
		case blanks == blanksWithin && strings.TrimRight(line, "\r") != "", blanks == blanksEither && o.goesOn(strings.TrimRight(line, "\r"), after):
			b.WriteString(strings.TrimRight(line, "\r")) // the line goes on after the broadcast
			rest = after
		case blanks >= blanksBetween:
			b.WriteString(whole + strings.Repeat("\n", blanks-blanksBetween+1))
			rest = after
		default:
			b.WriteString(whole)
		}
		text = rest
	}
	return b.String()
}

// half is a line that has no end: it ends within the descriptor of a log message, a time or a label that is not the first
// of its line, or with a comma.
var half = regexp.MustCompile(`%[A-Z][A-Z0-9_-]*$|,$|\d:$|: .*  [A-Z][A-Za-z]* ?$`)

// goesOn reports whether a text can only be the rest of a line, as a broadcast may have broken it: the line has no end, or
// no line of an output begins as the text does.
func (o *OS) goesOn(line, text string) bool {
	rest, _ := cutLine(text)
	_, typed, isEcho := o.CutPrompt(line)
	switch {
	case strings.Trim(line, " -=") == "", rest == "", o.IsPrompt(rest), strings.Count(line, `"`)%2 == 1: // a reader of texts in quotes sees to it
		return false
	case strings.HasSuffix(line, ": "):
		return rest[0] != ' '
	case half.MatchString(line), isEcho && typed != "" && !strings.Contains(typed, " "):
		return true
	case strings.HasSuffix(rest, "):"), strings.Contains(rest, "  "), strings.Contains(rest, " uptime is "), isAssignment(rest):
		return false // the heading of a licence, a row of a table, the name of the switch, a part of an event
	}
	if _, _, ok := o.CutPrompt(rest); ok {
		return false
	}
	return rest[0] >= 'a' && rest[0] <= 'z' || strings.IndexByte(",.;:)-_/", rest[0]) >= 0 && !strings.HasPrefix(rest, "---")
}

// isAssignment reports whether a text begins as name=value.
func isAssignment(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"), "=")
}

// broadcastAfter returns how many blank lines a text begins with before a broadcast, and what follows the broadcast with the
// blank line that ends it. blanks is 0 if no broadcast follows them.
func (o *OS) broadcastAfter(text string) (blanks int, after string) {
	const most = 6
	line, rest := cutLine(text)
	for ; line == "" && rest != "" && blanks < most; blanks++ {
		text = rest
		line, rest = cutLine(text)
	}
	if blanks == 0 || !o.IsBroadcast(line) {
		return 0, ""
	}
	for o.IsBroadcast(line) {
		text = rest
		line, rest = cutLine(text)
	}
	if line == "" {
		text = rest
	}
	return blanks, text
}

// cutLine cuts the first line off, without a carriage return.
func cutLine(text string) (line, rest string) {
	line, rest, _ = strings.Cut(text, "\n")
	return strings.TrimRight(line, "\r"), rest
}
