package parser

import "strings"

// Cause is the exporter's class of a communication failure: what a person would look at first.
type Cause string

// The causes; Causes says what each of them means.
const (
	CauseNameResolution    Cause = "name_resolution"
	CauseTimeout           Cause = "timeout"
	CauseConnectionRefused Cause = "connection_refused"
	CauseUnreachable       Cause = "unreachable"
	CauseTLS               Cause = "tls"
	CauseProxy             Cause = "proxy"
	CauseHTTPStatus        Cause = "http_status"
	CauseServerError       Cause = "server_error"
	CauseIdentity          Cause = "identity"
	CauseNoReply           Cause = "no_reply"
	CauseOffline           Cause = "offline"
	CauseNone              Cause = "none"
	CauseOther             Cause = "other"
)

// CauseMeaning is a cause and, in one line, what it means.
type CauseMeaning struct {
	Cause   Cause
	Meaning string
}

// Causes are all causes there are. CauseOf returns no other.
func Causes() []CauseMeaning {
	return []CauseMeaning{
		{CauseNameResolution, "the name of the server, or of the proxy, was not resolved"},
		{CauseTimeout, "a connection or an answer was waited for in vain"},
		{CauseConnectionRefused, "no TCP connection came about: nothing listens there, or it was turned away"},
		{CauseUnreachable, "the switch has no way to that address"},
		{CauseTLS, "the server was reached, but no trusted connection came about"},
		{CauseProxy, "the proxy failed or refused"},
		{CauseHTTPStatus, "something answered, but with an HTTP status that says error"},
		{CauseServerError, "CSSM, CSLU or SSM On-Prem took the message and answered with an error of its own"},
		{CauseIdentity, "the server does not know this product instance"},
		{CauseNoReply, "the message was sent, or its connection stood, but no answer came"},
		{CauseOffline, "the switch is configured not to send"},
		{CauseNone, "no failure: the message was taken, or never sent"},
		{CauseOther, "a text that says nothing about the reason, or one that the exporter does not know"},
	}
}

// CauseOf classes the failure reason of a message, or its response if the agent gave no reason
// ("NO REPLY"); of an event or a log message there is a reason only, and response is empty.
// Success, and a message never sent, are CauseNone; texts that nobody knows yet are CauseOther.
func CauseOf(response, reason string) Cause {
	if reason == "" {
		if response == "" || isSuccess(response) {
			return CauseNone
		}
		return classOf(response)
	}
	if cause := classOf(reason); cause != CauseOther {
		return cause
	}
	// With a reason that nobody knows, such as JSON, the response still tells who gave it.
	switch cause := classOf(response); cause {
	case CauseHTTPStatus, CauseServerError:
		return cause
	}
	return CauseOther
}

// isSuccess tells whether a response says that the server took the message: OK, OK_POLL,
// OK_TRY_AGAIN, NO DATA TO PROCESS.
func isSuccess(response string) bool {
	return response == "OK" || strings.HasPrefix(response, "OK_") || response == "NO DATA TO PROCESS"
}
