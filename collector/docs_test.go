package collector

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

var update = flag.Bool("update", false, "write the documentation anew")

// pages are those in which something is generated: what stands between the marks of that name.
var pages = map[string]map[string]func() string{
	"../docs/metrics.md":  {"switches": switchTable, "exporter": exporterTable},
	"../docs/switches.md": {"commands": commandTable},
}

// TestDocs holds the documentation against the tables of metrics and of commands.
func TestDocs(t *testing.T) {
	for page, tables := range pages {
		before, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text := string(before)
		for mark, table := range tables {
			text = replaceBetween(t, page, text, mark, table())
		}
		switch {
		case *update:
			if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		case text != string(before):
			t.Errorf("%s is not in step with the code; `make docs` writes it anew", page)
		}
	}
}

func replaceBetween(t *testing.T, page, text, mark, by string) string {
	t.Helper()
	begin, end := "<!-- begin "+mark+" -->\n", "<!-- end "+mark+" -->"
	before, rest, ok := strings.Cut(text, begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("no marks for %s in %s", mark, page)
	}
	return before + begin + by + end + after
}

func switchTable() string {
	var b strings.Builder
	b.WriteString("\n| Metric | Type | Labels | Meaning | Read from |\n| --- | --- | --- | --- | --- |\n")
	for _, m := range Table() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", m.Name, strings.ToLower(m.Type.String()),
			code(m.Labels), cell(m.Help), cell(m.From))
	}
	b.WriteString("\n")
	return b.String()
}

func commandTable() string {
	var b strings.Builder
	b.WriteString("\n| Collector | Command | Asked for |\n| --- | --- | --- |\n")
	for _, c := range parser.Commands() {
		text := c.Text
		if c.LooksBack {
			text += " N"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", c.Collector, text, cell(c.Reports))
	}
	b.WriteString("\n")
	return b.String()
}

func exporterTable() string {
	var b strings.Builder
	b.WriteString("\n| Metric | Meaning |\n| --- | --- |\n")
	for _, m := range exporterMetrics() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", m.name, cell(m.help))
	}
	b.WriteString("\n")
	return b.String()
}

func code(labels []string) string {
	if len(labels) == 0 {
		return ""
	}
	return "`" + strings.Join(labels, "`, `") + "`"
}

func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// TestTable: every row can be shown and explained.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Table() {
		if seen[m.Name] {
			t.Errorf("%s stands there twice", m.Name)
		}
		seen[m.Name] = true
		if m.Help == "" || m.From == "" || !strings.HasSuffix(m.Help, ".") {
			t.Errorf("%s lacks a help text that ends with a full stop, or its origin", m.Name)
		}
		if (m.State == nil) == (m.Poll == nil) {
			t.Errorf("%s is read from the switch or from the poll, not both", m.Name)
		}
		if slices.Contains(m.Labels, "target") {
			t.Errorf("%s: the target is added to every series", m.Name)
		}
	}
}
