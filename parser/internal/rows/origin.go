package rows

import (
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Origin is the echoed command above an output.
type Origin struct {
	echoLine lines.Line
	// command in full; empty if there is no echo, or that of a command that is not read.
	command string
}

// IsEcho reads the echoed command. Of several, as one file may hold the outputs of, the last one
// counts.
func (o *Origin) IsEcho(h *lines.Head, l lines.Line) bool {
	_, command, ok := lines.SplitEcho(h.OS, l.Text)
	if ok {
		h.Echo(l)
		o.echoLine, o.command = l, commands.Full(command)
	}
	return ok
}

// IsOf reports whether nothing speaks against the output being that of a command.
func (o *Origin) IsOf(command string) bool { return o.command == "" || o.command == command }

// Rejected says why an output without anything of use is not one of the command. It is nil for a filtered output,
// whose filter let nothing through.
func (o *Origin) Rejected(command string, out platform.Output, filtered bool, first lines.Line) error {
	if refusal := lines.Refused(out); refusal != nil {
		return refusal
	}
	if old := Older(out); old != nil {
		return old
	}
	switch {
	case o.IsOf(command) && filtered:
		return nil
	case !o.IsOf(command):
		return &reply.UnrecognisedError{Command: command, Line: o.echoLine.Number, Text: scan.Quotable(o.echoLine.Text)}
	case first.Number == 0:
		return reply.ErrEmpty
	}
	return &reply.UnrecognisedError{Command: command, Line: first.Number, Text: scan.Quotable(first.Text)}
}

// Truncated says after which line an output ends.
func Truncated(last lines.Line, section, command, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: command, Line: last.Number, Text: scan.Quotable(last.Text), Section: section, Missing: missing,
	}
}
