package collector

import "github.com/slp-exporter/slp-exporter/parser"

// rumMetrics tell of usage reports: how many there are, and when they go out.
func rumMetrics() []Metric {
	return append(rumTallies(), append(append(usageTimes(), lastPush()...), Metric{
		Name: "slp_rum_report_states", Type: gauge, Labels: []string{"state"},
		From: "`show license rum id all`: `State`; NETCONF: `rum-reports-closed-keys`, `report-state`, which has no acknowledged ones",
		Help: "RUM reports that the switch lists, by their state, such as open, closed, unack or ack.",
		State: func(s *Sample, emit Emit) {
			for _, r := range s.RUMStates {
				emit(float64(r.Reports), r.State)
			}
		},
	}, Metric{
		Name: "slp_rum_report_oldest_unacknowledged_timestamp_seconds", Type: gauge,
		From:  "NETCONF: `rum-reports-closed-keys`, the earliest `report-start-time` of a report that is closed, pending or unacknowledged",
		Help:  "When the oldest report without ACK began; time() minus it rises until an ACK comes. Years back, the switch booted without a clock.",
		State: func(s *Sample, emit Emit) { s.at(s.OldestReport, emit) },
	}, Metric{
		Name: "slp_scheduled_job_timestamp_seconds", Type: gauge, Labels: []string{"job"},
		From: "tech support: Upcoming Scheduled Jobs",
		Help: "When the agent will run that job; absent for a job that is not scheduled.",
		State: func(s *Sample, emit Emit) {
			for _, j := range s.Jobs {
				s.at(j.At, emit, j.Name)
			}
		},
	})...)
}

func rumTallies() []Metric {
	const from = "tech support: Usage Report Summary"
	return []Metric{
		{
			Name: "slp_rum_reports", Type: gauge, Labels: []string{"state"}, From: from,
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
		{
			Name: "slp_rum_reports_created", Type: gauge, From: from + ", `Total`",
			Help:  "RUM reports made so far.",
			State: withRUM(func(r *parser.RUMSummary, emit Emit) { number(r.Total, emit) }),
		},
		{
			Name: "slp_rum_reports_unacknowledged", Type: gauge, From: from + ", in parentheses behind `Waiting for Ack`",
			Help:  "RUM reports without ACK. A steady rise means that reports are not accepted.",
			State: withRUM(func(r *parser.RUMSummary, emit Emit) { number(r.Unacknowledged, emit) }),
		},
		{
			Name: "slp_rum_reports_in_storage", Type: gauge, From: from + ", `In Storage`",
			Help:  "RUM reports held in the switch's storage.",
			State: withRUM(func(r *parser.RUMSummary, emit Emit) { number(r.InStorage, emit) }),
		},
	}
}

func withRUM(read func(*parser.RUMSummary, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.RUM != nil {
			read(s.RUM, emit)
		}
	}
}

// lastPush tells how the last push went, which NETCONF alone says.
func lastPush() []Metric {
	const from = "NETCONF: `utility/reporting-times`, "
	return []Metric{
		{
			Name: "slp_usage_reporting_last_push_success", Type: gauge, From: from + "`last-report-success`",
			Help: "1 if the last usage report was pushed successfully, 0 if that failed; absent if there was none.",
			State: func(s *Sample, emit Emit) {
				if s.Usage != nil {
					boolean(s.Usage.LastPushSuccess, emit)
				}
			},
		},
		{
			Name: "slp_usage_reporting_last_push_failure_info", Type: gauge, Labels: []string{"cause", "reason"},
			From: from + "`fail-message`", Help: "Why the last push failed, and the class of that reason; always 1.",
			State: func(s *Sample, emit Emit) {
				if u := s.Usage; u != nil && u.LastPushFailure != "" {
					emit(1, string(parser.CauseOf("", u.LastPushFailure)), u.LastPushFailure)
				}
			},
		},
	}
}

func usageTimes() []Metric {
	leaves := map[string]string{
		"last_push": "utility/reporting-times/last-report-time", "next_push": "utility/reporting-times/next-report-time",
		"last_ack": "rum-ack/last-received-time", "ack_deadline": "rum-ack/next-report-deadline",
	}
	row := func(name, line, help string, field func(*parser.UsageReporting) *parser.Time) Metric {
		from := "Usage Reporting: `" + line + "`"
		if leaf, ok := leaves[name]; ok {
			from += "; NETCONF: `" + leaf + "`"
		}
		return Metric{
			Name: "slp_usage_reporting_" + name + "_timestamp_seconds", Type: gauge,
			From: from, Help: help,
			State: func(s *Sample, emit Emit) {
				if s.Usage != nil {
					s.at(field(s.Usage), emit)
				}
			},
		}
	}
	return []Metric{
		{
			Name: "slp_usage_reporting_push_interval_seconds", Type: gauge,
			From: "Usage Reporting: `Reporting push interval`",
			Help: "How often the agent pushes usage reports; 0 is no reporting.",
			State: func(s *Sample, emit Emit) {
				if s.Usage != nil {
					span(s.Usage.PushInterval, emit)
				}
			},
		},
		row("last_push", "Last report push", "When the last usage report was pushed.",
			func(u *parser.UsageReporting) *parser.Time { return u.LastPush }),
		row("next_push", "Next report push", "When the next usage report is due.",
			func(u *parser.UsageReporting) *parser.Time { return u.NextPush }),
		row("last_ack", "Last ACK received", "When the last ACK came.",
			func(u *parser.UsageReporting) *parser.Time { return u.LastAck }),
		row("ack_deadline", "Next ACK deadline", "When the next ACK must be there; in the past, the switch is out of policy.",
			func(u *parser.UsageReporting) *parser.Time { return u.AckDeadline }),
		row("next_ack_check", "Next ACK push check", "When the agent asks for an ACK next.",
			func(u *parser.UsageReporting) *parser.Time { return u.NextAckCheck }),
		row("last_file_write", "Last report file write", "When reports were last written to a file, for transport off.",
			func(u *parser.UsageReporting) *parser.Time { return u.LastFileWrite }),
	}
}
