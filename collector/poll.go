package collector

import (
	"maps"
	"slices"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// pollMetrics tell how the exporter fared with a switch.
func pollMetrics() []Metric {
	return []Metric{
		{
			Name: "slp_up", Type: gauge, From: "the poll",
			Help: "1 if the last poll opened a session and at least one collector read licence state, else 0.",
			Poll: func(s fleet.Status, emit Emit) { emit(oneIf(s.Result != nil && s.Result.Up())) },
		},
		{
			Name: "slp_collector_success", Type: gauge, Labels: []string{"collector"}, From: "the poll",
			Help: "1 if the output of that collector's command was fetched and read whole, else 0.",
			Poll: func(s fleet.Status, emit Emit) {
				eachCollector(s, func(c fleet.CollectorResult, done bool) { emit(oneIf(done && c.Err == nil), c.Name) })
			},
		},
		{
			Name: "slp_collector_duration_seconds", Type: gauge, Labels: []string{"collector"}, From: "the poll",
			Help: "Time that collector took in the last poll, fetching and parsing.",
			Poll: func(s fleet.Status, emit Emit) {
				eachCollector(s, func(c fleet.CollectorResult, _ bool) { emit(c.Duration.Seconds(), c.Name) })
			},
		},
		{
			Name: "slp_collector_unread_lines", Type: gauge, Labels: []string{"collector"}, From: "the poll",
			Help: "Lines of that collector's output that it knows but could not read; above 0, the release prints something new: `poll -v` names them.",
			Poll: func(s fleet.Status, emit Emit) {
				eachCollector(s, func(c fleet.CollectorResult, done bool) {
					if done && c.Err == nil {
						emit(float64(len(c.Unread)), c.Name)
					}
				})
			},
		},
		{
			Name: "slp_poll_duration_seconds", Type: gauge, From: "the poll",
			Help: "Duration of the last poll, connect to close.",
			Poll: func(s fleet.Status, emit Emit) {
				if s.Result != nil {
					emit(s.Result.Duration().Seconds())
				}
			},
		},
		{
			Name: "slp_poll_timestamp_seconds", Type: gauge, From: "the poll",
			Help: "When the last successful poll ended; time() minus it is the age of what is shown.",
			Poll: func(s fleet.Status, emit Emit) {
				if !s.LastSuccess.IsZero() {
					emit(unix(s.LastSuccess))
				}
			},
		},
		{
			Name: "slp_polls_total", Type: counter, From: "the poll",
			Help: "Polls of the switch since the exporter started.",
			Poll: func(s fleet.Status, emit Emit) { emit(float64(s.Polls)) },
		},
		{
			Name: "slp_poll_failures_total", Type: counter, Labels: []string{"reason"}, From: "the poll",
			Help: "Polls that failed, wholly or in one collector, by the first reason.",
			Poll: func(s fleet.Status, emit Emit) {
				for _, r := range slices.Sorted(maps.Keys(s.Failures)) {
					emit(float64(s.Failures[r]), string(r))
				}
			},
		},
		{
			Name: "slp_target_info", Type: gauge, Labels: []string{"address", "module", "protocol"},
			From: "the configuration", Help: "How the switch is polled; always 1.",
			Poll: func(s fleet.Status, emit Emit) {
				emit(1, s.Target.Address, s.Target.Module.Name, s.Target.Module.Protocol)
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

// eachCollector walks over the collectors of the target, polled or not.
func eachCollector(s fleet.Status, visit func(c fleet.CollectorResult, done bool)) {
	if s.Result == nil {
		for _, name := range s.Target.Module.Collectors {
			visit(fleet.CollectorResult{Name: name}, false)
		}
		return
	}
	for _, c := range s.Result.Collectors {
		visit(c, true)
	}
}
