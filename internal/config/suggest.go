package config

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

// nearest returns the known word that was probably meant, or "".
func nearest(word string, known []string) string {
	if near := suggest.Nearest(word, known); len(near) > 0 {
		return near[0]
	}
	return ""
}

// anyOf is "one of a, b, c", or just "a". A long list is cut.
func anyOf(words []string) string {
	const most = 20
	switch {
	case len(words) == 1:
		return words[0]
	case len(words) > most:
		return "one of " + strings.Join(words[:most], ", ") + ", …"
	}
	return "one of " + strings.Join(words, ", ")
}

// notNamed reports that nothing of that kind ("auth") has this name, and says which names exist. It does not show
// what cannot be a name, which may be a password in the wrong place.
func (v value) notNamed(kind, name string, known []string) {
	what := "no " + kind + " is named so"
	if validName.MatchString(name) || name == "" {
		what = "no " + kind + " is named " + quoted(name)
	}
	if near := nearest(name, known); near != "" {
		v.bad(what+"; did you mean "+strconv.Quote(near)+"?", "")
		return
	}
	v.bad(what, anyOf(known))
}

// quoted shows a value that is not a secret. A long one is cut.
func quoted(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return strconv.Quote(text)
}
