package parser_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixtures are the outputs in testdata: true to the switch's format, with invented names.
func fixtures(t testing.TB) map[string]string {
	t.Helper()
	return read(t, ".txt")
}

// replies are the NETCONF replies in testdata.
func replies(t testing.TB) map[string]string {
	t.Helper()
	return read(t, ".xml")
}

func read(t testing.TB, ending string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/*" + ending)
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	out := make(map[string]string)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(f, ending)] = string(text)
	}
	return out
}

// TestGolden holds what is read from each fixture against the result beside it.
func TestGolden(t *testing.T) {
	all := fixtures(t)
	maps.Copy(all, replies(t))
	for name, text := range all {
		t.Run(filepath.Base(name), func(t *testing.T) {
			state, err := pasted(parser.Detect(text, "").Parse)(text)
			if err != nil {
				t.Fatal(err)
			}
			got := dump(t, state)
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
				t.Errorf("not as in %s (go test ./parser -update writes it anew):\n%s", golden, firstDifference(got, string(want)))
			}
		})
	}
}

// dump writes a state as JSON, without what was not reported.
func dump(t *testing.T, s *parser.State) string {
	t.Helper()
	text, err := json.Marshal(struct {
		*parser.State
		Trust []parser.TrustCode
	}{s, s.TrustMembers()})
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	text, err = json.MarshalIndent(reported(tree), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// reported drops null and empty text from a JSON tree.
func reported(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		for k, x := range v {
			if x == nil || x == "" {
				delete(v, k)
			} else {
				v[k] = reported(x)
			}
		}
	case []any:
		for i := range v {
			v[i] = reported(v[i])
		}
	}
	return tree
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			from := max(i-6, 0)
			return strings.Join(g[from:i], "\n") + "\n got: " + g[i] + "\nwant: " + w[i]
		}
	}
	return "one ends before the other"
}
