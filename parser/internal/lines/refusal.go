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
	systems := platform.Systems() // of pasted text nobody knows which one printed it
	if out.OS != nil {
		systems = []*platform.OS{out.OS}
	}
	rest := out.Text
	for range first {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		l = strings.TrimSpace(l)
		for _, os := range systems {
			if reason, ok := os.RefusalIn(l); ok {
				return &reply.RefusedError{Text: scan.Quotable(l), Privilege: reason == platform.Privilege}
			}
		}
	}
	return nil
}

// LastLine is the last line of an output with text on it, without blanks around it.
func LastLine(output string) string {
	output = strings.TrimSpace(output)
	return strings.TrimSpace(output[strings.LastIndexByte(output, '\n')+1:])
}
