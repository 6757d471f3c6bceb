package parser_test

import (
	"bufio"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

// BenchmarkTechSupport reads an output of usual length; the other one only walks its lines.
func BenchmarkTechSupport(b *testing.B) {
	text := fixtures(b)["testdata/techsupport-5.11.4-stack-backlog"]
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := parser.ParseTechSupport(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
				_ = s.Text()
			}
		}
	})
}
