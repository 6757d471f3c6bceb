package collector

import (
	"maps"
	"slices"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// pollMetrics say how the exporter's polls of a switch went.
func pollMetrics() []Metric {
	return slices.Concat(collectorMetrics(), pollTimes(), pollTallies(), targetMetrics())
}

// collectorMetrics say whether the last poll brought anything, and how each collector fared in it.
func collectorMetrics() []Metric {
	return []Metric{
		pollMetric("slp_up",
			"1 if the last poll opened a session and at least one collector read licence state, else 0.",
			func(s fleet.Status, emit Emit) { emit(oneIf(s.Result != nil && s.Result.Up())) }),
		collectorMetric("slp_collector_success",
			"1 if the output of that collector's command was fetched and read whole, else 0.",
			func(c fleet.CollectorResult, done bool, emit Emit) { emit(oneIf(done && c.Err == nil), c.Name) }),
		collectorMetric("slp_collector_duration_seconds",
			"Time that collector took in the last poll, fetching and parsing.",
			func(c fleet.CollectorResult, _ bool, emit Emit) { emit(c.Duration.Seconds(), c.Name) }),
		collectorMetric("slp_collector_unread_lines",
			"Lines of that collector's output that it knows but could not read; above 0, the release prints something new: `poll -v` names them.",
			func(c fleet.CollectorResult, done bool, emit Emit) {
				if done && c.Err == nil {
					emit(float64(len(c.Unread)), c.Name)
				}
			}),
		collectorMetric("slp_collector_dropped_items",
			"Licences, members, events and the like that are left out or counted as `other`, because that collector's output lists too many of a kind; absent at 0.",
			func(c fleet.CollectorResult, _ bool, emit Emit) {
				if c.Dropped > 0 {
					emit(float64(c.Dropped), c.Name)
				}
			}),
	}
}

func pollTimes() []Metric {
	return []Metric{
		pollMetric("slp_poll_duration_seconds", "Duration of the last poll, connect to close.",
			func(s fleet.Status, emit Emit) {
				if s.Result != nil {
					emit(s.Result.Duration().Seconds())
				}
			}),
		pollMetric("slp_poll_timestamp_seconds", "When the last successful poll ended; time() minus it is the age of what is shown.",
			func(s fleet.Status, emit Emit) {
				if !s.LastSuccess.IsZero() {
					emit(unix(s.LastSuccess))
				}
			}),
	}
}

func pollTallies() []Metric {
	return []Metric{
		{
			Name: "slp_polls_total", Type: counter, From: fromPoll,
			Help: "Polls of the switch since the exporter started.",
			Poll: func(s fleet.Status, emit Emit) { emit(float64(s.Polls)) },
		},
		{
			Name: "slp_poll_failures_total", Type: counter, Labels: []string{"reason"}, From: fromPoll,
			Help: "Polls that failed, wholly or in one collector, by the first reason.",
			Poll: func(s fleet.Status, emit Emit) {
				for _, r := range slices.Sorted(maps.Keys(s.Failures)) {
					emit(float64(s.Failures[r]), string(r))
				}
			},
		},
	}
}

// targetMetrics say how the switch is configured to be polled.
func targetMetrics() []Metric {
	return []Metric{
		{
			Name: "slp_target_info", Type: gauge, Labels: []string{"address", "module", "protocol", "platform"},
			From: "the configuration, the login", Help: "How the switch is polled, and what it runs: platform is ios_xe, nx_os, or empty until a poll has read something; always 1.",
			Poll: func(s fleet.Status, emit Emit) {
				emit(1, s.Target.Address, s.Target.Module.Name, s.Target.Module.Protocol, s.Platform())
			},
		},
		{
			Name: "slp_target_host_key_info", Type: gauge, Labels: []string{"policy"}, From: "the configuration",
			Help: "How the switch's host key is judged; always 1. Where policy is insecure, any host may pose as the switch and read the password.",
			Poll: func(s fleet.Status, emit Emit) {
				if policy := s.Target.Module.HostKey.Policy; policy != "" {
					emit(1, string(policy))
				}
			},
		},
	}
}

const fromPoll = "the poll"

func pollMetric(name, help string, read func(fleet.Status, Emit)) Metric {
	return Metric{Name: name, Type: gauge, From: fromPoll, Help: help, Poll: read}
}

// collectorMetric is read from each collector of the target. done is false for those not polled yet.
func collectorMetric(name, help string, read func(c fleet.CollectorResult, done bool, emit Emit)) Metric {
	return Metric{
		Name: name, Type: gauge, Labels: []string{"collector"}, From: fromPoll, Help: help,
		Poll: func(s fleet.Status, emit Emit) {
			list, polled := s.Collectors()
			for _, c := range list {
				read(c, polled, emit)
			}
		},
	}
}
