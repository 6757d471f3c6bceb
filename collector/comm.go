package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// commMetrics say how the agent's communication with CSSM, CSLU or SSM On-Prem goes.
func commMetrics() []Metric {
	return slices.Concat(commAttempts(), commResponses(), commPath())
}

// commAttempts count attempts and failures.
func commAttempts() []Metric {
	return []Metric{
		{
			Name: "slp_comm_attempts", Type: gauge, Labels: []string{"message", "result"},
			From: "tech support: Communication Statistics, `Attempts`",
			Help: "The agent's own tally of attempts; it falls to 0 on a reload or switch-over.",
			State: eachMessage(func(_ *Sample, m parser.Message, emit Emit) {
				number(m.Success, emit, m.Name, "success")
				number(m.Failure, emit, m.Name, "failure")
			}),
		},
		{
			Name: "slp_comm_ongoing_failures", Type: gauge, Labels: []string{"message", "scope"},
			From: "tech support: Communication Statistics, `Ongoing Failure`",
			Help: "Failures in a row up to now. A rise means that the agent still gets no answer.",
			State: eachMessage(func(_ *Sample, m parser.Message, emit Emit) {
				number(m.OngoingOverall, emit, m.Name, "overall")
				number(m.OngoingComm, emit, m.Name, "communication")
			}),
		},
		{
			Name: "slp_comm_failed_streak", Type: gauge, From: "tech support: `Ongoing Failure: … Communication=`",
			Help:  "The longest run of communication failures of any message up to now: COMM_FAILED in a row.",
			State: failedStreak,
		},
	}
}

// commResponses say what came back, and when.
func commResponses() []Metric {
	return []Metric{
		messageTime("slp_comm_last_response_timestamp_seconds", "`Last Response: … on`",
			"When the last response came, or was given up.",
			func(m parser.Message) *localtime.Time { return m.ResponseTime }),
		{
			Name: "slp_comm_last_response_info", Type: gauge, Labels: []string{"message", "response", "cause", "reason"},
			From: "tech support: `Last Response`, `Failure Reason`",
			Help: "The last response, its failure reason and the class of that reason; always 1.",
			State: eachMessage(func(_ *Sample, m parser.Message, emit Emit) {
				if m.Response+m.Reason != "" {
					emit(1, m.Name, m.Response, string(cause.Of(m.Response, m.Reason)), m.Reason)
				}
			}),
		},
		messageTime("slp_comm_last_success_timestamp_seconds", "`Last Success Time`", "When that message last succeeded.",
			func(m parser.Message) *localtime.Time { return m.LastSuccess }),
		messageTime("slp_comm_last_failure_timestamp_seconds", "`Last Failure Time`", "When that message last failed.",
			func(m parser.Message) *localtime.Time { return m.LastFailure }),
	}
}

// commPath says how the agent may reach its server.
func commPath() []Metric {
	return []Metric{
		{
			Name: "slp_comm_level_info", Type: gauge, Labels: []string{"level", "overall_state"},
			From: "tech support: `Communication Level Allowed`, `Overall State`",
			Help: "What communication the agent allows itself, and why; always 1.",
			State: func(s *Sample, emit Emit) {
				if s.CommLevel+s.CommState != "" {
					emit(1, s.CommLevel, s.CommState)
				}
			},
		},
		{
			Name: "slp_transport_info", Type: gauge,
			Labels: []string{"type", "url", "proxy_address", "proxy_port", "vrf", "ip_mode", "trust_point"},
			From:   "Transport; NETCONF: `transport`", Help: "How the agent reaches its server; always 1.",
			State: func(s *Sample, emit Emit) {
				if t := s.Transport; t != nil && *t != (parser.Transport{}) {
					emit(1, t.Type, t.URL, t.ProxyAddress, t.ProxyPort, t.VRF, t.IPMode, t.TrustPoint)
				}
			},
		},
	}
}

// failedStreak is the greatest streak of all messages. It is unknown if that of any message is.
func failedStreak(s *Sample, emit Emit) {
	streak := 0.0
	for _, m := range s.Messages {
		if m.OngoingComm == nil {
			return
		}
		streak = max(streak, *m.OngoingComm)
	}
	if len(s.Messages) > 0 {
		emit(streak)
	}
}

func eachMessage(read func(*Sample, parser.Message, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		for _, m := range s.Messages {
			read(s, m, emit)
		}
	}
}

func messageTime(name, line, help string, field func(parser.Message) *localtime.Time) Metric {
	return Metric{
		Name: name, Type: gauge, Labels: []string{"message"}, From: "tech support: " + line, Help: help,
		State: eachMessage(func(s *Sample, m parser.Message, emit Emit) { s.at(field(m), emit, m.Name) }),
	}
}
