package redact

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/mask"
)

const (
	// CutMark replaces the part of a quoted text that was cut off.
	CutMark = "…"
	// maxShown is how many bytes of a piece of text the log shows.
	maxShown = 200
)

// Shorten keeps the beginning and the end of a long text.
func Shorten(text string) string {
	if len(text) <= maxShown {
		return text
	}
	const half = (maxShown - len(CutMark)) / 2
	head, end := text[:half], text[len(text)-half:]
	for !utf8.ValidString(head) && head != "" {
		head = head[:len(head)-1]
	}
	for end != "" && !utf8.RuneStart(end[0]) {
		end = end[1:]
	}
	return head + CutMark + end
}

// Quoted masks the secrets in a text of ours that quotes a switch, also where the quotation was cut off in the middle of
// one, next to a [CutMark].
func (r Redactor) Quoted(text string) string {
	found := append(find(text, r.forms), r.cut(text)...)
	if len(found) == 0 {
		return text
	}
	return without(text, 0, merged(found))
}

// cut finds the parts of secrets next to the cut marks of a text.
func (r Redactor) cut(text string) (found []span) {
	for from := 0; ; {
		at := strings.Index(text[from:], CutMark)
		if at < 0 {
			return found
		}
		at += from
		from = at + len(CutMark)
		if part := r.beginning(text[:at]); utf8.RuneCountInString(text[at-part:at]) >= leastPart {
			found = append(found, span{at - part, at, hidden()})
		}
		if part := r.ending(text[from:]); part > 0 {
			found = append(found, span{from, from + part, hidden()})
		}
	}
}

// ending is the length of the longest end of a secret with which text begins; 0 if that has fewer than leastPart letters.
func (r Redactor) ending(text string) (longest int) {
	for _, form := range r.forms {
		for i := 1; i < len(form) && len(form)-i > longest; i++ {
			if end := form[i:]; strings.HasPrefix(text, end) && utf8.RuneCountInString(end) >= leastPart {
				longest = len(end)
			}
		}
	}
	return longest
}

// redactedError has the chain of one error and the text of another.
type redactedError struct {
	text string
	err  error
}

// Error is the text without the secrets.
func (e redactedError) Error() string { return e.text }

// Is looks in the chain of the error whose text is hidden.
func (e redactedError) Is(target error) bool { return errors.Is(e.err, target) }

// Excerpt is the end of what a switch said, short enough for an error and without control characters, and without what
// looks like a secret by itself. [Error] masks the others, as long as the word that names them is not cut off.
func Excerpt(text string) string {
	const limit = 120
	text = mask.Shaped(strings.Join(strings.Fields(text), " "))
	if len(text) > limit {
		text = mask.Named(text)
	}
	if len(text) > limit {
		text = CutMark + strings.ToValidUTF8(text[len(text)-limit:], "")
	}
	return text
}

// Error keeps the secrets of an auth out of an error that quotes the switch, which knows them and may say them, and what
// [mask.Named] finds.
func Error(auth *config.Auth, e *failure.Error) *failure.Error {
	text := e.Err.Error()
	clean := mask.Named(New(auth).Quoted(text))
	if clean != text {
		e.Err = redactedError{text: clean, err: e.Err}
	}
	return e
}
