package parser

import (
	"errors"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Part is the output of one command within a capture.
type Part struct {
	// Command that printed it.
	Command Command
	// Host is the name in the prompt in front; empty if there is none.
	Host string
	Text string
	// above is the number of lines above it in the capture.
	above int
}

// Split cuts a capture into the outputs of the commands that are read: at each echo of such a
// command behind a prompt, and at the lines by which "show tech-support" heads its parts. The first
// output of each command counts, for each switch whose prompts are in it. A capture of a single
// command is one part, whatever it holds; see Detect, also for collector.
func Split(capture, collector string) []Part {
	if isNetconf(capture) { // nothing in it is a command, whatever stands there
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
		if _, err := c.Parse(Captured(head.text)); err == nil {
			add(Part{Command: c, Text: head.text})
		}
	}
	return parts
}

// Parse reads the part; lines in errors and in State.Unread are those of the capture.
func (p Part) Parse() (*State, error) {
	state, err := p.Command.Parse(Captured(p.Text))
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
	var old *RightToUseError
	if errors.As(err, &old) {
		old.Line += p.above
	}
	return state, err
}

// plainBlanks puts blanks where text that was copied from a page has others, and nothing where that
// has spaces of no width.
func plainBlanks(capture string) string {
	return strings.NewReplacer("\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u200b", "").Replace(capture)
}

// SameHost tells whether two prompts can be those of the same switch: nothing speaks against it
// where there is none, and of a long name a prompt shows the beginning alone.
func SameHost(a, b string) bool {
	const longest = 16 // of which at least a prompt shows all, also in a configuration mode
	short := min(len(a), len(b))
	return short == 0 || a == b || short >= longest && a[:short] == b[:short]
}

// captured is a piece of a capture that begins where a command does.
type captured struct {
	command string // empty if it is none that is read
	foreign bool   // it is the output of another command
	host    string // of the prompt in front, or of the last one above
	text    string
	above   int
}

// cutAtCommands cuts a capture in front of each command.
func cutAtCommands(capture string) []captured {
	pieces := []captured{{}}
	start, number, host := 0, 0, ""
	for rest, at := capture, 0; rest != ""; number++ {
		l, more, _ := strings.Cut(rest, "\n")
		if prompt := promptAtShow(l); prompt != "" {
			host = prompt
		}
		if typed, ok := beginsCommand(l); ok {
			pieces[len(pieces)-1].text = capture[start : at+promptLength(l)] // the prompt proves it whole
			if start == at {
				pieces = pieces[:0]
			}
			command, above := fullCommand(typed), number
			start = at
			if _, ok := platform.IOSXE().PartHead(l); ok {
				start, above = at+len(rest)-len(more), number+1
			}
			pieces = append(pieces, captured{command: command, foreign: command == "", host: host, above: above})
		}
		at += len(rest) - len(more)
		rest = more
	}
	pieces[len(pieces)-1].text = capture[start:]
	return pieces
}

// promptLength is the length of the prompt that a line begins with, if any.
func promptLength(l string) int {
	if _, ok := platform.IOSXE().PartHead(l); ok {
		return 0
	}
	return strings.IndexAny(l, "#>") + 1
}

// promptAtShow is the host of a prompt with any show command behind it; empty if it is none.
func promptAtShow(l string) string {
	if !platform.IOSXE().MayHavePrompt(l) {
		return ""
	}
	host, command, _ := lines.SplitEcho(platform.IOSXE(), strings.TrimSpace(l))
	if first, _ := scan.NextWord(command); !lines.Abbreviates(first, "show", 2) {
		return ""
	}
	return host
}

// beginsCommand tells whether a line is the echo of a show command that may be read behind a
// prompt, or heads a part of "show tech-support"; typed is the command.
func beginsCommand(l string) (typed string, ok bool) {
	if command, ok := platform.IOSXE().PartHead(l); ok {
		return command, true
	}
	if !platform.IOSXE().MayHavePrompt(l) {
		return "", false
	}
	host, command, ok := lines.SplitEcho(platform.IOSXE(), strings.TrimSpace(l))
	return command, ok && host != ""
}
