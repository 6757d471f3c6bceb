// Package capture reads what people paste: it separates the outputs in a text, recognises them, and finds out what
// the prompts in it prove. It knows the readers of package parser and does no I/O; polls never go through it.
// What it yields are states, as a poll yields them.
package capture

import (
	"errors"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Part is the output of one command within a capture.
type Part struct {
	// Command that printed it.
	Command parser.Command
	// Host is the name in the prompt before the command; empty if there is no prompt.
	Host string
	Text string
	// above is the number of lines above it in the capture.
	above int
}

// Split cuts a capture into the outputs of the commands that are read: at each echo of such a
// command after a prompt, and at the lines by which "show tech-support" heads its parts. The first
// output of each command counts, for each switch whose prompts are in it. A capture of a single
// command is one part, whatever it holds; see Detect, also for collector.
func Split(capture, collector string) []Part {
	if isNetconf(capture) { // no line of it is a command, whatever it looks like
		return []Part{{Command: Detect(capture, collector), Text: capture}}
	}
	capture = plainBlanks(capture)
	var parts []Part
	add := func(p Part) {
		for _, have := range parts {
			if have.Command.Text == p.Command.Text && SameHost(have.Host, p.Host) {
				return
			}
		}
		parts = append(parts, p)
	}
	sections := cutAtCommands(capture)
	for _, s := range sections {
		if s.command == "" {
			continue
		}
		if c := commandOf(s.command); collector == "" || c.Collector == collector {
			add(Part{Command: c, Host: s.host, Text: s.text, above: s.above})
		}
	}
	if len(parts) == 0 || len(sections) == 1 && sections[0].command == parts[0].Command.Text {
		return []Part{{Command: Detect(capture, collector), Host: sections[0].host, Text: capture}}
	}
	if head := sections[0]; head.command == "" && !head.foreign && strings.TrimSpace(head.text) != "" {
		c := Detect(head.text, collector)
		if _, err := c.Parse(Output(head.text)); err == nil {
			add(Part{Command: c, Text: head.text})
		}
	}
	return parts
}

// Parse reads the part; lines in errors and in State.Unread are those of the capture.
func (p Part) Parse() (*parser.State, error) {
	state, err := p.Command.Parse(Output(p.Text))
	if state != nil {
		for i := range state.Unread {
			state.Unread[i].Line += p.above
		}
	}
	var foreign *reply.UnrecognisedError
	if errors.As(err, &foreign) {
		foreign.Line += p.above
	}
	var cut *reply.TruncatedError
	if errors.As(err, &cut) {
		cut.Line += p.above
	}
	var old *reply.RightToUseError
	if errors.As(err, &old) {
		old.Line += p.above
	}
	var locked *reply.NodeLockedError
	if errors.As(err, &locked) {
		locked.Line += p.above
	}
	return state, err
}

// plainBlanks puts blanks where text that was copied from a page has others, and nothing where that
// has spaces of no width.
func plainBlanks(capture string) string {
	return strings.NewReplacer("\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u200b", "").Replace(capture)
}

// SameHost reports whether two prompts can be those of the same switch: a missing
// prompt contradicts nothing, and a prompt shows only the beginning of a long name.
func SameHost(a, b string) bool {
	const longest = 16 // of which at least a prompt shows all, also in a configuration mode
	short := min(len(a), len(b))
	return short == 0 || a == b || short >= longest && a[:short] == b[:short]
}
