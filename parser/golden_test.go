package parser_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestGolden holds what is read from each fixture against the result beside it.
func TestGolden(t *testing.T) {
	all := fixture.Fixtures(t)
	maps.Copy(all, fixture.Replies(t))
	for name, text := range all {
		t.Run(filepath.Base(name), func(t *testing.T) {
			state, err := pasted(capture.Detect(text, "").Parse)(text)
			if err != nil {
				t.Fatal(err)
			}
			got := fixture.Dump(t, state)
			golden := name + ".golden.json"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("not as in %s (go test ./parser -update writes it again):\n%s", golden, fixture.FirstDifference(got, string(want)))
			}
		})
	}
}
