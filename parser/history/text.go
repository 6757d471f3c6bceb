package history

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// text is the value as the server meant it, without what may be a secret.
func (v statusValue) text() string {
	s := string(v.raw)
	for level := v.run; level > 0; level /= 2 {
		s = unescape(s)
	}
	s = presentable(scan.WithoutSecrets(unescape(s)))
	for len(s) > scan.MaxText || !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s[:min(len(s), scan.MaxText)], "")
	}
	return scan.Text(s)
}

// unescape takes the backslashes out of a JSON text. What is not valid stays.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'r', 't', 'b', 'f':
			out = append(out, ' ')
		case 'u':
			r, length := unicodeEscape(s[i-1:])
			if length == 0 {
				out = append(out, 'u')
				continue
			}
			out = utf8.AppendRune(out, r)
			i += length - 2
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

// unicodeEscape reads "\u00e4", or two of them for one character; length is 0 if it is neither.
func unicodeEscape(s string) (r rune, length int) {
	const one = len(`\u0000`)
	r, ok := hex(s)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && len(s) > one {
		if low, ok := hex(s[one:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != unicode.ReplacementChar {
				return pair, 2 * one
			}
		}
	}
	return r, one
}

func hex(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
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
