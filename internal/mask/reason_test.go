package mask_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// TestReason: no value of a secret is left of a reason, and every word of it that says why.
func TestReason(t *testing.T) {
	blob := strings.Repeat("Zx9+", 20)
	for text, want := range map[string]string{
		"The token 'ODRkMTI4' is not valid.":               "The token '<secret>' is not valid.",
		`ID token "ODRk MTI4" expired`:                     `ID token "<secret>" expired`,
		"ID token <secret> expired.":                       "ID token <secret> expired.",
		"ID token ODRkMTI4 expired.":                       "ID token <secret> expired.",
		"The TOKEN ODRkMTI4 expired":                       "The TOKEN <secret> expired",
		"The to\u212aen ODRkMTI4 expired":                  "The to\u212aen <secret> expired",
		"idtoken=ODRkMTI4&x=1":                             "idtoken=<secret>&x=1",
		"token: ODRkMTI4, retry":                           "token: <secret>, retry",
		"Trust code AB12-CD34 is unknown":                  "Trust code <secret> is unknown",
		"authorization code is 4711abcd":                   "authorization code is <secret>",
		"password hunter2 refused":                         "password <secret> refused",
		"password: hunter":                                 "password: <secret>",
		"proxy password 7 0822455D0A16 refused":            "proxy password 7 <secret> refused",
		"The token 'ODRk":                                  "The token '<secret>",
		"'ODRkMTI4' is not a valid token":                  "<secret> is not a valid token",
		"https://lab:hun@ter2@proxy.example.net:8443/x":    "https://proxy.example.net:8443/x",
		"https://lab:hun/ter2@proxy.example.net failed":    "https://proxy.example.net failed",
		"proxy lab:hunter2@proxy.example.net:80 refused":   "proxy proxy.example.net:80 refused",
		"GET https://cslu.example.net/x?token=ODRk failed": "GET https://cslu.example.net/x failed",
		"signature " + blob + " is wrong":                  "signature <blob> is wrong",
	} {
		if got := mask.Reason(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{
		"", "Invalid token", "TOKEN EXPIRED", "The token provided is invalid or has expired.", "Null pointer Error",
		`{"token":["The token provided is invalid or has expired."]}`, "Trust Code Installed", "Insufficient trust for direct communication",
		"HTTP status code: 407", "response code 403", "Failed to connect to 198.51.100.7 port 443: Connection refused",
		"Server error occurred: LS_LICENGINE_FAIL_TO_CONNECT", "SSL certificate problem: unable to get the local issuer certificate",
		"Received HTTP code 502, retry=yes, from https://ssm.example:8443/its", "token: the one given is too old",
		`The product instance "C9300-48UN" is not known: check the account`, "Usage data will be processed within 8 hours",
	} {
		if got := mask.Reason(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
