package collector

import "github.com/slp-exporter/slp-exporter/parser"

// historyMetrics tell of the requests that the agent remembers and what became of them.
func historyMetrics() []Metric {
	const request, response = "message history: `REQUEST`", "message history: `RESPONSE`"
	message := []string{"message"}
	return []Metric{
		{
			Name: "slp_history_messages", Type: gauge, Labels: message, From: request,
			Help: "Requests of that message kept in the history; 0 for `No past history`.",
			State: eachHistory(func(_ *Sample, m parser.HistoryMessage, emit Emit) {
				emit(float64(m.Requests), m.Name)
			}),
		},
		{
			Name: "slp_history_unanswered", Type: gauge, Labels: message, From: response + " with nothing below it",
			Help: "Requests in the history whose response is empty; as many as slp_history_messages means that the server answered none.",
			State: eachHistory(func(_ *Sample, m parser.HistoryMessage, emit Emit) {
				emit(float64(m.Unanswered), m.Name)
			}),
		},
		{
			Name: "slp_history_last_request_timestamp_seconds", Type: gauge, Labels: message, From: request,
			Help:  "When that message was last sent.",
			State: eachHistory(func(s *Sample, m parser.HistoryMessage, emit Emit) { s.at(m.LastRequest, emit, m.Name) }),
		},
		{
			Name: "slp_history_last_response_timestamp_seconds", Type: gauge, Labels: message, From: response,
			Help:  "When the last request that was answered got its response.",
			State: eachHistory(func(s *Sample, m parser.HistoryMessage, emit Emit) { s.at(m.LastResponse, emit, m.Name) }),
		},
		{
			Name: "slp_history_last_status_info", Type: gauge, Labels: []string{"message", "status_code", "status_message"},
			From: response + ": `status_code`, `status_message`", Help: "What the server said in its last response; always 1.",
			State: eachHistory(func(_ *Sample, m parser.HistoryMessage, emit Emit) {
				if m.StatusCode+m.StatusMessage != "" {
					emit(1, m.Name, m.StatusCode, m.StatusMessage)
				}
			}),
		},
		{
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
		},
	}
}

func eachHistory(read func(*Sample, parser.HistoryMessage, Emit)) func(*Sample, Emit) {
	return func(s *Sample, emit Emit) {
		if s.History == nil {
			return
		}
		for _, m := range s.History.Messages {
			read(s, m, emit)
		}
	}
}
