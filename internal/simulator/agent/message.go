package agent

import "time"

// Message is a type of message between the agent and the server. The order is that of Communication
// Statistics.
type Message int

// The types of messages.
const (
	MessageTrust Message = iota
	MessageTrustAck
	MessageUsage
	MessagePoll
	MessageAuthRequest
	MessageAuthConfirm
	MessageAuthReturn
	MessageSync
	MessageHello
	MessageTelemetry
	MessageCount // the number of types
)

// String returns the name as printed in outputs.
func (m Message) String() string {
	return [MessageCount]string{
		"Trust Establishment", "Trust Acknowledgement", "Usage Reporting", "Result Polling",
		"Authorization Request", "Authorization Confirmation", "Authorization Return",
		"Trust Sync", "Hello Message", "Telemetry Reporting",
	}[m]
}

// RequestType returns the name used inside the message's JSON.
func (m Message) RequestType() string {
	return [MessageCount]string{
		"ID_TOKEN_TRUST", "ID_TOKEN_TRUST_ACK", "LICENSE_USAGE", "POLL_REQ", "AUTH_REQUEST",
		"AUTH_CONFIRM", "AUTH_RETURN", "TRUST_SYNC", "HELLO", "TELEMETRY",
	}[m]
}

// Tally is what the agent counts for each type of message.
type Tally struct {
	Total, Success, Fail int
	Ongoing              int // consecutive failures
	OngoingComm          int // of these, the failures without any answer
	Response             string
	ResponseAt           Instant // 0 if printed without a time
	Reason               string
	LastSuccess          Instant
	LastFailure          Instant
}

func (t *Tally) succeed(now Instant, response string) {
	t.Total++
	t.Success++
	t.Ongoing, t.OngoingComm = 0, 0
	t.Response, t.ResponseAt, t.Reason, t.LastSuccess = response, now, "", now
}

// failed counts a failure. answered is false if the server did not reply.
func (t *Tally) failed(now Instant, response, reason string, answered bool) {
	t.Total++
	t.Fail++
	t.Ongoing++
	if answered {
		t.OngoingComm = 0
	} else {
		t.OngoingComm++
	}
	t.Response, t.ResponseAt, t.Reason, t.LastFailure = response, now, reason, now
}

// Exchange is one request in the message history, with its response.
type Exchange struct {
	At, Answered Instant // Answered is 0 without a response
	Status, Text string  // status code and message of the response
	Nonce        uint64
}

// historyDepth is how many requests per message most agents keep. longHistory is for switches with a
// long history, which prints as some 100 KB.
const (
	historyDepth = 5
	longHistory  = 12
)

// remember appends to a message's history and keeps the last depth requests.
func remember(history []Exchange, e Exchange, depth int) []Exchange {
	if len(history) >= depth {
		copy(history, history[1:])
		history = history[:depth-1]
	}
	return append(history, e)
}

// AnsweredNow returns an exchange whose response has just arrived. The response time follows from
// the nonce.
func AnsweredNow(now Instant, nonce uint64, status, text string) Exchange {
	return Exchange{At: now.Add(-time.Duration(900+nonce%5000) * time.Millisecond), Answered: now, Status: status, Text: text, Nonce: nonce}
}

// The last response to a message, as printed in the statistics.
const (
	ResponseOK      = "OK"
	ResponsePoll    = "OK_POLL"
	ResponseNoReply = "NO REPLY"
	ResponseNoData  = "NO DATA TO PROCESS"
	ResponseInvalid = "LS_INVALID_DATA"
)
