// Package plural writes numbers with their nouns, for texts that people read. It imports nothing. Commands, summaries
// and advice print what it returns.
package plural

import (
	"strconv"
	"strings"
)

// Of is "1 line", "2 lines", "2 switches". The noun is in the singular.
func Of(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "ch"):
		noun += "e"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
