package collector

import (
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// syslogMetrics say what the agent logged, as far as the switch's buffer still has it.
func syslogMetrics() []Metric {
	const from = "`show logging`: `%SMART_LIC-…`"
	return []Metric{
		{
			Name: "slp_syslog_messages", Type: gauge, Labels: []string{"mnemonic", "severity"}, From: from,
			Help: "Messages of the agent in the log buffer, from which old ones fall out; mnemonics beyond the first 200 are counted as `other`.",
			State: withSyslog(func(_ *Sample, l *syslog.Log, emit Emit) {
				for _, m := range l.Messages {
					emit(float64(m.Count), m.Mnemonic, m.Severity)
				}
			}),
		},
		{
			Name: "slp_syslog_last_timestamp_seconds", Type: gauge, Labels: []string{"mnemonic"}, From: from,
			Help: "When that message was logged last; absent if its time stamp cannot be told.",
			State: withSyslog(func(s *Sample, l *syslog.Log, emit Emit) {
				for _, m := range l.Last {
					s.at(m.At, emit, m.Mnemonic)
				}
			}),
		},
		{
			Name: "slp_syslog_comm_failed_info", Type: gauge, Labels: []string{"cause", "reason"},
			From: "`show logging`: `%SMART_LIC-3-COMM_FAILED: … : <reason>`",
			Help: "Why the last COMM_FAILED in the buffer was logged, and the class of that reason; always 1.",
			State: withSyslog(func(_ *Sample, l *syslog.Log, emit Emit) {
				if reason := l.CommFailReason; reason != "" {
					emit(1, string(cause.Of("", reason)), reason)
				}
			}),
		},
	}
}

func withSyslog(read func(*Sample, *syslog.Log, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.Syslog != nil {
			read(s, s.Syslog, emit)
		}
	}
}
