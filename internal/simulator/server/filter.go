package server

import (
	"regexp"
	"strconv"
	"strings"
)

// filter is an output filter, the part of a line after "|".
type filter struct {
	kind    string // include, exclude, begin, section, count
	pattern *regexp.Regexp
}

// parseFilter reads "include TEXT". Chained filters are not supported, as on older releases. A text
// that is not a valid regular expression is taken literally.
func parseFilter(s string) (filter, bool) {
	keyword, pattern, _ := strings.Cut(strings.TrimSpace(s), " ")
	kinds := matches([]string{"include", "exclude", "begin", "section", "count"}, keyword)
	pattern = strings.TrimRight(strings.TrimLeft(pattern, " "), " ")
	if keyword == "" || len(kinds) != 1 || pattern == "" {
		return filter{}, false
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		re = regexp.MustCompile(regexp.QuoteMeta(pattern))
	}
	return filter{kinds[0], re}, true
}

// apply filters the lines of a text.
func (f filter) apply(text string) string {
	var b strings.Builder
	begun, inside, depth, count := false, false, 0, 0
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, "\n")
		hit := f.pattern.MatchString(bare)
		indent := len(bare) - len(strings.TrimLeft(bare, " "))
		begun = begun || hit
		switch {
		case hit:
			inside, depth = true, indent
			count++
		case bare == "" || indent <= depth:
			inside = false
		}
		keep := map[string]bool{"include": hit, "exclude": !hit, "begin": begun, "section": inside}[f.kind]
		if keep {
			b.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
	if f.kind == "count" {
		return "Number of lines which match regexp = " + strconv.Itoa(count) + "\n"
	}
	return b.String()
}
