package config

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxWord bounds what is compared: edit distance costs the product of both lengths.
const maxWord = 64

// nearest returns the known word that was probably meant, or "".
func nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	word = strings.ToLower(strings.ReplaceAll(word, "-", "_"))
	best, distance := "", max(1, len(word)/3)+1
	for _, k := range known {
		if d := editDistance(word, strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best != "" {
		return best
	}
	for _, k := range known {
		if len(word) >= 4 && strings.HasPrefix(strings.ToLower(k), word) {
			return k
		}
	}
	return ""
}

// editDistance counts the letters to insert, delete, replace or swap to get from a to b.
func editDistance(a, b string) int {
	rows := [3][]int{}
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	before, last, now := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}

// orList is "a", "a or b", "a, b or c".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
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
