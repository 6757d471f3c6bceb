package capture

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// captured is a piece of a capture that begins where a command does.
type captured struct {
	command string // empty if no reader knows it
	foreign bool   // it is the output of another command
	host    string // of the prompt in front, or of the last one above
	text    string
	above   int
}

// cutAtCommands cuts a capture before each command.
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
			command, above := commands.Full(typed), number
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

// promptAtShow returns the host of a prompt that any show command follows; empty for any other line.
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

// beginsCommand reports whether a line is the echo of a show command that may be read after a
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
