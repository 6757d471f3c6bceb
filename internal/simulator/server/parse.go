package server

import (
	"slices"
	"strings"
)

// word is a typed word and the column where it begins.
type word struct {
	text   string
	column int
}

// split cuts a line into words.
func split(line string) []word {
	var out []word
	for at := 0; at < len(line); {
		if line[at] == ' ' || line[at] == '\t' {
			at++
			continue
		}
		end := at
		for end < len(line) && line[end] != ' ' && line[end] != '\t' {
			end++
		}
		out = append(out, word{line[at:end], at})
		at = end
	}
	return out
}

// find looks up a typed line in the rows. Words may be abbreviated as long as they are unambiguous.
// If the line is not a command, problem is what the switch prints.
func find(rows []command, line, prompt string) (found command, argument, problem string) {
	words := split(line)
	for i, w := range words {
		names := nextWords(rows, i)
		choice := matches(names, w.text)
		switch {
		case len(choice) > 1:
			return command{}, "", "% Ambiguous command:  \"" + strings.TrimSpace(line) + "\"\n"
		case len(choice) == 1:
			rows = slices.DeleteFunc(rows, func(c command) bool { return at(c, i) != choice[0] })
		default:
			last, ok := complete(rows, i)
			if ok && last.rest {
				return last, strings.TrimRight(line[w.column:], " \t"), ""
			}
			if !ok || !last.argument {
				return command{}, "", invalid(prompt, w.column)
			}
			if i+1 < len(words) {
				return command{}, "", invalid(prompt, words[i+1].column)
			}
			return last, w.text, ""
		}
	}
	c, ok := complete(rows, len(words))
	if !ok || (c.run == nil && c.screen == nil) || (c.argument && !c.optional) {
		return command{}, "", "% Incomplete command.\n\n"
	}
	return c, "", ""
}

// at returns word i of a command, or "".
func at(c command, i int) string {
	for w := range strings.FieldsSeq(c.words) {
		if i == 0 {
			return w
		}
		i--
	}
	return ""
}

// nextWords returns the words that may follow at position i.
func nextWords(rows []command, i int) []string {
	var out []string
	for _, c := range rows {
		if w := at(c, i); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// matches returns the names that a typed word may stand for. A full name is never ambiguous. Case
// does not matter.
func matches(names []string, typed string) []string {
	typed = strings.ToLower(typed)
	if slices.Contains(names, typed) {
		return []string{typed}
	}
	var out []string
	for _, n := range names {
		if strings.HasPrefix(n, typed) {
			out = append(out, n)
		}
	}
	return out
}

// complete returns the row that has exactly n words.
func complete(rows []command, n int) (command, bool) {
	for _, c := range rows {
		if strings.Count(c.words, " ")+1 == n {
			return c, true
		}
	}
	return command{}, false
}
