package collector

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// historyMetrics say which requests the agent remembers, and what became of them.
func historyMetrics() []Metric {
	return slices.Concat(historyRequests(), historyAnswers(), historyImports())
}

const (
	fromRequest  = "message history: `REQUEST`"
	fromResponse = "message history: `RESPONSE`"
)

func historyRequests() []Metric {
	return []Metric{
		{
			Name: "slp_history_messages", Type: gauge, Labels: []string{"message"}, From: fromRequest,
			Help: "Requests of that message kept in the history; 0 for `No past history`.",
			State: eachHistory(func(_ *Sample, m history.Message, emit Emit) {
				emit(float64(m.Requests), m.Name)
			}),
		},
		{
			Name: "slp_history_unanswered", Type: gauge, Labels: []string{"message"}, From: fromResponse + " with nothing below it",
			Help: "Requests in the history whose response is empty; as many as slp_history_messages means that the server answered none.",
			State: eachHistory(func(_ *Sample, m history.Message, emit Emit) {
				emit(float64(m.Unanswered), m.Name)
			}),
		},
		historyTime("request", fromRequest, "When that message was last sent.",
			func(m history.Message) *localtime.Time { return m.LastRequest }),
	}
}

func historyAnswers() []Metric {
	return []Metric{
		historyTime("response", fromResponse, "When the last request that was answered got its response.",
			func(m history.Message) *localtime.Time { return m.LastResponse }),
		{
			Name: "slp_history_last_status_info", Type: gauge, Labels: []string{"message", "status_code", "status_message"},
			From: fromResponse + ": `status_code`, `status_message`", Help: "What the server said in its last response; always 1.",
			State: eachHistory(func(_ *Sample, m history.Message, emit Emit) {
				if m.StatusCode+m.StatusMessage != "" {
					emit(1, m.Name, m.StatusCode, m.StatusMessage)
				}
			}),
		},
	}
}

func historyImports() []Metric {
	return []Metric{{
		Name: "slp_history_last_import_timestamp_seconds", Type: gauge, Labels: []string{"kind"},
		From: "message history: Import Message History, `Received on`, `Last policy received on`",
		Help: "When a policy, trust code, ACK and the like was last imported.",
		State: func(s *Sample, emit Emit) {
			if s.History == nil {
				return
			}
			for _, i := range s.History.Imports {
				s.at(i.ReceivedOn, emit, i.Kind)
			}
		},
	}}
}

func eachHistory(read func(*Sample, history.Message, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.History == nil {
			return
		}
		for _, m := range s.History.Messages {
			read(s, m, emit)
		}
	}
}

func historyTime(what, from, help string, field func(history.Message) *localtime.Time) Metric {
	return Metric{
		Name: "slp_history_last_" + what + "_timestamp_seconds", Type: gauge, Labels: []string{"message"},
		From: from, Help: help,
		State: eachHistory(func(s *Sample, m history.Message, emit Emit) { s.at(field(m), emit, m.Name) }),
	}
}
