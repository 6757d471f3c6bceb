package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// refusals are the ways in which IOS-XE says no.
var refusals = []struct {
	text      string
	privilege bool
}{
	{"% Invalid input detected", false},
	{"% Incomplete command", false},
	{"% Ambiguous command", false},
	{"% Unknown command", false},
	{"% Authorization failed", true},
	{"Command authorization failed", true},
	{"% Permission denied", true},
}

// Refused looks for a refusal in the first lines.
func Refused(output string) *reply.RefusedError {
	const first = 6
	for range first {
		l, rest, more := strings.Cut(output, "\n")
		for _, r := range refusals {
			if strings.HasPrefix(strings.TrimSpace(l), r.text) {
				return &reply.RefusedError{Text: scan.Quotable(strings.TrimSpace(l)), Privilege: r.privilege}
			}
		}
		if !more {
			break
		}
		output = rest
	}
	return nil
}
