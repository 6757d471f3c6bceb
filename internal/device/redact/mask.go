package redact

import (
	"strings"
	"unicode/utf8"
)

const (
	// leastInside is how many letters a secret must have to be masked within a longer text: a shorter one is in too many.
	leastInside = 4
	// leastCut is how many letters of a secret's beginning are masked where they are a whole text: a prompt or a column
	// may have cut it. Prompts show 16 letters and more.
	leastCut = 16
	// columnMark replaces the end of a text that is too long for its column.
	columnMark = "..."
)

// Mask masks the secrets in one text that was read from a switch's output, such as the name of a licence, in capitals or
// not. Unlike Clean it changes nothing else. A secret of fewer than four letters is masked only where it is the whole text.
func (r Redactor) Mask(text string) string {
	if !r.shows(text) {
		return text
	}
	found := r.cut(text)
	for _, forms := range [][]string{r.forms, r.lower} {
		for _, form := range forms {
			if form == text || isCut(text, form) {
				return hidden()
			}
			if utf8.RuneCountInString(form) >= leastInside {
				found = append(found, find(text, []string{form})...)
			}
		}
	}
	if len(found) == 0 {
		return text
	}
	return without(text, 0, merged(found))
}

// shows reports whether a text may have a secret in it or be a part of one.
func (r Redactor) shows(text string) bool {
	if strings.Contains(text, CutMark) {
		return true
	}
	for _, forms := range [][]string{r.forms, r.lower} {
		for _, form := range forms {
			if strings.Contains(text, form) || isCut(text, form) {
				return true
			}
		}
	}
	return false
}

// isCut reports whether a text is nothing but the beginning of a form.
func isCut(text, form string) bool {
	text = strings.TrimSuffix(text, columnMark)
	return len(text) >= leastCut && strings.HasPrefix(form, text)
}
