package lines

import "strings"

// With "logging synchronous" off, a log message breaks into the current output, even into
// the middle of a line:
//
//	  Attempts: Total=3, Suc*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured from console
//	cess=3, Fail=0
//
// or with a line break of its own before it. The parts must be put together again: "Total=3, Suc"
// says nothing, and "Count: 1" may have been 12.

// withoutLog takes log messages out of a line and from the lines after it, and joins what they broke.
func (r *Walker) withoutLog(raw string, open bool) (string, bool) {
	for {
		switch at := r.OS.LogStart(raw); {
		case len(raw) > MaxJoined:
			return raw, open
		case at == 0 && raw[0] != ' ': // nothing but a log message
			if r.Rest == "" {
				return "", open
			}
			raw, open = r.Cut()
		case at >= 0: // the line goes on after the message
			raw = raw[:max(at, len(raw)-len(strings.TrimLeft(raw, " ")))]
			r.SkipLog()
			if r.Rest == "" {
				return raw, !r.Whole
			}
			var more string
			more, open = r.Cut()
			raw += more
		case strings.TrimSpace(raw) != "" && r.SkipLog() && r.resumes(raw):
			var more string
			more, open = r.Cut()
			raw += more
		default:
			return raw, open
		}
	}
}

// SkipLog passes over log messages and broadcasts at the beginning of the rest, and reports whether there were any.
// The blank lines around a broadcast are part of it.
func (r *Walker) SkipLog() (skipped bool) {
	for broadcast := false; ; skipped = true {
		first := r.Peek()
		switch {
		case first == "" && broadcast, first == "" && r.Rest != "" && r.broadcastAhead():
			broadcast = false
		case r.OS.IsBroadcast(first):
			broadcast = true
		case strings.HasPrefix(first, " ") || r.OS.LogStart(first) != 0:
			return skipped
		}
		r.Cut()
	}
}

// broadcastAhead reports whether nothing but blank lines is between here and a broadcast.
func (r *Walker) broadcastAhead() bool {
	const mostBlanks = 3
	ahead := *r
	for range mostBlanks {
		ahead.Cut()
		if next := ahead.Peek(); next != "" || ahead.Rest == "" {
			return r.OS.IsBroadcast(next)
		}
	}
	return false
}

// resumes reports whether the text after a log message is the remainder of the line before it rather than a line of its own.
func (r *Walker) resumes(raw string) bool {
	next := r.Peek()
	l := Split(next, 0, false)
	switch {
	case l.Text == "", strings.HasPrefix(l.Text, "=="), strings.HasPrefix(raw, "=="), IsEcho(r.OS, raw), IsTimeSource(l.Text):
		return false
	case strings.HasPrefix(raw, "P:") && !strings.Contains(raw, ": "): // a member of which nothing is said yet
		return true
	case Unclosed(raw, '<', '>'), Unclosed(raw, '(', ')'), strings.IndexByte(raw, ':') < 0: // half a label
		return true
	case l.Key == "", strings.Contains(raw, "Attempts:") && !strings.Contains(raw, "Communication="):
		return !r.OS.IsPrompt(l.Text)
	case l.Indent > 1, strings.HasPrefix(l.Text, "P:"), strings.HasSuffix(l.Text, "):"), r.OS.IsPrompt(l.Text):
		return false
	}
	return continues(next)
}

// Unclosed reports whether the last bracket of a kind is opened and not closed.
func Unclosed(s string, open, closed byte) bool {
	return strings.LastIndexByte(s, open) > strings.LastIndexByte(s, closed)
}
