package simulator

import "time"

// message is a type of message between the agent and the server, in the order in which
// Communication Statistics lists them.
type message int

const (
	msgTrust message = iota
	msgTrustAck
	msgUsage
	msgPoll
	msgAuthRequest
	msgAuthConfirm
	msgAuthReturn
	msgSync
	msgHello
	msgTelemetry
	messageCount
)

func (m message) String() string {
	return [messageCount]string{
		"Trust Establishment", "Trust Acknowledgement", "Usage Reporting", "Result Polling",
		"Authorization Request", "Authorization Confirmation", "Authorization Return",
		"Trust Sync", "Hello Message", "Telemetry Reporting",
	}[m]
}

// requestType is the name inside the message's JSON.
func (m message) requestType() string {
	return [messageCount]string{
		"ID_TOKEN_TRUST", "ID_TOKEN_TRUST_ACK", "LICENSE_USAGE", "POLL_REQ", "AUTH_REQUEST",
		"AUTH_CONFIRM", "AUTH_RETURN", "TRUST_SYNC", "HELLO", "TELEMETRY",
	}[m]
}

// tally is what the agent counts per message.
type tally struct {
	total, success, fail int
	ongoing              int // failures in a row
	ongoingComm          int // of these, without any answer
	response             string
	responseAt           instant // 0: printed without a time
	reason               string
	lastSuccess          instant
	lastFailure          instant
}

func (t *tally) succeed(now instant, response string) {
	t.total++
	t.success++
	t.ongoing, t.ongoingComm = 0, 0
	t.response, t.responseAt, t.reason, t.lastSuccess = response, now, "", now
}

// failed counts a failure; answered tells one with an answer from silence.
func (t *tally) failed(now instant, response, reason string, answered bool) {
	t.total++
	t.fail++
	t.ongoing++
	if answered {
		t.ongoingComm = 0
	} else {
		t.ongoingComm++
	}
	t.response, t.responseAt, t.reason, t.lastFailure = response, now, reason, now
}

// exchange is one request in the message history.
type exchange struct {
	at, answered instant // answered 0: no response
	status, text string  // status code and message of the response
	nonce        uint64
}

// historyDepth is how many requests per message most agents keep, longHistory how many
// those with a long one: some 100 KB as printed.
const (
	historyDepth = 5
	longHistory  = 12
)

// remember appends to a message's history, which holds depth requests.
func remember(history []exchange, e exchange, depth int) []exchange {
	if len(history) >= depth {
		copy(history, history[1:])
		history = history[:depth-1]
	}
	return append(history, e)
}

// answeredNow is an exchange whose response has just come. How long the server took
// follows from the nonce.
func answeredNow(now instant, nonce uint64, status, text string) exchange {
	return exchange{at: now.add(-time.Duration(900+nonce%5000) * time.Millisecond), answered: now, status: status, text: text, nonce: nonce}
}
