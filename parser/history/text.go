package history

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// decoded is a text of nested JSON as the server meant it, without anything that may be a secret. escapes is the number of
// backslashes before its quotes.
func decoded(s string, escapes int) string {
	for level := escapes; level > 0; level /= 2 {
		s = unescape(s)
	}
	s = presentable(scan.Reason(unescape(s)))
	for len(s) > scan.MaxText || !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s[:min(len(s), scan.MaxText)], "")
	}
	return scan.Text(s)
}

// unescape takes the backslashes out of a JSON text. Invalid escapes stay.
func unescape(s string) string {
	var out strings.Builder
	for {
		at := strings.IndexByte(s, '\\')
		if at < 0 || at+1 == len(s) {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:at])
		n := escapeLength(s[at:])
		out.WriteString(character(s[at : at+n]))
		s = s[at+n:]
	}
}

// escapeLength is the length of an escape of JSON at the beginning of s; a character may have two.
func escapeLength(s string) (n int) {
	const hex = "0123456789abcdefABCDEF"
	for len(s) >= n+6 && s[n] == '\\' && s[n+1] == 'u' && strings.Trim(s[n+2:n+6], hex) == "" {
		n += 6
	}
	return max(n, 2)
}

// character is the character that an escape means.
func character(escape string) string {
	var char string
	switch {
	case escape[1] == '\n':
		return escape
	case len(escape) == 2 && strings.IndexByte("bfnrt", escape[1]) < 0, json.Unmarshal([]byte(`"`+escape+`"`), &char) != nil:
		return escape[1:]
	}
	return char
}

// presentable puts single blanks between words, and "…" for a word that is too long for
// any language, because it may be a token.
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
