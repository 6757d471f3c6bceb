package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// usageMetrics say when usage reports are pushed and acknowledged, and what else the agent has scheduled.
func usageMetrics() []Metric { return slices.Concat(usageTimes(), lastPush(), scheduledJobs()) }

func usageTimes() []Metric {
	return []Metric{
		{
			Name: "slp_usage_reporting_push_interval_seconds", Type: gauge,
			From:  "Usage Reporting: `Reporting push interval`",
			Help:  "How often the agent pushes usage reports; 0 is no reporting.",
			State: withUsage(func(_ *Sample, u *parser.UsageReporting, emit Emit) { span(u.PushInterval, emit) }),
		},
		usageTime("last_push", "`Last report push`; NETCONF: `utility/reporting-times/last-report-time`",
			"When the last usage report was pushed.",
			func(u *parser.UsageReporting) *localtime.Time { return u.LastPush }),
		usageTime("next_push", "`Next report push`; NETCONF: `utility/reporting-times/next-report-time`",
			"When the next usage report is due.",
			func(u *parser.UsageReporting) *localtime.Time { return u.NextPush }),
		usageTime("last_ack", "`Last ACK received`; NETCONF: `rum-ack/last-received-time`", "When the last ACK came.",
			func(u *parser.UsageReporting) *localtime.Time { return u.LastAck }),
		usageTime("ack_deadline", "`Next ACK deadline`; NETCONF: `rum-ack/next-report-deadline`",
			"When the next ACK must be there; in the past, the switch is out of policy.",
			func(u *parser.UsageReporting) *localtime.Time { return u.AckDeadline }),
		usageTime("next_ack_check", "`Next ACK push check`", "When the agent asks for an ACK next.",
			func(u *parser.UsageReporting) *localtime.Time { return u.NextAckCheck }),
		usageTime("last_file_write", "`Last report file write`",
			"When reports were last written to a file, for transport off.",
			func(u *parser.UsageReporting) *localtime.Time { return u.LastFileWrite }),
	}
}

// lastPush says how the last push went, which only NETCONF reports.
func lastPush() []Metric {
	const from = "NETCONF: `utility/reporting-times`, "
	return []Metric{
		{
			Name: "slp_usage_reporting_last_push_success", Type: gauge, From: from + "`last-report-success`",
			Help:  "1 if the last usage report was pushed successfully, 0 if that failed; absent if there was none.",
			State: withUsage(func(_ *Sample, u *parser.UsageReporting, emit Emit) { boolean(u.LastPushSuccess, emit) }),
		},
		{
			Name: "slp_usage_reporting_last_push_failure_info", Type: gauge, Labels: []string{"cause", "reason"},
			From: from + "`fail-message`", Help: "Why the last push failed, and the class of that reason; always 1.",
			State: withUsage(func(_ *Sample, u *parser.UsageReporting, emit Emit) {
				if reason := u.LastPushFailure; reason != "" {
					emit(1, string(cause.Of("", reason)), reason)
				}
			}),
		},
	}
}

func scheduledJobs() []Metric {
	return []Metric{{
		Name: "slp_scheduled_job_timestamp_seconds", Type: gauge, Labels: []string{"job"},
		From: "tech support: Upcoming Scheduled Jobs",
		Help: "When the agent will run that job; absent for a job that is not scheduled.",
		State: func(s *Sample, emit Emit) {
			for _, j := range s.Jobs {
				s.at(j.At, emit, j.Name)
			}
		},
	}}
}

func withUsage(read func(*Sample, *parser.UsageReporting, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.Usage != nil {
			read(s, s.Usage, emit)
		}
	}
}

func usageTime(name, line, help string, field func(*parser.UsageReporting) *localtime.Time) Metric {
	return Metric{
		Name: "slp_usage_reporting_" + name + "_timestamp_seconds", Type: gauge,
		From: "Usage Reporting: " + line, Help: help,
		State: withUsage(func(s *Sample, u *parser.UsageReporting, emit Emit) { s.at(field(u), emit) }),
	}
}
