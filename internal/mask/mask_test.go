package mask_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// TestLine: nothing that may be a secret is left of a line, and what a reader needs is.
func TestLine(t *testing.T) {
	token := strings.Repeat("Zx9+", 20)
	for line, want := range map[string]string{
		"URL: https://lab:hunter2@proxy.example.net:8443/x":                           "URL: https://proxy.example.net:8443/x",
		"  Password: hunter2":                                                         "  Password: <secret>",
		"license smart proxy password 7 0822455D0A16":                                 "license smart proxy password <secret>",
		"license smart trust idtoken " + token + " all force":                         "license smart trust idtoken <secret> all force",
		`{"signature":"` + token + `"}`:                                               `{"signature":"<blob>"}`,
		"  Failure Reason: The token 'ODRkMTI4' is not valid.":                        "  Failure Reason: The token '<secret>' is not valid.",
		"Trust Code Installed: Mar 09 14:21:07 2026 UTC":                              "Trust Code Installed: Mar 09 14:21:07 2026 UTC",
		"Last Confirmation code: <none>":                                              "Last Confirmation code: <none>",
		"% Authorization failed.":                                                     "% Authorization failed.",
		"URL: https://smartreceiver.cisco.com/licservice/license":                     "URL: https://smartreceiver.cisco.com/licservice/license",
		"entitlementTag=\"regid.2017-05.com.cisco.C9300_48P_Dna_Advantage,1.0_6078\"": "entitlementTag=\"regid.2017-05.com.cisco.C9300_48P_Dna_Advantage,1.0_6078\"",
		"a\x1b[2Jb": "a\uFFFD[2Jb",
	} {
		if got := mask.Line(line); got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
}
