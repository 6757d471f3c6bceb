package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// rumStateWords are the states of the model as "show license rum id all" prints them, where it has
// other words.
var rumStateWords = map[string]string{"unacknowledged": "unack", "acknowledged": "ack"}

// endReport counts a report. States that are new are passed through.
func (r *netconfReading) endReport() {
	r.policyMode = true
	name := scan.Snake(strings.TrimPrefix(r.report.state, "rum-report-state-"))
	if word, ok := rumStateWords[name]; ok {
		name = word
	}
	if name == "" || len(name) > longestState {
		return
	}
	r.reports.add(name)
	switch name {
	case "closed", "pending", "unack":
		if at := r.report.start; at != nil && (r.OldestReport == nil || at.Wall.Before(r.OldestReport.Wall)) {
			r.OldestReport = at
		}
	}
}

// rumCounts counts reports by state.
type rumCounts struct{ counts []RUMStateCount }

// add counts one; states beyond the first fifty are counted as "other".
func (c *rumCounts) add(name string) {
	for {
		for i := range c.counts {
			if c.counts[i].State == name {
				c.counts[i].Reports++
				return
			}
		}
		if len(c.counts) < maxRUMStates || name == otherStates {
			c.counts = append(c.counts, RUMStateCount{State: name, Reports: 1})
			return
		}
		name = otherStates
	}
}
