package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Refused looks for a refusal in the first lines; nil if they hold no refusal.
func Refused(out platform.Output) *reply.RefusedError {
	const first = 6
	rest := out.Text
	for range first {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		l = strings.TrimSpace(l)
		if reason, ok := out.System().RefusalIn(l); ok {
			return &reply.RefusedError{Text: scan.Quotable(l), Privilege: reason == platform.Privilege}
		}
	}
	return nil
}

// LastLine is the last line of an output with text on it, without blanks around it.
func LastLine(output string) string {
	output = strings.TrimSpace(output)
	return strings.TrimSpace(output[strings.LastIndexByte(output, '\n')+1:])
}
