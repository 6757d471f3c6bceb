package agent

import "time"

// Message is a type of message between the agent and the server, in the order in which
// Communication Statistics lists them.
type Message int

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
	MessageCount
)

func (m Message) String() string {
	return [MessageCount]string{
		"Trust Establishment", "Trust Acknowledgement", "Usage Reporting", "Result Polling",
		"Authorization Request", "Authorization Confirmation", "Authorization Return",
		"Trust Sync", "Hello Message", "Telemetry Reporting",
	}[m]
}

// RequestType is the name inside the message's JSON.
func (m Message) RequestType() string {
	return [MessageCount]string{
		"ID_TOKEN_TRUST", "ID_TOKEN_TRUST_ACK", "LICENSE_USAGE", "POLL_REQ", "AUTH_REQUEST",
		"AUTH_CONFIRM", "AUTH_RETURN", "TRUST_SYNC", "HELLO", "TELEMETRY",
	}[m]
}

// Tally is what the agent counts per message.
type Tally struct {
	Total, Success, Fail int
	Ongoing              int // failures in a row
	OngoingComm          int // of these, without any answer
	Response             string
	ResponseAt           Instant // 0: printed without a time
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

// failed counts a failure; answered tells one with an answer from silence.
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

// Exchange is one request in the message history.
type Exchange struct {
	At, Answered Instant // answered 0: no response
	Status, Text string  // status code and message of the response
	Nonce        uint64
}

// historyDepth is how many requests per message most agents keep, longHistory how many
// those with a long one: some 100 KB as printed.
const (
	historyDepth = 5
	longHistory  = 12
)

// remember appends to a message's history, which holds depth requests.
func remember(history []Exchange, e Exchange, depth int) []Exchange {
	if len(history) >= depth {
		copy(history, history[1:])
		history = history[:depth-1]
	}
	return append(history, e)
}

// AnsweredNow is an exchange whose response has just come. How long the server took
// follows from the nonce.
func AnsweredNow(now Instant, nonce uint64, status, text string) Exchange {
	return Exchange{At: now.Add(-time.Duration(900+nonce%5000) * time.Millisecond), Answered: now, Status: status, Text: text, Nonce: nonce}
}

// The outcomes of a message, as the statistics print them.
const (
	ResponseOK      = "OK"
	ResponsePoll    = "OK_POLL"
	ResponseNoReply = "NO REPLY"
	ResponseNoData  = "NO DATA TO PROCESS"
	ResponseInvalid = "LS_INVALID_DATA"
)
