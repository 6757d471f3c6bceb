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
// a secret stays, without the secret itself: {"token":["The token '<secret>' is not valid."]}.
func withoutSecrets(s string) string {
	for at := strings.IndexByte(s, '"'); at >= 0; {
		name, behind, ok := strings.Cut(s[at+1:], `"`)
		if !ok {
			break
		}
		value, isKey := strings.CutPrefix(strings.TrimLeft(behind, ` \`), ":")
		if isKey && isSecretKey(name) {
			said, isSentence := sentence(value)
			if !isSentence {
				return s[:at]
			}
			s = s[:len(s)-len(value)] + said
		}
		at += 1 + len(name)
	}
	return s
}

// sentence reads a JSON value that is a list of texts, of which the first is a sentence: it begins with a plain word and
// has three of them. No token has blanks in it. Words that are not plain are masked, since the server may quote a secret.
func sentence(value string) (masked string, ok bool) {
	const fewest = 3
	list, ok := strings.CutPrefix(strings.TrimLeft(value, " "), "[")
	if !ok {
		return "", false
	}
	said := strings.TrimLeft(list, ` \"`)
	end := strings.IndexByte(said, '"')
	if end < 0 {
		end = len(said)
	}
	words, plain := strings.Split(said[:end], " "), 0
	for i, word := range words {
		switch {
		case isPlain(word):
			plain++
		case plain == 0:
			return "", false
		case strings.Trim(word, `.,;:!?'\-`) != "":
			words[i] = maskWord(word)
		}
	}
	return value[:len(value)-len(said)] + strings.Join(words, " ") + said[end:], plain >= fewest
}

// maskWord is a word without what is between its quotes and the end of the sentence.
func maskWord(word string) string {
	const around = `'"\.,;:!?()`
	inner := strings.Trim(word, around)
	front, behind, _ := strings.Cut(word, inner)
	return front + "<secret>" + behind
}

// fewestOfToken is fewer than any token has, and more than any abbreviation.
const fewestOfToken = 12

// isPlain reports whether a word is one of a sentence, and unlike a token.
func isPlain(word string) bool {
	const longest = 20
	letters := strings.TrimRight(word, `.,;:!\`)
	if letters == "" || len(letters) > longest {
		return false
	}
	plain := strings.IndexFunc(letters, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) < 0
	rest := letters[1:]
	return plain && (rest == strings.ToLower(rest) || letters == strings.ToUpper(letters) && len(letters) < fewestOfToken)
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
