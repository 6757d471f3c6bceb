package capture

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// leftByFilter says what the filter after a command left of an output in which a reader found nothing; nil if the command
// had no filter. Such an output proves nothing: "| include x" leaves nothing of any switch.
func leftByFilter(command string, out platform.Output) error {
	filtered := false
	for in := lines.New(out); ; {
		l, ok := in.Next()
		if !ok {
			break
		}
		_, typed, echo := lines.SplitEcho(out.System(), l.Text)
		switch {
		case echo:
			filtered = strings.Contains(typed, "|")
		case l.Text == "", out.System().IsPrompt(l.Text), lines.IsTimeSource(l.Text), strings.HasPrefix(l.Text, lines.LoadPrefix):
		case filtered && l.Text[0] == '{':
			return &reply.UnrecognisedError{Command: command, Line: l.Number, Text: "{"}
		case filtered:
			return &reply.FilteredError{Line: l.Number, Text: scan.Quotable(l.Text)}
		}
	}
	if filtered {
		return &reply.FilteredError{}
	}
	return nil
}
