package overview

import "github.com/slp-exporter/slp-exporter/internal/advise"

// FindingsOf are the findings that put a switch into a state.
func FindingsOf(r Rule) []advise.ID {
	if r.State == Failing {
		return append(runs(), r.findings...)
	}
	return r.findings
}

// Kept is of how many switches a board keeps readings.
func Kept(b *Board) int { return len(b.byName) }
