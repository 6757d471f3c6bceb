package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

func FuzzTechSupport(f *testing.F) { fuzz(f, pasted(parser.ParseTechSupport)) }

func FuzzStatus(f *testing.F) { fuzz(f, pasted(parser.ParseStatus)) }

func FuzzAll(f *testing.F) { fuzz(f, pasted(parser.ParseAll)) }

// fuzz checks what must hold for any text: no panic, a state or an error, and lists that cannot
// grow beyond the input.
func fuzz(f *testing.F, parse func(string) (*parser.State, error)) {
	for _, text := range fixture.Fixtures(f) {
		f.Add(text)
		f.Add(fixture.Wrap(text))
	}
	f.Add("Switch#show license status | include Trust\nTrust Code Installed:\n")
	f.Add("Trust Code Installed: \x1b[K\b\b\b<none>\r\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		state, err := parse(text)
		if state == nil {
			if err == nil {
				t.Fatal("neither a state nor an error")
			}
			return
		}
		lines := strings.Count(text, "\n") + 1
		if n := len(state.Messages) + len(state.Licenses) + len(state.Jobs) + len(state.TrustStore) + len(state.TrustCodes); n > lines {
			t.Fatalf("%d entries from %d lines", n, lines)
		}
		for _, m := range state.TrustMembers() {
			if m.Role == "" {
				t.Fatalf("a member without a role: %+v", m)
			}
		}
	})
}
