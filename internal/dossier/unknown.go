package dossier

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
)

// unknown says why nothing is known of what the section shows.
func (p part) unknown(s fleet.Status) string {
	r := s.Result
	switch {
	case r == nil && s.LastSuccess.IsZero():
		return "Not known: the switch has not been polled yet."
	case r == nil:
		return "Not known: the last result is too old to be shown."
	case r.State == nil && r.Err != nil:
		return "Not known: the last poll failed, and what earlier polls read is not shown as if it were still true."
	}
	asked, failed := p.fared(r)
	switch {
	case len(asked) == 0:
		return "Not asked: " + p.wanted(s) + "."
	case len(failed) > 0:
		return "Not known: " + strings.Join(failed, "; ") + "."
	}
	return "The switch was asked (" + strings.Join(asked, ", ") + ") and says nothing of this."
}

// fared are the section's collectors that the module has, and why those failed that did.
func (p part) fared(r *fleet.Result) (asked, failed []string) {
	for _, c := range r.Collectors {
		if !slices.Contains(p.collectors, c.Name) {
			continue
		}
		asked = append(asked, c.Name)
		if c.Err != nil {
			failed = append(failed, c.Name+": "+strings.TrimPrefix(c.Err.Error(), r.Target.Name+": "))
		}
	}
	return asked, failed
}

// wanted says which collectors would have it asked.
func (p part) wanted(s fleet.Status) string {
	if s.System != nil && !slices.ContainsFunc(parser.CommandsOn(s.System), func(c parser.Command) bool { return slices.Contains(p.collectors, c.Collector) }) {
		return "the exporter knows no command of " + s.System.Name() + " that shows this"
	}
	last := len(p.collectors) - 1
	if last == 0 {
		return "the collector " + p.collectors[0] + " reports this, and the switch's module does not have it"
	}
	return "the collectors " + strings.Join(p.collectors[:last], ", ") + " and " + p.collectors[last] +
		" report this, and the switch's module has none of them"
}
