package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// With "logging synchronous" off, a log message breaks into whatever is being printed, also into
// the middle of a line:
//
//	  Attempts: Total=3, Suc*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured from console
//	cess=3, Fail=0
//
// or with a line break of its own in front. The parts must be put together again: "Total=3, Suc"
// says nothing, and "Count: 1" may have been 12.

// logSign is in every log message, between its time and its facility.
const logSign = ": %"

// withoutLog takes log messages out of a line and from behind it, and joins what they broke.
func (r *Walker) withoutLog(raw string, open bool) (string, bool) {
	for {
		switch at := LogStart(raw); {
		case len(raw) > MaxJoined:
			return raw, open
		case at == 0 && raw[0] != ' ': // nothing but a log message
			if r.Rest == "" {
				return "", open
			}
			raw, open = r.Cut()
		case at >= 0: // the line goes on behind the message
			raw = raw[:max(at, len(raw)-len(strings.TrimLeft(raw, " ")))]
			r.SkipLog()
			if r.Rest == "" {
				return raw, true
			}
			var more string
			more, open = r.Cut()
			raw += more
		case strings.TrimSpace(raw) != "" && r.SkipLog() && resumes(raw, r.Rest):
			var more string
			more, open = r.Cut()
			raw += more
		default:
			return raw, open
		}
	}
}

// SkipLog passes over log messages at the beginning of the rest, and tells whether there were any.
func (r *Walker) SkipLog() (skipped bool) {
	for {
		first, _, _ := strings.Cut(r.Rest, "\n")
		if strings.HasPrefix(first, " ") || !IsLogMessage(strings.TrimRight(first, "\r")) {
			return skipped
		}
		r.Cut()
		skipped = true
	}
}

// resumes tells whether what stands behind a log message is the remainder of the line in front of
// it rather than a line of its own.
func resumes(raw, rest string) bool {
	first, _, _ := strings.Cut(rest, "\n")
	l := Split(strings.TrimRight(first, "\r"), 0, false)
	switch {
	case l.Text == "", strings.HasPrefix(l.Text, "=="), strings.HasPrefix(raw, "=="):
		return false
	case Unclosed(raw, '<', '>'), Unclosed(raw, '(', ')'), strings.IndexByte(raw, ':') < 0: // half a label
		return true
	case l.Key == "", strings.Contains(raw, "Attempts:") && !strings.Contains(raw, "Communication="):
		return !IsPrompt(l.Text)
	case l.Indent > 1, strings.HasPrefix(l.Text, "P:"), strings.HasSuffix(l.Text, "):"), IsPrompt(l.Text):
		return false
	}
	return continues(rest)
}

// Unclosed reports whether the last bracket of a kind is opened and not closed.
func Unclosed(s string, open, closed byte) bool {
	return strings.LastIndexByte(s, open) > strings.LastIndexByte(s, closed)
}

// LogStart is where a log message begins in a line, in front of its time:
// "*Mar  9 14:21:07.042 CET: %SYS-5-CONFIG_I: …"; -1 if there is none.
func LogStart(raw string) int {
	sign := strings.Index(raw, logSign)
	if sign < 0 || !isMnemonic(raw[sign+len(logSign):]) {
		if strings.HasPrefix(raw, "%") && isMnemonic(raw[1:]) {
			return 0
		}
		return -1
	}
	const longestTime = 45
	for at := sign - 1; at >= max(0, sign-longestTime); at-- {
		if !strings.HasPrefix(raw[at:], " ") && localtime.IsMonth(raw[at:]) {
			return max(0, backOverMark(raw, at))
		}
	}
	if strings.TrimLeft(raw[:sign], "0123456789:.*wdhy ") == "" { // an uptime, a sequence number
		return 0
	}
	return -1
}

// backOverMark steps back over the mark of a clock that is not authoritative, and over a sequence
// number or blanks at the beginning of the line.
func backOverMark(raw string, at int) int {
	if at > 0 && (raw[at-1] == '*' || raw[at-1] == '.') {
		at--
	}
	if strings.TrimLeft(raw[:at], "0123456789: ") == "" {
		return 0
	}
	return at
}

// isMnemonic tells whether s starts with "SYS-5-CONFIG_I: ".
func isMnemonic(s string) bool {
	name, _, ok := strings.Cut(s, ":")
	if !ok || len(name) > 80 || strings.Contains(name, " ") {
		return false
	}
	_, rest, _ := strings.Cut(name, "-")
	return strings.Contains(rest, "-")
}

// IsLogMessage tells whether a line is nothing but a log message.
func IsLogMessage(text string) bool { return LogStart(text) == 0 }
