package netconf

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reports"
)

// rumStateWords are the states of the model as "show license rum id all" prints them, where the model
// has other words.
var rumStateWords = map[string]string{"unacknowledged": "unack", "acknowledged": "ack"}

// endReport counts a report. New states are passed through.
func (r *reading) endReport() {
	r.policyMode = true
	name := scan.Snake(strings.TrimPrefix(r.report.state, "rum-report-state-"))
	if word, ok := rumStateWords[name]; ok {
		name = word
	}
	if name == "" || len(name) > reports.LongestState {
		return
	}
	r.reports.Add(name, &r.Dropped)
	switch name {
	case "closed", "pending", "unack":
		if at := r.report.start; at != nil && (r.OldestReport == nil || at.Wall.Before(r.OldestReport.Wall)) {
			r.OldestReport = at
		}
	}
}
