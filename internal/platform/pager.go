package platform

import "strings"

// pager is a form of the word at which a terminal waits for a key.
type pager struct {
	open, close string
	// dashes reports that there are dashes around the word, with a blank or none, and that open and close may be missing.
	dashes bool
	word   string
	// percent reports that how far the output is may follow the word: "more 12%".
	percent bool
}

// longestPager is longer than the line of any pager.
const longestPager = 40

// IsPager reports whether a line is nothing but the word at which the terminal waits for a key: " --More-- ".
func (o *OS) IsPager(line string) bool {
	if len(line) > longestPager {
		return false
	}
	n := o.pagerLength(line)
	return n > 0 && strings.TrimSpace(line[n:]) == ""
}

// MayHavePager reports whether there is anything like the word of a pager in a text.
func (o *OS) MayHavePager(text string) bool {
	for _, p := range o.pagers {
		if strings.Contains(text, p.word[1:]) && strings.ContainsAny(text, "mM") {
			return true
		}
	}
	return false
}

// WithoutPager cuts the word of a pager off the beginning of a line, where it stays in captures that have lost
// their control characters. One blank after it goes too.
func (o *OS) WithoutPager(line string) string {
	if n := o.pagerLength(line); n > 0 {
		return strings.TrimPrefix(line[n:], " ")
	}
	return line
}

// EndsInPager reports whether the last line of an output is the word of a pager: more of it was to come.
func (o *OS) EndsInPager(output string) bool {
	output = strings.TrimRight(output, " \t")
	return o.IsPager(output[strings.LastIndexByte(output, '\n')+1:])
}

// pagerLength is how long the word of a pager at the beginning of a line is, with the blanks before it; 0 if there is none.
func (o *OS) pagerLength(line string) int {
	rest := strings.TrimLeft(line, " \t")
	if rest == "" || rest[0] != '-' && rest[0] != '<' {
		return 0
	}
	for _, p := range o.pagers {
		if behind, ok := p.cut(rest); ok {
			return len(line) - len(behind)
		}
	}
	return 0
}

// cut cuts the word off the beginning of s.
func (p pager) cut(s string) (rest string, ok bool) {
	s, opened := strings.CutPrefix(s, p.open)
	if !opened && !p.dashes {
		return "", false
	}
	if p.dashes {
		if s, ok = cutDashes(s); !ok {
			return "", false
		}
		s = strings.TrimPrefix(s, " ")
	}
	if len(s) < len(p.word) || !strings.EqualFold(s[:len(p.word)], p.word) {
		return "", false
	}
	s = s[len(p.word):]
	if p.percent {
		s = cutPercent(s)
	}
	if p.dashes {
		if s, ok = cutDashes(strings.TrimPrefix(s, " ")); !ok {
			return "", false
		}
	}
	s, closed := strings.CutPrefix(s, p.close)
	return s, closed || p.dashes
}

// cutDashes cuts the dashes off the beginning of s, of which there must be one.
func cutDashes(s string) (rest string, ok bool) {
	rest = strings.TrimLeft(s, "-")
	return rest, len(rest) < len(s)
}

// cutPercent cuts " 12%" off the beginning of s.
func cutPercent(s string) string {
	if rest, ok := strings.CutPrefix(s, " "); ok {
		if percent, ok := strings.CutPrefix(strings.TrimLeft(rest, "0123456789"), "%"); ok {
			return percent
		}
	}
	return s
}
