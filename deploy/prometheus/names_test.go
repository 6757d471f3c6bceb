package prometheus

import (
	"encoding/json"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ours finds the exporter's metrics and the recorded ones in an expression without its strings.
var (
	ours     = regexp.MustCompile(`\b(?:slp_[a-z0-9_]+|[a-z_]+:slp_[a-z0-9_]+:[a-z0-9_]+)\b`)
	inQuotes = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'[^']*'`)
	tableRow = regexp.MustCompile("(?m)^(?:\\| |Besides these,.*)`(slp_[a-z0-9_]+)`")
)

// metricsIn returns the metrics that an expression asks for.
func metricsIn(expr string) []string {
	return ours.FindAllString(inQuotes.ReplaceAllString(expr, `""`), -1)
}

// namesIn returns the metrics that the rules of these files ask for.
func namesIn(t *testing.T, files ...string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, file := range files {
		for _, r := range rulesOf(t, file) {
			for _, name := range metricsIn(r.Expr) {
				names[name] = true
			}
		}
	}
	return names
}

// documented returns the metrics of docs/metrics.md and those that the recording rules make.
func documented(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, m := range tableRow.FindAllStringSubmatch(string(text), -1) {
		names[m[1]] = true
	}
	for _, r := range rulesOf(t, rulesFile) {
		names[r.Record] = true
	}
	if len(names) < 80 {
		t.Fatalf("only %d metrics are documented", len(names))
	}
	return names
}

// TestNames checks that rules and dashboards ask only for metrics of docs/metrics.md and for recorded ones.
func TestNames(t *testing.T) {
	known := documented(t)
	check := func(where, expr string) {
		found := metricsIn(expr)
		for _, name := range found {
			base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_sum"), "_count")
			if !known[name] && !known[base] && name != "slp_exporter_build_info" {
				t.Errorf("%s asks for %s, which is not in docs/metrics.md: %s", where, name, expr)
			}
		}
	}
	for _, file := range []string{rulesFile, alertsFile} {
		for _, r := range rulesOf(t, file) {
			check(filepath.Base(file)+" "+r.Alert+r.Record, r.Expr)
		}
	}
	dashboards, err := filepath.Glob("../../dashboards/*.json")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, file := range dashboards {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var content any
		if err := json.Unmarshal(text, &content); err != nil {
			t.Fatal(file, err)
		}
		for expr := range expressions(content) {
			asked++
			check(filepath.Base(file), expr)
		}
	}
	if len(dashboards) > 0 && asked < 10*len(dashboards) {
		t.Errorf("only %d expressions in %d dashboards", asked, len(dashboards))
	}
}

// expressions returns the queries of panels and variables, wherever they are in a dashboard.
func expressions(content any) iter.Seq[string] {
	return func(yield func(string) bool) { walk(content, yield) }
}

func walk(content any, yield func(string) bool) bool {
	switch c := content.(type) {
	case []any:
		for _, item := range c {
			if !walk(item, yield) {
				return false
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(c)) {
			text, isText := c[key].(string)
			if isText && (key == "expr" || key == "query" || key == "definition") {
				if !yield(text) {
					return false
				}
			}
			if !walk(c[key], yield) {
				return false
			}
		}
	}
	return true
}
