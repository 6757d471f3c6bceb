package parser_test

import (
	"bufio"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// BenchmarkLists reads the short outputs, some 1 MB of each; the scanner only walks their lines.
func BenchmarkLists(b *testing.B) {
	const size = 1 << 20
	for _, c := range []struct {
		name, fixture, from, to string
		parse                   func(string) (*parser.State, error)
	}{
		{"rum", "rum-17.9-backlog", "1735689601 ", "bld2", pasted(parser.ParseReports)},
		{"usage", "usage-17.18-peer", "network-premier", "CUBE_TS_ENH (", pasted(parser.ParseUsage)},
		{"summary", "summary-17.9-stack", "  network-advantage ", "  Router US", pasted(parser.ParseSummary)},
		{"version", "version-17.09.04a-stack", "Cisco IOS", "Configuration", pasted(parser.ParseVersion)},
	} {
		fixture := fixture.Fixtures(b)["testdata/"+c.fixture]
		from, to := strings.Index(fixture, c.from), strings.LastIndex(fixture, c.to)
		text := fixture[:from] + strings.Repeat(fixture[from:to], size/(to-from)) + fixture[to:]
		b.Run(c.name+"/parse", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/scanner", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
					_ = s.Text()
				}
			}
		})
	}
}
