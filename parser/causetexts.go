package parser

import "slices"

// CauseText is a text which, anywhere in what the agent says, tells the cause of a failure.
type CauseText struct {
	// Text is matched word by word, whatever the case and whatever stands between the words; "…" at
	// its end stands for the rest of a word.
	Text  string
	Cause Cause
}

// CauseTexts is the table behind CauseOf: the first row whose text is found decides.
func CauseTexts() []CauseText { return slices.Clone(causeTexts) }

// causeTexts has what the agent prints itself, what libcurl, the C library and the server print
// through it, and the texts of call-home. The rows stand in the order in which things go wrong, as
// a text often names two steps ("Failed to connect to …: No route to host", "Proxy connection
// refused", "SSL connection timeout"): the more special one tells more, and stands above. So what
// any step can end in, a timeout or "couldn't connect", stands below the steps.
var causeTexts = []CauseText{
	// What the server knows or the configuration says has nothing to do with the network.
	{"product_instance_identifier", CauseIdentity},
	{"identity for the device", CauseIdentity},
	{"identity for the product instance", CauseIdentity},
	{"not registered", CauseIdentity},
	{"Insufficient trust", CauseIdentity},
	{"Offline transport", CauseOffline},
	{"transport off", CauseOffline},
	{"transport is off", CauseOffline},
	{"transport is disabled", CauseOffline},

	// Names, the proxy's as well ("Couldn't resolve proxy name"), and waiting for a name server.
	{"Unable to resolve", CauseNameResolution},
	{"Couldn't resolve", CauseNameResolution},
	{"Could not resolve", CauseNameResolution},
	{"Cannot resolve", CauseNameResolution},
	{"Can't resolve", CauseNameResolution},
	{"Failed to resolve", CauseNameResolution},
	{"Fail to resolve", CauseNameResolution},
	{"Resolving timed out", CauseNameResolution},
	{"Name or service not known", CauseNameResolution},
	{"No address associated with hostname", CauseNameResolution},
	{"name resolution", CauseNameResolution},
	{"Host not found", CauseNameResolution},
	{"Unknown host", CauseNameResolution},
	{"DNS server", CauseNameResolution},

	// Whatever went wrong at the proxy went wrong at the proxy. 407 is a proxy's alone.
	{"proxy", CauseProxy},
	{"CONNECT tunnel", CauseProxy},
	{"HTTP 407", CauseProxy},
	{"HTTP/1.1 407", CauseProxy},
	{"HTTP error 407", CauseProxy},
	{"code 407", CauseProxy},
	{"status 407", CauseProxy},
	{"returned error 407", CauseProxy},

	// No packet went out, or none came back but a refusal.
	{"unreachable", CauseUnreachable},
	{"not reachable", CauseUnreachable},
	{"No route", CauseUnreachable},
	{"Network is down", CauseUnreachable},
	{"Host is down", CauseUnreachable},
	{"Failed binding", CauseUnreachable},
	{"assign requested address", CauseUnreachable},
	{"Connection refused", CauseConnectionRefused},

	// The handshake, and what it is made of; also if it ends in a timeout.
	{"certificate…", CauseTLS},
	{"cert", CauseTLS},
	{"SSL", CauseTLS},
	{"SSL_…", CauseTLS},
	{"TLS", CauseTLS},
	{"TLSv…", CauseTLS},
	{"handshake", CauseTLS},
	{"server identity", CauseTLS},
	{"crypto", CauseTLS},
	{"PKI", CauseTLS},
	{"CRL", CauseTLS},
	{"trustpoint", CauseTLS},
	{"SLA-TrustPoint", CauseTLS},
	{"trustpool", CauseTLS},
	{"not yet valid", CauseTLS},

	// Names once more, but not those in a certificate.
	{"domain name", CauseNameResolution},
	{"DNS", CauseNameResolution},

	// The names of HTTP statuses that look like something else below.
	{"Gateway Timeout", CauseHTTPStatus},
	{"Gateway Time-out", CauseHTTPStatus},
	{"Internal Server Error", CauseHTTPStatus},

	{"timed out", CauseTimeout},
	{"timeout", CauseTimeout},
	{"time out", CauseTimeout},
	{"time-out", CauseTimeout},
	{"Operation too slow", CauseTimeout},
	{"Couldn't connect", CauseConnectionRefused},
	{"Could not connect", CauseConnectionRefused},
	{"Unable to connect", CauseConnectionRefused},
	{"Failed to connect", CauseConnectionRefused},
	{"Fail to connect", CauseConnectionRefused},

	// The connection stood.
	{"NO REPLY", CauseNoReply},
	{"No response", CauseNoReply},
	{"empty response", CauseNoReply},
	{"Empty reply", CauseNoReply},
	{"Server returned nothing", CauseNoReply},
	{"Failed sending data", CauseNoReply},
	{"Failure when receiving data", CauseNoReply},
	{"Send failure", CauseNoReply},
	{"Recv failure", CauseNoReply},
	{"Connection reset", CauseNoReply},
	{"Connection was reset", CauseNoReply},
	{"Connection closed", CauseNoReply},
	{"Broken pipe", CauseNoReply},
	{"transfer closed", CauseNoReply},
	{"Transferred a partial file", CauseNoReply},

	// There was an answer.
	{"server error", CauseServerError},
	{"LS_…", CauseServerError},
	{"status code", CauseHTTPStatus},
	{"response code", CauseHTTPStatus},
	{"HTTP status", CauseHTTPStatus},
	{"HTTP code", CauseHTTPStatus},
	{"HTTP error", CauseHTTPStatus},
	{"HTTP 3…", CauseHTTPStatus},
	{"HTTP 4…", CauseHTTPStatus},
	{"HTTP 5…", CauseHTTPStatus},
	{"HTTP/1.1 3…", CauseHTTPStatus},
	{"HTTP/1.1 4…", CauseHTTPStatus},
	{"HTTP/1.1 5…", CauseHTTPStatus},
	{"returned error", CauseHTTPStatus},
	{"Bad Gateway", CauseHTTPStatus},
	{"Service Unavailable", CauseHTTPStatus},
	{"Number of redirects", CauseHTTPStatus},

	// Known, but they do not say why. They stand here to be documented.
	{"Call Home HTTP message", CauseOther},
	{"Request Aborted", CauseOther},
	{"Communications failure", CauseOther},
	{"Communications init failure", CauseOther},
	{"Communication message send error", CauseOther},
	{"Failed initialization", CauseOther},
	{"Null pointer", CauseOther},
	{"BUILD REQUEST ERROR", CauseOther},
	{"URL using bad", CauseOther},
	{"Unsupported protocol", CauseOther},
	{"token", CauseOther},
}
