package parser_test

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// BenchmarkParse reads the longest fixture of each command, and as much of it as makes 1 MB and
// 16 MB. Beside the usual figures stands how many times longer it takes than a bufio.Scanner that
// does nothing but walk over the same lines, in the same run.
func BenchmarkParse(b *testing.B) {
	for _, c := range parser.Commands() {
		text := longest(b, c)
		for _, size := range []int{len(text), 1 << 20, 16 << 20} {
			b.Run(fmt.Sprintf("%s/%dKB", c.Collector, size>>10), func(b *testing.B) {
				benchmarkParse(b, c, grown(text, size))
			})
		}
	}
}

// longest is the longest fixture of a command.
func longest(b *testing.B, c parser.Command) string {
	best := ""
	for _, text := range fixture.Fixtures(b) {
		if capture.Detect(text, "").Text == c.Text && len(text) > len(best) {
			best = text
		}
	}
	if best == "" {
		b.Fatalf("no fixture of %q", c.Text)
	}
	return best
}

// grown repeats a text until it has that size, without the echoes at which an output would end.
func grown(text string, size int) string {
	if size <= len(text) {
		return text
	}
	lines := slices.DeleteFunc(strings.SplitAfter(text, "\n"), func(l string) bool {
		return strings.Contains(l, "#sh") || strings.HasSuffix(strings.TrimSpace(l), "#")
	})
	text = strings.Join(lines, "")
	return strings.Repeat(text, size/len(text)+1)
}

func benchmarkParse(b *testing.B, c parser.Command, text string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	out := platform.Output{Text: text, Whole: true}
	began := time.Now()
	for b.Loop() {
		if _, err := c.Parse(out); err != nil {
			b.Fatal(err)
		}
	}
	parsing := time.Since(began) / time.Duration(b.N)
	began = time.Now()
	for range b.N {
		s := bufio.NewScanner(strings.NewReader(text))
		s.Buffer(nil, len(text)+1)
		for s.Scan() {
			_ = s.Text()
		}
	}
	walking := time.Since(began) / time.Duration(b.N)
	b.ReportMetric(float64(parsing)/float64(walking), "x-scanner")
}
