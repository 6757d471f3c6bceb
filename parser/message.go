package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// message is a message type of the Communication Statistics.
type message struct {
	*page
	Message
	// jsonOpen is true while JSON in the reason goes on in the next line.
	jsonOpen bool
}

// count reads "Attempts: Total=2, Success=0, Fail=2  Ongoing Failure: Overall=2 Communication=2".
func (m *message) count(l lines.Line) {
	for rest := l.Value; ; {
		name, after, ok := strings.Cut(rest, "=")
		if !ok {
			return
		}
		var digits string
		digits, rest = scan.NextValue(after)
		switch lastWord(name) {
		case "Success":
			m.setNumber(&m.Success, l, digits)
		case "Fail":
			m.setNumber(&m.Failure, l, digits)
		case "Overall":
			m.setNumber(&m.OngoingOverall, l, digits)
		case "Communication":
			m.setNumber(&m.OngoingComm, l, digits)
		}
	}
}

// lastWord is what follows the last blank or comma of a text.
func lastWord(text string) string {
	from := len(text)
	for from > 0 && text[from-1] != ' ' && text[from-1] != ',' {
		from--
	}
	return text[from:]
}

func (m *message) take(l lines.Line) bool {
	open := m.jsonOpen
	m.jsonOpen = false
	switch l.Key {
	case "Last Response":
		response, at := cutTime(l.Value, " on ")
		m.Response, m.ResponseTime = scan.Value(response), at
	case "Failure Reason":
		m.Reason = scan.Value(l.Value)
		m.jsonOpen = unbalanced(m.Reason)
	case "Last Success Time":
		m.setTime(&m.LastSuccess, l)
	case "Last Failure Time":
		m.setTime(&m.LastFailure, l)
	default:
		if !open {
			return false
		}
		m.Reason += " " + l.Text // JSON goes on
		m.jsonOpen = unbalanced(m.Reason) && len(m.Reason) < 4096
	}
	return true
}

// usualMessages is how many types of message most agents have.
const usualMessages = 12

// end keeps the message.
func (m *message) end() {
	m.Response, m.Reason = scan.Reason(m.Response), scan.Reason(m.Reason)
	if m.Messages == nil {
		m.Messages = make([]Message, 0, usualMessages)
	}
	m.Messages = scan.Add(m.Messages, m.Message, &m.head.Dropped)
}

// unbalanced reports whether a JSON text has more brackets open than closed.
func unbalanced(s string) bool {
	return strings.HasPrefix(s, "{") && strings.Count(s, "{") > strings.Count(s, "}")
}
