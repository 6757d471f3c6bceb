package history

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// decoded is a text of nested JSON as the server meant it, without what may be a secret. escapes is the number of
// backslashes before its quotes.
func decoded(s string, escapes int) string {
	for level := escapes; level > 0; level /= 2 {
		s = unescape(s)
	}
	s = presentable(scan.WithoutSecrets(unescape(s)))
	for len(s) > scan.MaxText || !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s[:min(len(s), scan.MaxText)], "")
	}
	return scan.Text(s)
}

// escaped is what JSON writes with backslashes; characters may be written in two parts.
var escaped = regexp.MustCompile(`(\\u[0-9a-fA-F]{4})+|\\.`)

// unescape takes the backslashes out of a JSON text. What is not valid stays.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		if len(e) == 2 && strings.IndexByte("bfnrt", e[1]) < 0 { // a character stands for itself
			return e[1:]
		}
		var char string
		if json.Unmarshal([]byte(`"`+e+`"`), &char) != nil {
			return e[1:]
		}
		return char
	})
}

// presentable puts single blanks between words, and "…" for a word that is longer than any of a
// language: it may be a token.
func presentable(s string) string {
	const longest = 64
	var out []byte
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		if len(word) > longest {
			word = "…"
		}
		out = append(out, word...)
	}
	return string(out)
}
