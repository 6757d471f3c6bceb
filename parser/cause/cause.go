// Package cause sorts the reasons for which an agent's communication fails into a small closed set. It
// knows only texts: those of the agent, libcurl, the C library and the server, in one ordered table. The
// metrics carry a Cause as a label, and the troubleshooting guide has a section for each.
package cause

// Cause is the exporter's class of a communication failure: what a person would look at first.
type Cause string

// The causes; All says what each of them means.
const (
	NameResolution    Cause = "name_resolution"
	Timeout           Cause = "timeout"
	ConnectionRefused Cause = "connection_refused"
	Unreachable       Cause = "unreachable"
	TLS               Cause = "tls"
	Proxy             Cause = "proxy"
	HTTPStatus        Cause = "http_status"
	ServerError       Cause = "server_error"
	Identity          Cause = "identity"
	NoReply           Cause = "no_reply"
	Offline           Cause = "offline"
	None              Cause = "none"
	Other             Cause = "other"
)

// Meaning is a cause and, in one line, what it means.
type Meaning struct {
	Cause   Cause
	Meaning string
}

// All are all causes. Of returns no other.
func All() []Meaning {
	return []Meaning{
		{NameResolution, "the name of the server, or of the proxy, was not resolved"},
		{Timeout, "no connection or no answer came in time"},
		{ConnectionRefused, "no TCP connection was established: nothing listens there, or it was refused"},
		{Unreachable, "the switch has no route to that address"},
		{TLS, "the server was reached, but no trusted connection was established"},
		{Proxy, "the proxy failed or refused"},
		{HTTPStatus, "something answered, but with an HTTP status that says error, or with nothing that is valid HTTP"},
		{ServerError, "CSSM, CSLU or SSM On-Prem accepted the message and answered with an error of its own"},
		{Identity, "the server does not know this product instance"},
		{NoReply, "the message was sent, or its connection was established, but no answer came"},
		{Offline, "the switch is configured not to send"},
		{None, "no failure: the message was accepted, or never sent"},
		{Other, "a text that says nothing about the reason, or one that the exporter does not know"},
	}
}
