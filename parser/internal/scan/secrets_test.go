package scan_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// TestReason: what a server says about a secret stays, the secret goes, however it is quoted.
func TestReason(t *testing.T) {
	const token = "ODRkYTFhYjItMTIzNC00NTY3"
	for said, want := range map[string]string{
		"Connection timed out": "Connection timed out",
		`{"token":["The token provided is invalid or has expired."]}`:            `{"token":["The token provided is invalid or has expired."]}`,
		`{"token":["The token '` + token + `' is not valid."]}`:                  `{"token":["The token '<secret>' is not valid."]}`,
		`{"token":["The token ` + token + `, is spent"],"error":"x"}`:            `{"token":["The token <secret>, is spent"],"error":"x"}`,
		`{"token":["It is not valid: ` + token + `"]}`:                           `{"token":["It is not valid: <secret>"]}`,
		`{"token":["` + token + ` is not a valid token"]}`:                       `{`,
		`{"token":["` + token + `"]}`:                                            `{`,
		`{"token":"` + token + `"}`:                                              `{`,
		`{"token":["Is not odRkYTFhYj valid here"],"code":["` + token + `"]}`:    `{"token":["Is not <secret> valid here"],"code":["` + token + `"]}`,
		`{"token":["Is not valid here"],"secret":["` + token + `"]}`:             `{"token":["Is not valid here"],`,
		`{\"token\":[\"The token '` + token + `' is not valid.\"]}`:              `{\"token\":[\"The token '<secret>' is not valid.\"]}`,
		`{"error":"quota","trust_code":["The code \"` + token + `\" is wrong"]}`: `{"error":"quota",`,
	} {
		if got := scan.Reason(said); got != want {
			t.Errorf("%s:\n got %s\nwant %s", said, got, want)
		}
	}
}
