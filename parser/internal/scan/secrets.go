package scan

import (
	"strings"
	"unicode"

	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// secretKeys are parts of the names under which messages carry secrets.
var secretKeys = []string{"token", "signature", "cert", "csr", "license", "trust", "code", "secret", "password", "nonce", "key"}

// Reason keeps a text that says why something failed, or what came of it, as Text keeps a value. What may be a secret in it
// is masked, whatever output it is from.
func Reason(s string) string { return Text(masked(s)) }

// masked is the beginning of a text, more than is kept of any, without what may be a secret.
func masked(s string) string { return mask.Reason(withoutSecrets(s[:min(len(s), 4*MaxText)])) }

// withoutSecrets cuts a text where JSON with a secret begins in it: the server may quote the message that it
// got, and an escape too many lets a text run on into the next field. What the server says about
// a secret stays: {"token":["The token provided is invalid or has expired."]}.
func withoutSecrets(s string) string {
	for at := strings.IndexByte(s, '"'); at >= 0; {
		name, behind, ok := strings.Cut(s[at+1:], `"`)
		if !ok {
			break
		}
		value, isKey := strings.CutPrefix(strings.TrimLeft(behind, ` \`), ":")
		if isKey && isSecretKey(name) && !isSentence(value) {
			return s[:at]
		}
		at += 1 + len(name)
	}
	return s
}

// isSentence reports whether a JSON value is a list of texts that begins with plain words: no token has
// blanks in it.
func isSentence(value string) bool {
	const fewest, longest = 3, 20
	said, ok := strings.CutPrefix(strings.TrimLeft(value, " "), "[")
	if !ok {
		return false
	}
	said, _, _ = strings.Cut(strings.TrimLeft(said, ` \"`), `"`)
	words := 0
	for word := range strings.FieldsSeq(said) {
		letters := strings.TrimRight(word, `.,;:!\`)
		plain := strings.IndexFunc(letters, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) < 0
		if !plain || len(letters) > longest {
			return false
		}
		words++
	}
	return words >= fewest
}

func isSecretKey(name string) bool {
	name = strings.ToLower(name)
	if name == "code" || name == "status_code" || name == "error_code" { // of an error
		return false
	}
	for _, part := range secretKeys {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
