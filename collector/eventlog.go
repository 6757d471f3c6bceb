package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// eventlogMetrics say what the agent noted in the days that were asked for.
func eventlogMetrics() []Metric { return slices.Concat(eventlogEvents(), eventlogFailures()) }

func eventlogEvents() []Metric {
	return []Metric{
		{
			Name: "slp_eventlog_events", Type: gauge, Labels: []string{"event"}, From: "event log: the names of events",
			Help: "Events of that name in the window read; names beyond the first 200 are counted as `other`.",
			State: withEventlog(func(_ *Sample, l *eventlog.Log, emit Emit) {
				for _, e := range l.Events {
					emit(float64(e.Count), e.Name)
				}
			}),
		},
		{
			Name: "slp_eventlog_window_seconds", Type: gauge, From: "the days that the command asked for",
			Help:  "How far back the event log was read.",
			State: withEventlog(func(_ *Sample, l *eventlog.Log, emit Emit) { span(l.Window, emit) }),
		},
	}
}

// eventlogFailures say since when and why communication fails.
func eventlogFailures() []Metric {
	const fail, restored = "event log: `SAEVT_COMM_FAIL`", "event log: `SAEVT_COMM_RESTORED`"
	return []Metric{
		{
			Name: "slp_eventlog_comm_fail_streak", Type: gauge, From: fail + " after the last `SAEVT_COMM_RESTORED`",
			Help: "Communication failures since the last restore, also of those before the window read. A rise means that the agent still gets no answer.",
			State: withEventlog(func(_ *Sample, l *eventlog.Log, emit Emit) {
				if l.Streak != nil {
					emit(float64(*l.Streak))
				}
			}),
		},
		eventlogTime("comm_fail_since", fail, "When the failures in a row began; absent if there are none.",
			func(l *eventlog.Log) *localtime.Time { return l.FailSince }),
		eventlogTime("comm_fail", fail, "When communication last failed.",
			func(l *eventlog.Log) *localtime.Time { return l.LastFail }),
		eventlogTime("comm_restored", restored, "When communication was last restored; the agent notes it at each start too.",
			func(l *eventlog.Log) *localtime.Time { return l.LastRestored }),
		{
			Name: "slp_eventlog_comm_fail_info", Type: gauge, Labels: []string{"cause", "reason"},
			From: fail + ", `error=`", Help: "Why communication last failed, and the class of that reason; always 1.",
			State: withEventlog(func(_ *Sample, l *eventlog.Log, emit Emit) {
				if reason := l.LastFailReason; reason != "" {
					emit(1, string(cause.Of("", reason)), reason)
				}
			}),
		},
	}
}

func eventlogTime(name, from, help string, field func(*eventlog.Log) *localtime.Time) Metric {
	return Metric{
		Name: "slp_eventlog_" + name + "_timestamp_seconds", Type: gauge, From: from, Help: help,
		State: withEventlog(func(s *Sample, l *eventlog.Log, emit Emit) { s.at(field(l), emit) }),
	}
}

func withEventlog(read func(*Sample, *eventlog.Log, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.Eventlog != nil {
			read(s, s.Eventlog, emit)
		}
	}
}
