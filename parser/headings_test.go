package parser_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestHeadings: if a heading is lost, renamed or joined with the line below it, each line that said something is read, or
// counted as unread. Nothing is lost in silence.
func TestHeadings(t *testing.T) {
	all := fixture.Fixtures(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		command := capture.Detect(all[name], "")
		switch command.Collector {
		case "tech_support", "status", "summary":
		default:
			continue
		}
		text := strings.Split(all[name], "\n")
		for at := range len(text) - 2 {
			if !isSectionHeading(text, at) {
				continue
			}
			facts := factsBelow(t, command, text, at)
			for how, mutated := range map[string][]string{
				"lost":    replaced(text, at, "", text[at+1]),
				"renamed": replaced(text, at, "A New Heading:", text[at+1]),
				"joined":  replaced(text, at, "", strings.TrimRight(text[at], " \r")+strings.TrimSpace(text[at+1])),
			} {
				all := said(t, command, mutated)
				for _, line := range facts {
					without := slices.Clone(mutated)
					without[line] = ""
					if all == said(t, command, without) {
						t.Errorf("%s, line %d, heading %s: %q is lost", name, at+1, how, mutated[line])
					}
				}
			}
		}
	}
}

// factsBelow are the lines with labels below a heading that say something: without them, something else is read.
func factsBelow(t *testing.T, command parser.Command, text []string, at int) (facts []int) {
	all := said(t, command, text)
	for line := at + 1; line < len(text) && strings.HasPrefix(text[line], " "); line++ {
		_, value, _ := strings.Cut(text[line], ":")
		without := slices.Clone(text)
		without[line] = ""
		if strings.TrimSpace(value) != "" && all != said(t, command, without) {
			facts = append(facts, line)
		}
	}
	return facts
}

// isSectionHeading reports whether a line heads lines with labels.
func isSectionHeading(text []string, at int) bool {
	line := strings.TrimRight(text[at], " \r")
	_, value, labelled := strings.Cut(strings.TrimSpace(text[at+1]), ": ")
	return strings.HasSuffix(line, ":") && !strings.HasPrefix(line, " ") && strings.HasPrefix(text[at+1], " ") && labelled && value != ""
}

// replaced is a text with other lines from at on.
func replaced(text []string, at int, lines ...string) []string {
	out := slices.Clone(text)
	copy(out[at:], lines)
	return out
}

// said is what was read of a text, and the lines that could not be read.
func said(t *testing.T, command parser.Command, text []string) string {
	s, err := command.Parse(capture.Output(strings.Join(text, "\n")))
	if s == nil {
		return err.Error()
	}
	return fixture.Dump(t, s)
}
