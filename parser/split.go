package parser

import (
	"errors"
	"strings"
)

// Part is the output of one command within a capture.
type Part struct {
	// Command that printed it.
	Command Command
	Text    string
	// above is the number of lines above it in the capture.
	above int
}

// Split cuts a capture into the outputs of the commands that are read: at each echo of such a
// command behind a prompt, and at the lines by which "show tech-support" heads its parts. The first
// output of each command counts. A capture of a single command is one part, whatever it holds; see
// Detect, also for collector.
func Split(capture, collector string) []Part {
	var parts []Part
	add := func(p Part) {
		for _, have := range parts {
			if have.Command.Text == p.Command.Text {
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
			add(Part{Command: c, Text: s.text, above: s.above})
		}
	}
	if len(parts) == 0 || len(sections) == 1 && sections[0].command == parts[0].Command.Text {
		return []Part{{Command: Detect(capture, collector), Text: capture}}
	}
	if head := sections[0]; head.command == "" && !head.foreign && strings.TrimSpace(head.text) != "" {
		c := Detect(head.text, collector)
		if _, err := c.Parse(head.text); err == nil {
			add(Part{Command: c, Text: head.text})
		}
	}
	return parts
}

// Parse reads the part; lines in errors and in State.Unread are those of the capture.
func (p Part) Parse() (*State, error) {
	state, err := p.Command.Parse(p.Text)
	if state != nil {
		for i := range state.Unread {
			state.Unread[i].Line += p.above
		}
	}
	var foreign *UnrecognisedError
	if errors.As(err, &foreign) {
		foreign.Line += p.above
	}
	var cut *TruncatedError
	if errors.As(err, &cut) {
		cut.Line += p.above
	}
	var old *RightToUseError
	if errors.As(err, &old) {
		old.Line += p.above
	}
	return state, err
}

// captured is a piece of a capture that begins where a command does.
type captured struct {
	command string // empty if it is none that is read
	foreign bool   // it is the output of another command
	text    string
	above   int
}

// cutAtCommands cuts a capture in front of each command.
func cutAtCommands(capture string) []captured {
	pieces := []captured{{}}
	start, number := 0, 0
	for rest, at := capture, 0; rest != ""; number++ {
		l, more, _ := strings.Cut(rest, "\n")
		if typed, ok := beginsCommand(l); ok {
			pieces[len(pieces)-1].text = capture[start:at]
			if start == at {
				pieces = pieces[:0]
			}
			command, above := fullCommand(typed), number
			start = at
			if isPartHead(l) {
				start, above = at+len(rest)-len(more), number+1
			}
			pieces = append(pieces, captured{command: command, foreign: command == "", above: above})
		}
		at += len(rest) - len(more)
		rest = more
	}
	pieces[len(pieces)-1].text = capture[start:]
	return pieces
}

// partRule begins and ends the line by which "show tech-support" heads a part.
const partRule = "------------------"

func isPartHead(l string) bool { return strings.HasPrefix(l, partRule+" show ") }

// beginsCommand tells whether a line is the echo of a show command that may be read behind a
// prompt, or heads a part of "show tech-support"; typed is the command.
func beginsCommand(l string) (typed string, ok bool) {
	if isPartHead(l) {
		return strings.Trim(l, "- \r"), true
	}
	if strings.IndexByte(l, '#') < 0 && strings.IndexByte(l, '>') < 0 {
		return "", false
	}
	host, command, ok := splitEcho(strings.TrimSpace(l))
	return command, ok && host != ""
}
