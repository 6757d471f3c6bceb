package cause

import (
	"slices"
	"strings"
	"testing"
)

// messages has for each row of the table a message as the agent, call-home or libcurl words it.
// Hosts and numbers are invented.
var messages = map[string]string{
	"product_instance_identifier":       `{"product_instance_identifier":["The identity for the device is unknown"]}`,
	"identity for the device":           "The identity for the device could not be found",
	"identity for the product instance": "The identity for the product instance is unknown",
	"not registered":                    "Product instance is not registered",
	"Insufficient trust":                "Insufficient trust for direct communication",
	"Offline transport":                 "Device configured for Offline transport",
	"transport off":                     "Transport: Off",
	"transport is off":                  "Smart transport is off",
	"transport is disabled": "The action failed because smart license transport is disabled in call-home. " +
		"Please retry after manually enabling smart license transport",

	"Unable to resolve":                   "Unable to resolve server hostname/domain name",
	"Couldn't resolve":                    "Couldn't resolve host name",
	"Could not resolve":                   "Could not resolve host: cslu.example.net",
	"Cannot resolve":                      "Cannot resolve hostname",
	"Can't resolve":                       "Can't resolve host 'cslu'",
	"Failed to resolve":                   "Failed to resolve cslu-local",
	"Fail to resolve":                     "Fail to resolve cslu-local",
	"Resolving timed out":                 "Resolving timed out after 5000 milliseconds",
	"Name or service not known":           "getaddrinfo: Name or service not known",
	"No address associated with hostname": "No address associated with hostname",
	"name resolution":                     "Temporary failure in name resolution",
	"Host not found":                      "Host not found, try again",
	"Unknown host":                        "Unknown host cslu-local",
	"DNS server":                          "DNS server unreachable",

	"proxy":              "Proxy connection refused",
	"CONNECT tunnel":     "CONNECT tunnel failed, response 403",
	"HTTP 407":           "Received HTTP 407",
	"HTTP/1.1 407":       "HTTP/1.1 407 authentication required",
	"HTTP error 407":     "HTTP Error 407",
	"code 407":           "HTTP status code: 407",
	"status 407":         "HTTP status 407",
	"returned error 407": "The requested URL returned error: 407",

	"unreachable":              "Network is unreachable",
	"not reachable":            "CSSM is not reachable",
	"No route":                 "Failed to connect to 198.51.100.7 port 443: No route to host",
	"Network is down":          "Network is down",
	"Host is down":             "Host is down",
	"Failed binding":           "Failed binding local connection end",
	"assign requested address": "Couldn't connect to server: Cannot assign requested address",
	"Connection refused":       "Failed to connect to 198.51.100.7 port 8182: Connection refused",

	"certificate…":    "SSL peer certificate or SSH remote key was not OK",
	"cert":            "server cert cannot be validated",
	"SSL":             "SSL connect error",
	"SSL_…":           "OpenSSL SSL_connect: Connection reset by peer in connection to smartreceiver.example.net:443",
	"TLS":             "TLS connect error",
	"TLSv…":           "TLSv1.2 (OUT), alert",
	"handshake":       "handshake failure",
	"server identity": "Server identity check failed",
	"crypto":          "Crypto Initialization has not been completed",
	"PKI":             "PKI is not ready",
	"CRL":             "Failed to load CRL file (path? access rights?, format?)",
	"trustpoint":      "No trustpoint configured",
	"SLA-TrustPoint":  "SLA-TrustPoint is missing",
	"trustpool":       "trustpool is empty",
	"not yet valid":   "The ID is not yet valid",

	"domain name": "No such domain name",
	"DNS":         "DNS lookup timed out",

	"Gateway Timeout":       "HTTP Error 504: Gateway Timeout",
	"Gateway Time-out":      "504 Gateway Time-out",
	"Internal Server Error": "HTTP Error 500: Internal Server Error",

	"timed out":          "Connection timed out",
	"timeout":            "Timeout was reached",
	"time out":           "ERR 207 : Connection time out",
	"time-out":           "Connection time-out",
	"Operation too slow": "Operation too slow. Less than 1 bytes/sec transferred the last 30 seconds",
	"Couldn't connect":   "Couldn't connect to server",
	"Could not connect":  "Could not connect to server",
	"Unable to connect":  "Unable to connect to CSLU",
	"Failed to connect":  "Failed to connect to cslu.example.net port 8182",
	"Fail to connect":    "Fail to connect to server",

	"NO REPLY":                    "NO REPLY",
	"No response":                 "No response from server",
	"empty response":              "Received empty response from server",
	"Empty reply":                 "Empty reply from server",
	"Server returned nothing":     "Server returned nothing (no headers, no data)",
	"Failed sending data":         "Failed sending data to the peer",
	"Failure when receiving data": "Failure when receiving data from the peer",
	"Send failure":                "Send failure: Broken pipe",
	"Recv failure":                "Recv failure: Connection reset by peer",
	"Connection reset":            "Connection reset by peer",
	"Connection was reset":        "Connection was reset",
	"Connection closed":           "Connection closed by foreign host",
	"Broken pipe":                 "Broken pipe",
	"transfer closed":             "transfer closed with outstanding read data remaining",
	"Transferred a partial file":  "Transferred a partial file",

	"server error":        "Server error occurred: LS_LICENGINE_FAIL_TO_CONNECT",
	"LS_…":                "LS_INVALID_DATA",
	"status code":         `INVALID STATUS CODE`,
	"response code":       "HTTP response code said error",
	"HTTP status":         "HTTP status 503",
	"HTTP code":           "Received HTTP code 403",
	"HTTP error":          "HTTP Error 403: Forbidden",
	"HTTP 3…":             "HTTP 302 Found",
	"HTTP 4…":             "HTTP 404 Not Found",
	"HTTP 5…":             "HTTP 503",
	"HTTP/1.1 3…":         "HTTP/1.1 301 Moved Permanently",
	"HTTP/1.1 4…":         "HTTP/1.1 403 Forbidden",
	"HTTP/1.1 5…":         "HTTP/1.1 502",
	"returned error":      "The requested URL returned error: 403",
	"Bad Gateway":         "502 Bad Gateway",
	"Service Unavailable": "503 Service Unavailable",
	"Number of redirects": "Number of redirects hit maximum amount",

	"Call Home HTTP message":           "Fail to send out Call Home HTTP message.",
	"Request Aborted":                  "ERR 205 : Request Aborted",
	"Communications failure":           "Communications failure",
	"Communications init failure":      "Communications init failure",
	"Communication message send error": "Communication message send error",
	"Failed initialization":            "Failed initialization",
	"Null pointer":                     "Null pointer Error",
	"BUILD REQUEST ERROR":              "BUILD REQUEST ERROR",
	"URL using bad":                    "URL using bad/illegal format or missing URL",
	"Unsupported protocol":             "Unsupported protocol",
	"token":                            `{"token":["The token provided is invalid or has expired."]}`,
}

// TestRows: every row decides over a message, and no row follows one that would always
// decide before it.
func TestRows(t *testing.T) {
	known := map[Cause]bool{}
	for _, c := range All() {
		known[c.Cause] = true
	}
	seen := map[string]bool{}
	for i, row := range Table() {
		message, ok := messages[row.Text]
		if !ok || row.Text == "" || !known[row.Cause] || row.Cause == None {
			t.Errorf("row %d, %q to %q: no message for it, or no such cause", i, row.Text, row.Cause)
			continue
		}
		seen[row.Text] = true
		for _, said := range []string{message, strings.TrimSuffix(row.Text, restOfWord)} {
			if got := causeRow(said); got != i {
				t.Errorf("%q is decided by row %d, want %d, %q", said, got, i, row.Text)
			}
		}
		if got := Of("", message); got != row.Cause {
			t.Errorf("%q: %s, want %s", message, got, row.Cause)
		}
	}
	for text := range messages {
		if !seen[text] {
			t.Errorf("no row for %q", text)
		}
	}
}

// TestTableIsCopied: nobody can change the table.
func TestTableIsCopied(t *testing.T) {
	before := Table()
	clear(Table())
	if !slices.Equal(before, Table()) {
		t.Error("the table was changed")
	}
}
