package cause_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/cause"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		response, reason string
		want             cause.Cause
	}{
		{"", "", cause.None},
		{"OK", "", cause.None},
		{"OK_POLL", "", cause.None},
		{"NO DATA TO PROCESS", "", cause.None},
		{"OK_TRY_AGAIN", "", cause.None},
		{"NO REPLY", "", cause.NoReply},
		{"NO REPLY", "Invalid token", cause.Other},
		{"NO REPLY", "Something new", cause.Other},
		{"Something new", "", cause.Other},
		{"NO REPLY", "Cannot resolve hostname", cause.NameResolution},
		{"", "Fail to send out Call Home HTTP message", cause.Other},
		{"INVALID STATUS CODE", `{"error":"quota"}`, cause.HTTPStatus},
		{"INVALID STATUS CODE", "", cause.HTTPStatus},
		{"INVALID STATUS CODE", `{"product_instance_identifier":["The identity for the device is unknown"]}`, cause.Identity},
		{"INVALID STATUS CODE", "Connection timed out", cause.Timeout},
		{"LS_INVALID_DATA", "", cause.ServerError},
		{"LS_INVALID_DATA", `{"token":["The token provided is invalid or has expired."]}`, cause.ServerError},
		{"ERROR", "Server error occurred: LS_LICENGINE_FAIL_TO_CONNECT", cause.ServerError},
		{"BUILD REQUEST ERROR", "Null pointer Error", cause.Other},
	} {
		if got := cause.Of(c.response, c.reason); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.response, c.reason, got, c.want)
		}
	}
}

// TestOrder: of two texts in a message the more special one decides, wherever it stands.
func TestOrder(t *testing.T) {
	for said, want := range map[string]cause.Cause{
		"Couldn't resolve proxy name":                                                         cause.NameResolution,
		"Resolving timed out after 5001 milliseconds":                                         cause.NameResolution,
		"Connection timed out: Temporary failure in name resolution":                          cause.NameResolution,
		"DNS server unreachable":                                                              cause.NameResolution,
		"Received HTTP code 407 from proxy after CONNECT":                                     cause.Proxy,
		"Received HTTP code 503 from proxy after CONNECT":                                     cause.Proxy,
		"Proxy CONNECT aborted due to timeout":                                                cause.Proxy,
		"Proxy certificate verification failed":                                               cause.TLS,
		"INVALID STATUS CODE: 407":                                                            cause.Proxy,
		"Failed to connect to 198.51.100.7 port 443: Network is unreachable":                  cause.Unreachable,
		"Couldn't connect to server: No route to host":                                        cause.Unreachable,
		"Failed to connect to 198.51.100.7 port 443: Connection refused":                      cause.ConnectionRefused,
		"SSL connect error: Connection refused":                                               cause.ConnectionRefused,
		"Failed to connect to 198.51.100.7 port 443: Connection timed out":                    cause.Timeout,
		"Failed to connect to 198.51.100.7 port 443 after 407 ms: Couldn't connect to server": cause.ConnectionRefused,
		"SSL connection timeout":                                                              cause.TLS,
		"Handshake timed out":                                                                 cause.TLS,
		"SSL certificate problem: self-signed certificate":                                    cause.TLS,
		"SSL certificate problem: certificate is not yet valid":                               cause.TLS,
		"SSL certificate problem: certificate has expired":                                    cause.TLS,
		"SSL: no alternative certificate subject name matches DNS name":                       cause.TLS,
		"The certificate does not have that domain name":                                      cause.TLS,
		"Problem with the SSL CA cert (path? access rights?)":                                 cause.TLS,
		"HTTP Error 504: Gateway Timeout":                                                     cause.HTTPStatus,
		"HTTP error: connection timed out":                                                    cause.Timeout,
		"HTTP Error 500: Internal Server Error":                                               cause.HTTPStatus,
		"Server error occurred: the identity for the device is unknown":                       cause.Identity,
		"Recv failure: Connection timed out":                                                  cause.Timeout,
		"Communications failure: Connection timed out":                                        cause.Timeout,
		"Smart transport is off: Null pointer":                                                cause.Offline,
	} {
		if got := cause.Of("", said); got != want {
			t.Errorf("%q: %s, want %s", said, got, want)
		}
	}
}

