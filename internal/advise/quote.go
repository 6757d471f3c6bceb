package advise

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/internal/mask"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
)

// Where a line is looked for, if the text of the outputs is at hand; else evidence names that command.
const (
	techSupport = "show license tech support"
	status      = "show license status"
	logging     = "show logging | include SMART_LIC"
)

// quote is the line of a licensing output that begins with these words, the first one after a line that begins
// with the heading if there is one. If the texts are not at hand, it is the line as the agent would print it.
func (v *view) quote(heading, begin, or string) []Evidence {
	for _, o := range v.Outputs.Answered() {
		if !strings.HasPrefix(o.Command, "show license") {
			continue
		}
		if line := lineOf(o, heading, begin); line != "" {
			return proof(o, line)
		}
	}
	if or == "" {
		return nil
	}
	return []Evidence{{Command: techSupport, Line: mask.Line(or)}}
}

// lineOf finds the line in one output. The search for the lines of a heading ends after some of them. A heading with a colon
// is the whole of its line: a job may have the name of a message.
func lineOf(o evidence.Output, heading, begin string) string {
	const section = 12 // lines of the longest one that is quoted
	left := 0
	if heading == "" {
		left = -1
	}
	for line := range o.Lines() {
		switch {
		case left != 0 && strings.HasPrefix(line, begin):
			return line
		case line == heading, heading != "" && !strings.HasSuffix(heading, ":") && strings.HasPrefix(line, heading):
			left = section
		case left > 0:
			left--
		}
	}
	return ""
}

// last is the last line of the event log, or of the log buffer, that has that word.
func (v *view) last(word string) []Evidence {
	var found []Evidence
	for _, o := range v.Outputs.Answered() {
		if !strings.HasPrefix(o.Command, eventlog.Command) && !strings.HasPrefix(o.Command, "show logging") {
			continue
		}
		line := ""
		for raw := range strings.SplitSeq(o.Text, "\n") { // the log's messages, which Lines leaves out
			if strings.Contains(raw, word) {
				line = strings.TrimSpace(raw)
			}
		}
		if line != "" && len(found) == 0 {
			found = proof(o, line)
		}
	}
	return found
}

// proof is a line of an output that may be shown.
func proof(o evidence.Output, line string) []Evidence {
	const most = 300
	line = mask.Line(line)
	if len(line) > most {
		line = strings.ToValidUTF8(line[:most], "") + "…"
	}
	return []Evidence{{Command: o.Command, Line: line}}
}

// heading is the name of a message as the agent heads it: "trust_sync" is "Trust Sync:".
func heading(message string) string {
	words := strings.Split(message, "_")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ") + ":"
}

// spoken is the name of a message in a sentence: "Trust Sync".
func spoken(message string) string { return strings.TrimSuffix(heading(message), ":") }
