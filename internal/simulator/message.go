package simulator

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
	status       string  // status code of the response
	nonce        uint64
}

// historyDepth is how many requests per message the agent keeps.
const historyDepth = 5

// remember appends to a message's history.
func remember(history []exchange, e exchange) []exchange {
	if len(history) == historyDepth {
		copy(history, history[1:])
		history = history[:historyDepth-1]
	}
	return append(history, e)
}