// TestPrecision: a text is found only where its words stand, in whatever form.
func TestPrecision(t *testing.T) {
	for said, want := range map[string]cause.Cause{
		// Parts of other words, and of the names of hosts.
		"noresponse":                cause.Other,
		"settlsomething":            cause.Other,
		"crossly said":              cause.Other,
		"Concert hall":              cause.Other,
		"cryptographer":             cause.Other,
		"TOOLS_X failed":            cause.Other,
		"FAIL_TO_CONNECT_TIMEOUT_X": cause.Other,
		"tls.example.net said no":   cause.Other,
		"ssl-gw.example.net: Connection timed out": cause.Timeout,
		"proxy-1.example.net: Connection refused":  cause.ConnectionRefused,
		"dns.example.net port 443: timed out":      cause.Timeout,
		"Connection refusedly":                     cause.Other,
		"not-registered-yet.example.net":           cause.Other,
		"port 407 failed, 407 tries":               cause.Other,
		// Whatever the case, and whatever is between the words.
		"CONNECTION TIMED OUT":       cause.Timeout,
		"connection  timed \t out.":  cause.Timeout,
		"Couldn’t resolve host name": cause.NameResolution,
		"couldn`t connect":           cause.ConnectionRefused,
		"timed":                      cause.Other,
		"timed, but out of it":       cause.Other,
		"(SSL)":                      cause.TLS,
		"SSL/TLS":                    cause.TLS,
		"error:TLS.":                 cause.TLS,
		"certificates":               cause.TLS,
		"\xff\xfeproxy\x00":          cause.Proxy,
		" ":                          cause.Other,
		"…":                          cause.Other,
		"-.-":                        cause.Other,
	} {
		if got := cause.Of("", said); got != want {
			t.Errorf("%q: %s, want %s", said, got, want)
		}
	}
}

// TestAll: each cause is explained once, and each but none has a text that leads to it.
func TestAll(t *testing.T) {
	var seen []cause.Cause
	for _, c := range cause.All() {
		if slices.Contains(seen, c.Cause) || c.Meaning == "" {
			t.Errorf("%s stands there twice, or without a meaning", c.Cause)
		}
		seen = append(seen, c.Cause)
		leads := slices.ContainsFunc(cause.Table(), func(text cause.Row) bool { return text.Cause == c.Cause })
		if leads == (c.Cause == cause.None) {
			t.Errorf("%s: texts lead to it: %v", c.Cause, leads)
		}
	}
	want := []cause.Cause{
		"name_resolution", "timeout", "connection_refused", "unreachable", "tls", "proxy", "http_status",
		"server_error", "identity", "no_reply", "offline", "none", "other",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("%q, want %q: the label's values are a contract", seen, want)
	}
}

func TestOfAllocatesNothing(t *testing.T) {
	said := strings.Repeat("Failed to say anything that is known. ", 25)
	if n := testing.AllocsPerRun(100, func() { cause.Of("NO REPLY", said) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzOf: whatever is said, the cause is one of the list, and neither case nor what stands
// around it matters.
func FuzzOf(f *testing.F) {
	for _, row := range cause.Table() {
		f.Add("NO REPLY", row.Text)
		f.Add(row.Text, "")
	}
	f.Add("INVALID STATUS CODE", strings.Repeat("HTTP   ", 1000))
	known := map[cause.Cause]bool{}
	for _, c := range cause.All() {
		known[c.Cause] = true
	}
	f.Fuzz(func(t *testing.T, response, reason string) {
		got := cause.Of(response, reason)
		if !known[got] {
			t.Fatalf("%q, %q: %q", response, reason, got)
		}
		if reason == "" {
			return
		}
		if shout := cause.Of(response, capitals(reason)); shout != got {
			t.Fatalf("%q: %s, in capitals %s", reason, got, shout)
		}
		if quoted := cause.Of(response, `("`+reason+`")`); quoted != got {
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

func BenchmarkOf(b *testing.B) {
	for name, said := range map[string]string{
		"known":   "Unable to resolve server hostname/domain name",
		"unknown": strings.Repeat("Failed to say anything that is known. ", 25),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(said)))
			for b.Loop() {
				cause.Of("", said)
			}
		})
	}
}
