package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
)

// rumMetrics count the usage reports that the switch keeps.
func rumMetrics() []Metric { return slices.Concat(rumTallies(), listedReports()) }

func rumTallies() []Metric {
	return []Metric{
		{
			Name: "slp_rum_reports", Type: gauge, Labels: []string{"state"}, From: fromSummary,
			Help: "RUM reports by state; `missing` is MIA. A rise of missing or purged is usage that CSSM never heard of.",
			State: withRUM(func(r *parser.RUMSummary, emit Emit) {
				number(r.Acknowledged, emit, "acknowledged")
				number(r.WaitingAck, emit, "waiting_ack")
				number(r.Available, emit, "available")
				number(r.Collecting, emit, "collecting")
				number(r.Purged, emit, "purged")
				number(r.Missing, emit, "missing")
			}),
		},
		rumTally("slp_rum_reports_created", "`Total`", "RUM reports made so far.",
			func(r *parser.RUMSummary) *float64 { return r.Total }),
		rumTally("slp_rum_reports_unacknowledged", "in parentheses after `Waiting for Ack`",
			"RUM reports without ACK. A steady rise means that reports are not accepted.",
			func(r *parser.RUMSummary) *float64 { return r.Unacknowledged }),
		rumTally("slp_rum_reports_in_storage", "`In Storage`", "RUM reports held in the switch's storage.",
			func(r *parser.RUMSummary) *float64 { return r.InStorage }),
	}
}

// listedReports are of the list that has a line for each report.
func listedReports() []Metric {
	return []Metric{
		{
			Name: "slp_rum_report_states", Type: gauge, Labels: []string{"state"},
			From: "`show license rum id all`: `State`; NETCONF: `rum-reports-closed-keys`, `report-state`, which has no acknowledged ones",
			Help: "RUM reports that the switch lists, by their state, such as open, closed, unack or ack.",
			State: func(s *Sample, emit Emit) {
				for _, r := range s.RUMStates {
					emit(float64(r.Reports), r.State)
				}
			},
		},
		{
			Name: "slp_rum_report_oldest_unacknowledged_timestamp_seconds", Type: gauge,
			From:  "NETCONF: `rum-reports-closed-keys`, the earliest `report-start-time` of a report that is closed, pending or unacknowledged",
			Help:  "When the oldest report without ACK began; time() minus it rises until an ACK comes. Years back, the switch booted without a clock.",
			State: func(s *Sample, emit Emit) { s.at(s.OldestReport, emit) },
		},
	}
}

const fromSummary = "tech support: Usage Report Summary"

func withRUM(read func(*parser.RUMSummary, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.RUM != nil {
			read(s.RUM, emit)
		}
	}
}

func rumTally(name, line, help string, field func(*parser.RUMSummary) *float64) Metric {
	return Metric{
		Name: name, Type: gauge, From: fromSummary + ", " + line, Help: help,
		State: withRUM(func(r *parser.RUMSummary, emit Emit) { number(field(r), emit) }),
	}
}
