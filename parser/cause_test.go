package parser_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

func TestCauseOf(t *testing.T) {
	for _, c := range []struct {
		response, reason string
		want             parser.Cause
	}{
		{"", "", parser.CauseNone},
		{"OK", "", parser.CauseNone},
		{"OK_POLL", "", parser.CauseNone},
		{"NO DATA TO PROCESS", "", parser.CauseNone},
		{"OK_TRY_AGAIN", "", parser.CauseNone},
		{"NO REPLY", "", parser.CauseNoReply},
		{"NO REPLY", "Invalid token", parser.CauseOther},
		{"NO REPLY", "Something new", parser.CauseOther},
		{"Something new", "", parser.CauseOther},
		{"NO REPLY", "Cannot resolve hostname", parser.CauseNameResolution},
		{"", "Fail to send out Call Home HTTP message", parser.CauseOther},
		{"INVALID STATUS CODE", `{"error":"quota"}`, parser.CauseHTTPStatus},
		{"INVALID STATUS CODE", "", parser.CauseHTTPStatus},
		{"INVALID STATUS CODE", `{"product_instance_identifier":["The identity for the device is unknown"]}`, parser.CauseIdentity},
		{"INVALID STATUS CODE", "Connection timed out", parser.CauseTimeout},
		{"LS_INVALID_DATA", "", parser.CauseServerError},
		{"LS_INVALID_DATA", `{"token":["The token provided is invalid or has expired."]}`, parser.CauseServerError},
		{"ERROR", "Server error occurred: LS_LICENGINE_FAIL_TO_CONNECT", parser.CauseServerError},
		{"BUILD REQUEST ERROR", "Null pointer Error", parser.CauseOther},
	} {
		if got := parser.CauseOf(c.response, c.reason); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.response, c.reason, got, c.want)
		}
	}
}

// TestCauseOrder: of two texts in a message the more special one decides, wherever it stands.
func TestCauseOrder(t *testing.T) {
	for said, want := range map[string]parser.Cause{
		"Couldn't resolve proxy name":                                                         parser.CauseNameResolution,
		"Resolving timed out after 5001 milliseconds":                                         parser.CauseNameResolution,
		"Connection timed out: Temporary failure in name resolution":                          parser.CauseNameResolution,
		"DNS server unreachable":                                                              parser.CauseNameResolution,
		"Received HTTP code 407 from proxy after CONNECT":                                     parser.CauseProxy,
		"Received HTTP code 503 from proxy after CONNECT":                                     parser.CauseProxy,
		"Proxy CONNECT aborted due to timeout":                                                parser.CauseProxy,
		"Proxy certificate verification failed":                                               parser.CauseProxy,
		"INVALID STATUS CODE: 407":                                                            parser.CauseProxy,
		"Failed to connect to 198.51.100.7 port 443: Network is unreachable":                  parser.CauseUnreachable,
		"Couldn't connect to server: No route to host":                                        parser.CauseUnreachable,
		"Failed to connect to 198.51.100.7 port 443: Connection refused":                      parser.CauseConnectionRefused,
		"SSL connect error: Connection refused":                                               parser.CauseConnectionRefused,
		"Failed to connect to 198.51.100.7 port 443: Connection timed out":                    parser.CauseTimeout,
		"Failed to connect to 198.51.100.7 port 443 after 407 ms: Couldn't connect to server": parser.CauseConnectionRefused,
		"SSL connection timeout":                                                              parser.CauseTLS,
		"Handshake timed out":                                                                 parser.CauseTLS,
		"SSL certificate problem: self-signed certificate":                                    parser.CauseTLS,
		"SSL certificate problem: certificate is not yet valid":                               parser.CauseTLS,
		"SSL certificate problem: certificate has expired":                                    parser.CauseTLS,
		"SSL: no alternative certificate subject name matches DNS name":                       parser.CauseTLS,
		"The certificate does not have that domain name":                                      parser.CauseTLS,
		"Problem with the SSL CA cert (path? access rights?)":                                 parser.CauseTLS,
		"HTTP Error 504: Gateway Timeout":                                                     parser.CauseHTTPStatus,
		"HTTP error: connection timed out":                                                    parser.CauseTimeout,
		"HTTP Error 500: Internal Server Error":                                               parser.CauseHTTPStatus,
		"Server error occurred: the identity for the device is unknown":                       parser.CauseIdentity,
		"Recv failure: Connection timed out":                                                  parser.CauseTimeout,
		"Communications failure: Connection timed out":                                        parser.CauseTimeout,
		"Smart transport is off: Null pointer":                                                parser.CauseOffline,
	} {
		if got := parser.CauseOf("", said); got != want {
			t.Errorf("%q: %s, want %s", said, got, want)
		}
	}
}

