package platform

import "strings"

// longestPager is longer than the line of any pager.
const longestPager = 40

// IsPager reports whether a line is nothing but the word at which the terminal waits for a key: " --More-- ".
func (o *OS) IsPager(line string) bool {
	if len(line) > longestPager {
		return false
	}
	line = strings.TrimSpace(line)
	n := o.pagerLength(line)
	return n > 0 && n == len(line)
}

// WithoutPager cuts the word of a pager off the beginning of a line, where it stays in captures that have lost
// their control characters. One blank after it goes too.
func (o *OS) WithoutPager(line string) string {
	at := 0
	for at < len(line) && isBlank(line[at]) {
		at++
	}
	if at == len(line) || !isOneOf(line[at], o.pagerMarks) { // nearly every line
		return line
	}
	if n := o.pagerLength(line[at:]); n > 0 {
		return strings.TrimPrefix(line[at+n:], " ")
	}
	return line
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// EndsInPager reports whether the last line of an output is the word of a pager: more of it was to come.
func (o *OS) EndsInPager(output string) bool {
	output = strings.TrimRight(output, " \t")
	return o.IsPager(output[strings.LastIndexByte(output, '\n')+1:])
}

// pagerLength is how long the word of a pager at the beginning of a text is; 0 if it does not begin with one.
func (o *OS) pagerLength(s string) int {
	for _, p := range o.pagers {
		if after, ok := p.cut(s); ok {
			return len(s) - len(after)
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
	if !hasPrefixFold(s, p.word) {
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
