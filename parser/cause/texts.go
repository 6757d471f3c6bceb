package cause

import "slices"

// Row is a text that shows the cause of a failure, anywhere in what the agent says.
type Row struct {
	// Text is matched word by word, regardless of case and of what is between the words; "…" at
	// its end stands for the rest of a word.
	Text  string
	Cause Cause
}

// Table is the table that Of uses: the first row whose text is found decides.
func Table() []Row { return slices.Clone(causeTexts) }

// causeTexts has what the agent prints itself, what libcurl, the C library and the server print
// through it, and the texts of call-home. The rows are in the order in which things go wrong, because
// a text often names two steps ("Failed to connect to …: No route to host", "Proxy connection
// refused", "SSL connection timeout"): the more specific one says more, and is above. So the errors
// in which any step can end, a timeout or "couldn't connect", are below the steps.
var causeTexts = []Row{
	// What the server knows or the configuration says has nothing to do with the network.
	{"product_instance_identifier", Identity},
	{"identity for the device", Identity},
	{"identity for the product instance", Identity},
	{"not registered", Identity},
	{"Insufficient trust", Identity},
	{"Offline transport", Offline},
	{"transport off", Offline},
	{"transport is off", Offline},
	{"transport is disabled", Offline},

	// Names, the proxy's as well ("Couldn't resolve proxy name"), and waiting for a name server.
	{"Unable to resolve", NameResolution},
	{"Couldn't resolve", NameResolution},
	{"Could not resolve", NameResolution},
	{"Cannot resolve", NameResolution},
	{"Can't resolve", NameResolution},
	{"Failed to resolve", NameResolution},
	{"Fail to resolve", NameResolution},
	{"Resolving timed out", NameResolution},
	{"Name or service not known", NameResolution},
	{"No address associated with hostname", NameResolution},
	{"name resolution", NameResolution},
	{"Host not found", NameResolution},
	{"Unknown host", NameResolution},
	{"DNS server", NameResolution},

	// A failure at the proxy is the proxy's, whatever it is. Only a proxy answers 407.
	{"proxy", Proxy},
	{"CONNECT tunnel", Proxy},
	{"HTTP 407", Proxy},
	{"HTTP/1.1 407", Proxy},
	{"HTTP error 407", Proxy},
	{"code 407", Proxy},
	{"status 407", Proxy},
	{"returned error 407", Proxy},

	// No packet went out, or only a refusal came back.
	{"unreachable", Unreachable},
	{"not reachable", Unreachable},
	{"No route", Unreachable},
	{"Network is down", Unreachable},
	{"Host is down", Unreachable},
	{"Failed binding", Unreachable},
	{"assign requested address", Unreachable},
	{"Connection refused", ConnectionRefused},

	// The handshake and its parts, even if it ends in a timeout.
	{"certificate…", TLS},
	{"cert", TLS},
	{"SSL", TLS},
	{"SSL_…", TLS},
	{"TLS", TLS},
	{"TLSv…", TLS},
	{"handshake", TLS},
	{"server identity", TLS},
	{"crypto", TLS},
	{"PKI", TLS},
	{"CRL", TLS},
	{"trustpoint", TLS},
	{"SLA-TrustPoint", TLS},
	{"trustpool", TLS},
	{"not yet valid", TLS},

	// Names once more, but not those in a certificate.
	{"domain name", NameResolution},
	{"DNS", NameResolution},

	// The names of HTTP statuses that look like something else below.
	{"Gateway Timeout", HTTPStatus},
	{"Gateway Time-out", HTTPStatus},
	{"Internal Server Error", HTTPStatus},

	{"timed out", Timeout},
	{"timeout", Timeout},
	{"time out", Timeout},
	{"time-out", Timeout},
	{"Operation too slow", Timeout},
	{"Couldn't connect", ConnectionRefused},
	{"Could not connect", ConnectionRefused},
	{"Unable to connect", ConnectionRefused},
	{"Failed to connect", ConnectionRefused},
	{"Fail to connect", ConnectionRefused},

	// The connection was established.
	{"NO REPLY", NoReply},
	{"No response", NoReply},
	{"empty response", NoReply},
	{"Empty reply", NoReply},
	{"Server returned nothing", NoReply},
	{"Failed sending data", NoReply},
	{"Failure when receiving data", NoReply},
	{"Send failure", NoReply},
	{"Recv failure", NoReply},
	{"Connection reset", NoReply},
	{"Connection was reset", NoReply},
	{"Connection closed", NoReply},
	{"Broken pipe", NoReply},
	{"transfer closed", NoReply},
	{"Transferred a partial file", NoReply},

	// There was an answer.
	{"server error", ServerError},
	{"LS_…", ServerError},
	{"status code", HTTPStatus},
	{"response code", HTTPStatus},
	{"HTTP status", HTTPStatus},
	{"HTTP code", HTTPStatus},
	{"HTTP error", HTTPStatus},
	{"HTTP 3…", HTTPStatus},
	{"HTTP 4…", HTTPStatus},
	{"HTTP 5…", HTTPStatus},
	{"HTTP/1.1 3…", HTTPStatus},
	{"HTTP/1.1 4…", HTTPStatus},
	{"HTTP/1.1 5…", HTTPStatus},
	{"returned error", HTTPStatus},
	{"Bad Gateway", HTTPStatus},
	{"Service Unavailable", HTTPStatus},
	{"Number of redirects", HTTPStatus},

	// Known, but they do not say why. They are listed here to be documented.
	{"Call Home HTTP message", Other},
	{"Request Aborted", Other},
	{"Communications failure", Other},
	{"Communications init failure", Other},
	{"Communication message send error", Other},
	{"Failed initialization", Other},
	{"Null pointer", Other},
	{"BUILD REQUEST ERROR", Other},
	{"URL using bad", Other},
	{"Unsupported protocol", Other},
	{"token", Other},
}
