package platform

import "strings"

// Refusal is what a switch says instead of an output.
type Refusal struct {
	// Line is what the switch says: "% Invalid input detected at '^' marker."
	Line   string
	Reason Reason
}

// Advice says what an operator can do about a refusal.
func (o *OS) Advice(reason Reason) string { return o.advice[reason] }

// RefusalIn returns the class of the refusal that a line is, whatever is in upper or lower case; ok is false for any other line.
func (o *OS) RefusalIn(line string) (reason Reason, ok bool) {
	for _, r := range o.refusals {
		if hasPrefixFold(line, r.begin) {
			return r.reason, true
		}
	}
	return 0, false
}

// A refusal is short; a longer text is an output that contains such a line.
const (
	refusalLines = 4
	refusalBytes = 1000
)

// Refused returns the refusal that an output is, if it is nothing else. Log messages and blank lines do not count.
func (o *OS) Refused(output string) (refusal Refusal, ok bool) {
	if len(output) > refusalBytes || o.lines(output) > refusalLines {
		return Refusal{}, false
	}
	for line := range strings.SplitSeq(output, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || o.IsLog(line) {
			continue
		}
		if reason, ok := o.RefusalIn(line); ok {
			return Refusal{Line: line, Reason: reason}, true
		}
		if !o.isPreamble(line) {
			break
		}
	}
	return Refusal{}, false
}

// lines counts the lines of an output but for log messages and blank ones.
func (o *OS) lines(output string) int {
	n := 0
	for line := range strings.SplitSeq(output, "\n") {
		if line = strings.TrimSpace(line); line != "" && !o.IsLog(line) {
			n++
		}
	}
	return n
}

// isPreamble reports whether a line may precede a refusal: the caret that marks the spot, or one of the preambles.
func (o *OS) isPreamble(line string) bool {
	for _, p := range o.preambles {
		if hasPrefixFold(line, p) {
			return true
		}
	}
	return strings.Trim(line, "^ ") == ""
}

// hasPrefixFold is strings.HasPrefix for a prefix in lower case, whatever s is in.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && s[0]|0x20 == prefix[0]|0x20 && strings.EqualFold(s[:len(prefix)], prefix)
}