// TestCausePrecision: a text is found only where its words stand, in whatever form.
func TestCausePrecision(t *testing.T) {
	for said, want := range map[string]parser.Cause{
		// Parts of other words, and of the names of hosts.
		"noresponse":                parser.CauseOther,
		"settlsomething":            parser.CauseOther,
		"crossly said":              parser.CauseOther,
		"Concert hall":              parser.CauseOther,
		"cryptographer":             parser.CauseOther,
		"TOOLS_X failed":            parser.CauseOther,
		"FAIL_TO_CONNECT_TIMEOUT_X": parser.CauseOther,
		"tls.example.net said no":   parser.CauseOther,
		"ssl-gw.example.net: Connection timed out": parser.CauseTimeout,
		"proxy-1.example.net: Connection refused":  parser.CauseConnectionRefused,
		"dns.example.net port 443: timed out":      parser.CauseTimeout,
		"Connection refusedly":                     parser.CauseOther,
		"not-registered-yet.example.net":           parser.CauseOther,
		"port 407 failed, 407 tries":               parser.CauseOther,
		// Whatever the case, and whatever is between the words.
		"CONNECTION TIMED OUT":       parser.CauseTimeout,
		"connection  timed \t out.":  parser.CauseTimeout,
		"Couldn’t resolve host name": parser.CauseNameResolution,
		"couldn`t connect":           parser.CauseConnectionRefused,
		"timed":                      parser.CauseOther,
		"timed, but out of it":       parser.CauseOther,
		"(SSL)":                      parser.CauseTLS,
		"SSL/TLS":                    parser.CauseTLS,
		"error:TLS.":                 parser.CauseTLS,
		"certificates":               parser.CauseTLS,
		"\xff\xfeproxy\x00":          parser.CauseProxy,
		" ":                          parser.CauseOther,
		"…":                          parser.CauseOther,
		"-.-":                        parser.CauseOther,
	} {
		if got := parser.CauseOf("", said); got != want {
			t.Errorf("%q: %s, want %s", said, got, want)
		}
	}
}

// TestCauses: each cause is explained once, and each but none has a text that leads to it.
func TestCauses(t *testing.T) {
	var seen []parser.Cause
	for _, c := range parser.Causes() {
		if slices.Contains(seen, c.Cause) || c.Meaning == "" {
			t.Errorf("%s stands there twice, or without a meaning", c.Cause)
		}
		seen = append(seen, c.Cause)
		leads := slices.ContainsFunc(parser.CauseTexts(), func(text parser.CauseText) bool { return text.Cause == c.Cause })
		if leads == (c.Cause == parser.CauseNone) {
			t.Errorf("%s: texts lead to it: %v", c.Cause, leads)
		}
	}
	want := []parser.Cause{
		"name_resolution", "timeout", "connection_refused", "unreachable", "tls", "proxy", "http_status",
		"server_error", "identity", "no_reply", "offline", "none", "other",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("%q, want %q: the label's values are a contract", seen, want)
	}
}

func TestCauseOfAllocatesNothing(t *testing.T) {
	said := strings.Repeat("Failed to say anything that is known. ", 25)
	if n := testing.AllocsPerRun(100, func() { parser.CauseOf("NO REPLY", said) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzCauseOf: whatever is said, the cause is one of the list, and neither case nor what stands
// around it matters.
func FuzzCauseOf(f *testing.F) {
	for _, row := range parser.CauseTexts() {
		f.Add("NO REPLY", row.Text)
		f.Add(row.Text, "")
	}
	f.Add("INVALID STATUS CODE", strings.Repeat("HTTP   ", 1000))
	known := map[parser.Cause]bool{}
	for _, c := range parser.Causes() {
		known[c.Cause] = true
	}
	f.Fuzz(func(t *testing.T, response, reason string) {
		got := parser.CauseOf(response, reason)
		if !known[got] {
			t.Fatalf("%q, %q: %q", response, reason, got)
		}
		if reason == "" {
			return
		}
		if shout := parser.CauseOf(response, capitals(reason)); shout != got {
			t.Fatalf("%q: %s, in capitals %s", reason, got, shout)
		}
		if quoted := parser.CauseOf(response, `("`+reason+`")`); quoted != got {
			t.Fatalf("%q: %s, in quotes %s", reason, got, quoted)
		}
	})
}

func capitals(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

func BenchmarkCauseOf(b *testing.B) {
	for name, said := range map[string]string{
		"known":   "Unable to resolve server hostname/domain name",
		"unknown": strings.Repeat("Failed to say anything that is known. ", 25),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(said)))
			for b.Loop() {
				parser.CauseOf("", said)
			}
		})
	}
}
