package parser

import "strings"

// Cause is the exporter's class of a communication failure: what a person would look at first.
type Cause string

// The causes.
const (
	CauseNameResolution    Cause = "name_resolution"
	CauseTimeout           Cause = "timeout"
	CauseConnectionRefused Cause = "connection_refused"
	CauseUnreachable       Cause = "unreachable"
	CauseTLS               Cause = "tls"
	CauseProxy             Cause = "proxy"
	CauseHTTPStatus        Cause = "http_status"
	CauseServerError       Cause = "server_error"
	CauseIdentity          Cause = "identity" // the server does not know the product instance
	CauseNoReply           Cause = "no_reply"
	CauseOffline           Cause = "offline"
	CauseNone              Cause = "none"
	CauseOther             Cause = "other"
)

// causeTexts maps what the agent and syslog say, in lower case, to its cause. The first row whose
// text is contained wins, so the more special stand above the more general.
var causeTexts = []struct {
	text  string
	cause Cause
}{
	{"product_instance_identifier", CauseIdentity},
	{"identity for the device", CauseIdentity},
	{"not registered", CauseIdentity},
	{"resolve proxy", CauseNameResolution},
	{"unable to resolve", CauseNameResolution},
	{"couldn't resolve", CauseNameResolution},
	{"could not resolve", CauseNameResolution},
	{"cannot resolve", CauseNameResolution},
	{"name or service not known", CauseNameResolution},
	{"domain name", CauseNameResolution},
	{"name resolution", CauseNameResolution},
	{"proxy", CauseProxy},
	{"offline transport", CauseOffline},
	{"transport off", CauseOffline},
	{"unreachable", CauseUnreachable},
	{"no route", CauseUnreachable},
	{"certificate", CauseTLS},
	{"ssl", CauseTLS},
	{"tls", CauseTLS},
	{"handshake", CauseTLS},
	{"server identity", CauseTLS},
	{"crypto", CauseTLS},
	{"trustpoint", CauseTLS},
	{"timed out", CauseTimeout},
	{"timeout", CauseTimeout},
	{"connection refused", CauseConnectionRefused},
	{"couldn't connect", CauseConnectionRefused},
	{"could not connect", CauseConnectionRefused},
	{"failed to connect", CauseConnectionRefused},
	{"fail to connect", CauseConnectionRefused},
	{"server error", CauseServerError},
	{"ls_licengine", CauseServerError},
	{"invalid status code", CauseHTTPStatus},
	{"status code", CauseHTTPStatus},
	{"response code", CauseHTTPStatus},
	{"http status", CauseHTTPStatus},
	{"http code", CauseHTTPStatus},
	{"http error", CauseHTTPStatus},
	{"empty response", CauseNoReply},
	{"no reply", CauseNoReply},
	{"no response", CauseNoReply},
}

// isSuccess tells whether a response says that the server took the message: OK, OK_POLL,
// OK_TRY_AGAIN, NO DATA TO PROCESS.
func isSuccess(response string) bool {
	return response == "OK" || strings.HasPrefix(response, "OK_") || response == "NO DATA TO PROCESS"
}

// CauseOf classes the failure reason of a message, or its response if the agent gave no reason
// ("NO REPLY"). Success, and a message never sent, are CauseNone; texts that nobody knows yet are
// CauseOther.
func CauseOf(response, reason string) Cause {
	said := reason
	if reason == "" {
		if response == "" || isSuccess(response) {
			return CauseNone
		}
		said = response
	}
	said = strings.ToLower(said)
	for _, row := range causeTexts {
		if strings.Contains(said, row.text) {
			return row.cause
		}
	}
	if strings.Contains(response, "STATUS CODE") { // with JSON that nobody knows yet
		return CauseHTTPStatus
	}
	return CauseOther
}
