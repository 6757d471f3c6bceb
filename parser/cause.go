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
	{"resolve proxy", CauseNameResolution},
	{"unable to resolve", CauseNameResolution},
	{"couldn't resolve", CauseNameResolution},
	{"could not resolve", CauseNameResolution},
	{"domain name", CauseNameResolution},
	{"name resolution", CauseNameResolution},
	{"proxy", CauseProxy},
	{"offline transport", CauseOffline},
	{"transport off", CauseOffline},
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
	{"unreachable", CauseUnreachable},
	{"no route", CauseUnreachable},
	{"server error", CauseServerError},
	{"ls_licengine", CauseServerError},
	{"invalid status code", CauseHTTPStatus},
	{"http", CauseHTTPStatus},
	{"empty response", CauseNoReply},
	{"no reply", CauseNoReply},
	{"no response", CauseNoReply},
}

// successes are the responses of a server that took the message.
var successes = map[string]bool{"OK": true, "OK_POLL": true, "NO DATA TO PROCESS": true}

// CauseOf classes the failure reason of a message, or its response if the agent gave no reason
// ("NO REPLY"). Success, and a message never sent, are CauseNone; texts that nobody knows yet are
// CauseOther.
func CauseOf(response, reason string) Cause {
	if reason == "" && (response == "" || successes[response]) {
		return CauseNone
	}
	for _, said := range []string{reason, response} {
		said = strings.ToLower(said)
		for _, row := range causeTexts {
			if said != "" && strings.Contains(said, row.text) {
				return row.cause
			}
		}
	}
	return CauseOther
}
