package fleet

import (
	"os"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
)

// BenchmarkHideSecrets masks what a switch said, beside reading it.
func BenchmarkHideSecrets(b *testing.B) {
	raw, err := os.ReadFile("../../parser/testdata/techsupport-6.3.10-svl-healthy.txt")
	if err != nil {
		b.Fatal(err)
	}
	output := platform.Output{Text: string(raw), Whole: true}
	auth := &config.Auth{Password: config.NewSecret("Tr0ub4dor-and-more"), EnablePassword: config.NewSecret("S3cond")}
	b.Run("reading", func(b *testing.B) {
		for b.Loop() {
			if _, err := parser.ParseTechSupport(output); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("masking", func(b *testing.B) {
		s, err := parser.ParseTechSupport(output)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			hideSecrets(s, auth)
		}
	})
}
