package redact

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
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

// withoutSecret replaces a secret in a text, also where the text quotes it, has folded its blanks
// or begins in the middle of it.
func withoutSecret(text string, secret config.Secret) string {
	for _, form := range formsOf(secret) {
		text = strings.ReplaceAll(text, form, secret.String())
		for i := 1; i < len(form); i++ {
			text = strings.ReplaceAll(text, CutMark+form[i:], CutMark+secret.String())
		}
	}
	return text
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

// Excerpt is the end of a text, short enough for an error and without control characters.
func Excerpt(text string) string {
	const limit = 120
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > limit {
		text = CutMark + strings.ToValidUTF8(text[len(text)-limit:], "")
	}
	return text
}

// Error keeps the secrets of an auth out of an error that quotes the switch, which knows them and may say them.
func Error(auth *config.Auth, e *failure.Error) *failure.Error {
	text := e.Err.Error()
	clean := text
	for _, secret := range []config.Secret{auth.Password, auth.EnablePassword, auth.PrivateKeyPassphrase} {
		if secret.IsSet() {
			clean = withoutSecret(clean, secret)
		}
	}
	if clean != text {
		e.Err = redactedError{text: clean, err: e.Err}
	}
	return e
}
