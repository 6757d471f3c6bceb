// Package capture reads what people paste: it separates the outputs in a text, recognises them, and finds out what
// the prompts in it prove. It knows the readers of package parser and does no I/O; polls never go through it.
// What it yields are states, as a poll yields them.
package capture

import (
	"errors"
	"html"
	"slices"
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

// Passed are lines of a capture that are in none of its parts.
type Passed struct {
	// First and Last are numbers of lines, from 1.
	First, Last int
	// Text is the first of them.
	Text string
}

// Split cuts a capture into the outputs of the commands that are read: at each echo of such a
// command after a prompt, and at the lines by which "show tech-support" heads its parts. The first
// output of each command counts, for each switch whose prompts are in it. A capture of a single
// command is one part, whatever it holds; see Detect, also for collector. What is in no part is passed over, and named.
func Split(capture, collector string) ([]Part, []Passed) {
	if begin := strings.TrimLeft(capture, " \r\n"); strings.HasPrefix(begin, "&lt;") {
		capture = html.UnescapeString(begin)
	}
	if isNetconf(capture) { // no line of it is a command, whatever it looks like
		return []Part{{Command: Detect(capture, collector), Text: capture}}, nil
	}
	s := splitting{collector: collector}
	capture = plain(capture)
	sections := cutAtCommands(capture)
	for _, section := range sections {
		s.command(section)
	}
	if len(s.parts) == 0 || len(sections) == 1 && sections[0].command == s.parts[0].Command.Text {
		s.parts, s.passed = s.whole(capture, sections[0].host), nil
	} else if head := sections[0]; head.command == "" && !head.foreign {
		s.other(head.text, "", 0)
	}
	for _, p := range s.parts {
		s.after(p)
	}
	slices.SortFunc(s.passed, func(a, b Passed) int { return a.First - b.First })
	return s.parts, s.passed
}

// Parse reads the part; lines in errors and in State.Unread are those of the capture.
func (p Part) Parse() (*parser.State, error) {
	out := Output(p.Text)
	var tail *reply.UnreadLine
	if !out.Whole {
		out.Text, tail = withoutTail(p.Command.Text, out.Text)
	}
	state, err := p.Command.Parse(out)
	if nothing := err == nil && !state.HasLicensing() || errors.Is(err, reply.ErrEmpty); nothing && p.Command.Licensing() {
		if left := leftByFilter(p.Command.Text, out); left != nil {
			state, err = nil, left
		}
	}
	if state != nil {
		if tail != nil {
			state.Unread = append(state.Unread, *tail)
		}
		for i := range state.Unread {
			state.Unread[i].Line += p.above
		}
	}
	var foreign *reply.UnrecognisedError
	if errors.As(err, &foreign) {
		foreign.Line += p.above
	}
	var filtered *reply.FilteredError
	if errors.As(err, &filtered) && filtered.Line > 0 {
		filtered.Line += p.above
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

// SameHost reports whether two prompts can be those of the same switch: a missing
// prompt contradicts nothing, and a prompt shows only the beginning of a long name.
func SameHost(a, b string) bool {
	const longest = 16 // of which at least a prompt shows all, also in a configuration mode
	short := min(len(a), len(b))
	return short == 0 || a == b || short >= longest && a[:short] == b[:short]
}
