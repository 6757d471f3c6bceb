// Package scan holds the small steps that all readers share: cutting words off a line, reading
// numbers and names, and keeping no more of a text than is needed. It knows no command and no model.
// What it returns goes into the model, or into an error.
package scan

import "strings"

// NextWord cuts the first word, up to a blank, off s.
func NextWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " ")
	if i := strings.IndexByte(s, ' '); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// IsBlank reports whether a byte is a blank or a tab.
func IsBlank(c byte) bool { return c == ' ' || c == '\t' }

// IsNone reports whether a value is one of the agent's words for nothing.
func IsNone(value string) bool {
	switch value {
	case "", "<none>", "<empty>", "None", "none", "Not Configured", "<NULL>":
		return true
	}
	return false
}

// MaxText bounds every text of a State; labels are much shorter.
const MaxText = 1024

// Text keeps a value as Value has it: copied, so that the State does not hold on to the whole output.
func Text(value string) string { return strings.Clone(Value(value)) }

// Value is as much of a value as is kept; it is empty for the agent's words for nothing.
func Value(value string) string {
	if IsNone(value) {
		return ""
	}
	return value[:min(len(value), MaxText)]
}

// Snake writes a name of the agent in lower_snake: "Send Utility RUM reports" becomes
// send_utility_rum_reports.
func Snake(name string) string {
	const usual = 64
	out := make([]byte, 0, usual) // on the stack
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

// Quotable is the part of a line that an error may quote: with "…" for its end if it is long, and without its value
// if that is a secret.
func Quotable(text string) string {
	const most = 120
	key, _, ok := strings.Cut(text, ":")
	if lower := strings.ToLower(key); ok {
		for _, secret := range []string{"password", "username", "code", "token", "secret"} {
			if strings.Contains(lower, secret) && !strings.HasPrefix(lower, "trust code") {
				return key + ": …"
			}
		}
	}
	if text = masked(text); len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	// A copy: errors are kept longer than the output that they quote.
	return strings.Clone(strings.ToValidUTF8(text, ""))
}

// MaxList bounds every list of a State. A stack has at most sixteen members, an agent some ten
// messages and thirty jobs; a longer list is garbage, and its rest is passed over.
const MaxList = 500

// Append adds an entry to a list, unless it has MaxList entries already.
func Append[T any](list []T, entry T) []T {
	if len(list) >= MaxList {
		return list
	}
	return append(list, entry)
}

// Add is Append for what is shown of a switch: it counts the entries that are left out.
func Add[T any](list []T, entry T, dropped *int) []T {
	if len(list) >= MaxList {
		*dropped++
	}
	return Append(list, entry)
}
