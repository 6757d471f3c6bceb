// Package mask finds in a text what nobody may read there: tokens, keys and signatures, and the credentials of an
// address. It knows no secret by its value; package redact masks those of the configuration. What shows texts of
// a switch uses it.
package mask

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// Blob replaces what may be a token, a key or a signature.
	Blob = "<blob>"
	// leastBlob is how long a word of letters and digits must be to count as one. The longest that
	// the agent prints otherwise, an entitlement tag's last part, has 38.
	leastBlob = 40
)

// Span is a part of a text, from its first byte to the one after its last.
type Span struct{ From, To int }

// Blobs finds what may be a token, a key or a signature: long words of letters and digits, and the
// lines of such words that follow one.
func Blobs(text string) []Span {
	if len(text) < leastBlob {
		return nil
	}
	var found []Span
	for from := 0; from < len(text); from++ {
		run := BlobRun(text[from:])
		if run == 0 {
			continue
		}
		goesOn := false
		if last := len(found) - 1; last >= 0 {
			line := from+run == len(text) || text[from+run] == '\n'
			goesOn = found[last].To == from-1 && text[from-1] == '\n' && line
		}
		if goesOn || IsBlob(text[from:from+run]) {
			found = append(found, Span{from, from + run})
		}
		from += run
	}
	return found
}

// BlobRun is the length of the word that text begins with: base64 of both kinds or hexadecimal digits,
// also as JSON and URLs write it.
func BlobRun(text string) int {
	n := 0
	for n < len(text) && isBlobLetter(text[n]) {
		n++
	}
	return n
}

// LastWord is where the word begins that text ends with.
func LastWord(text string) int {
	n := len(text)
	for n > 0 && isBlobLetter(text[n-1]) {
		n--
	}
	return n
}

func isBlobLetter(c byte) bool {
	switch c {
	case '+', '/', '=', '_', '-', '\\', '%':
		return true
	}
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// IsBlob reports whether a word may be a token, a key or a signature.
func IsBlob(word string) bool {
	return len(word) >= leastBlob && strings.ContainsAny(word, "0123456789") &&
		strings.ContainsFunc(word, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
}

// Printable replaces what a terminal, a page or a log would not show as a letter, line ends and tabs
// aside. It does not drop it: the text before and after must not become one word.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, text)
}

// secretWords are the words before a secret in a configuration or a command. See hints.
var secretWords = regexp.MustCompile(`(?i)\b(password|secret|idtoken|key-string)(:?\s+)(\d\s+)?\S+`)

// Line is a line of a switch's output as it may be shown to anybody: printable, without the secrets of configuration
// lines, and without what [Reason] leaves out of the reasons in it.
func Line(line string) string {
	text := Printable(line)
	if names, _ := hints(text); names {
		text = secretWords.ReplaceAllString(text, "$1$2"+secret)
	}
	return Reason(text)
}
