package parser_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// numbersOf are the numbers of a state, by where they are in it.
func numbersOf(t *testing.T, s *parser.State) map[string]float64 {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	numbers := map[string]float64{}
	var walk func(path string, node any)
	walk = func(path string, node any) {
		switch v := node.(type) {
		case map[string]any:
			for key, child := range v {
				if key != "Line" {
					walk(path+"."+key, child)
				}
			}
		case []any:
			for i, child := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), child)
			}
		case float64:
			numbers[path] = v
		}
	}
	walk("", tree)
	return numbers
}

// TestNumbersAnywhere: wherever a fixture has a number that is read, separated thousands are the same number, and what is no
// number yields nothing, never a part of it.
func TestNumbersAnywhere(t *testing.T) {
	number := regexp.MustCompile(`(?:[=(]|: +|\) +)(\d+)\b`)
	changed := 0
	for name, text := range fixture.Fixtures(t) {
		read := func(text string) *parser.State {
			s, _ := capture.Detect(text, "").Parse(capture.Output(text))
			return s
		}
		said := read(text)
		if said == nil {
			continue
		}
		before := numbersOf(t, said)
		for _, at := range number.FindAllStringSubmatchIndex(text, -1) {
			with := func(digits string) *parser.State { return read(text[:at[2]] + digits + text[at[3]:]) }
			plain := with("1002")
			if plain == nil {
				continue
			}
			want := numbersOf(t, plain)
			separated := with("1,002")
			for path, value := range want {
				if before[path] == value || value < 1002 {
					continue
				}
				changed++
				if got := numbersOf(t, separated)[path]; got != value {
					t.Errorf("%s: %q separated reads as %v at %s, want %v", name, text[at[0]:at[1]], got, path, value)
				}
				for _, odd := range []string{"1,00", "1,2,3", "1.002", "1,0022", "1002,1", "1 002", "1'002", ",002"} {
					s := with(odd)
					if s == nil || len(s.Licenses) != len(said.Licenses) { // the row of a table
						continue
					}
					if got, ok := numbersOf(t, s)[path]; ok {
						t.Errorf("%s: %q in place of %q reads as %v at %s", name, odd, text[at[0]:at[1]], got, path)
					}
					if len(s.Unread) == len(said.Unread) {
						t.Errorf("%s: %q in place of %q counts as read", name, odd, text[at[0]:at[1]])
					}
				}
			}
		}
	}
	if changed < 100 {
		t.Errorf("only %d numbers of the fixtures were read", changed)
	}
}
