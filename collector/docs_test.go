package collector

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

var update = flag.Bool("update", false, "write the documentation again")

// pages are those in which something is generated: what stands between the marks of that name.
var pages = map[string]map[string]func() string{
	"../docs/metrics.md":  {"switches": switchTable, "protocols": protocolTable, "exporter": exporterTable},
	"../docs/commands.md": {"commands": commandTable},
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
			t.Errorf("%s is not in step with the code; `make docs` writes it again", page)
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
	b.WriteString("\n| Metric | Type | Labels | Meaning | Collector | Read from |\n| --- | --- | --- | --- | --- | --- |\n")
	sources := sourcesOf(fixtures())
	for _, m := range Table() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", m.Name, strings.ToLower(m.Type.String()),
			code(m.Labels), cell(m.Help), code(sources[m.Name]), cell(m.From))
	}
	b.WriteString("\n")
	return b.String()
}

// protocolTable says which metrics of a switch each protocol yields.
func protocolTable() string {
	var b strings.Builder
	b.WriteString("\n| Metric | CLI | NETCONF |\n| --- | --- | --- |\n")
	sources := sourcesOf(fixtures())
	netconf := netconf.Command().Collector
	mark := map[bool]string{true: "yes", false: "no"}
	for _, m := range Table() {
		if m.State == nil {
			continue
		}
		byNetconf := slices.Contains(sources[m.Name], netconf)
		byCLI := len(sources[m.Name]) > 1 || !byNetconf
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.Name, mark[byCLI], mark[byNetconf])
	}
	b.WriteString("\n")
	return b.String()
}

// asked are all commands that a poll may ask, by either protocol.
func asked() []parser.Command { return append(parser.Commands(), netconf.Command()) }

func commandTable() string {
	var b strings.Builder
	b.WriteString("\n| Collector | Command | Asked for | Bytes, one switch | Bytes, stack of three |\n| --- | --- | --- | ---: | ---: |\n")
	single, stack := exampleSwitch(simulator.Standalone), exampleSwitch(simulator.StackOfThree)
	for _, c := range parser.Commands() {
		text := strings.ReplaceAll(c.Over(1).Text, "|", "\\|")
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %d | %d |\n", c.Collector, text, cell(c.Reports),
			len(single.Render(c.Over(1).Text)), len(stack.Render(c.Over(1).Text)))
	}
	b.WriteString("\n")
	return b.String()
}

// exampleSwitch is a simulated switch in good health, whose outputs are the same at every run.
func exampleSwitch(t simulator.Topology) *simulator.Switch {
	noon := time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC)
	sw, err := simulator.NewSwitch(simulator.Options{Seed: 1, Clock: stopped(noon)},
		simulator.SwitchOptions{Topology: t, Agent: "5.11.4", Zone: "UTC"})
	if err != nil {
		panic(err)
	}
	return sw
}

// stopped is a clock that does not go on.
type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

// fixtures are the outputs in the parser's testdata.
func fixtures() []string {
	files, err := filepath.Glob("../parser/testdata/*.txt")
	replies, err2 := filepath.Glob("../parser/testdata/*.xml")
	if err != nil || err2 != nil || len(files) == 0 || len(replies) == 0 {
		panic(fmt.Sprint("no fixtures ", err, err2))
	}
	var out []string
	for _, f := range append(files, replies...) {
		text, err := os.ReadFile(f)
		if err != nil {
			panic(err)
		}
		out = append(out, string(text))
	}
	return out
}

// sourcesOf says for each metric of a switch which collectors yield it, as seen in outputs.
func sourcesOf(outputs []string) map[string][]string {
	seen := map[string]map[string]bool{}
	for _, text := range outputs {
		command := capture.Detect(text, "")
		known := slices.ContainsFunc(asked(), func(c parser.Command) bool { return c.Text == command.Text })
		state, err := pasted(command.Parse)(text)
		if err != nil || !known { // what is never asked for yields nothing in a poll
			continue
		}
		// With a live clock, so that times in every zone can be told.
		clock := localtime.NewClock(state.Clock, time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), time.UTC)
		for _, f := range NewBuilder().CaptureFamilies(Capture{State: state, Clock: clock}) {
			if seen[f.GetName()] == nil {
				seen[f.GetName()] = map[string]bool{}
			}
			seen[f.GetName()][command.Collector] = true
		}
	}
	out := map[string][]string{}
	for _, m := range Table() {
		for _, c := range asked() {
			if m.State != nil && seen[m.Name][c.Collector] {
				out[m.Name] = append(out[m.Name], c.Collector)
			}
		}
	}
	return out
}

// TestEveryMetricIsSeen: no metric of a switch is there without an output that shows it.
func TestEveryMetricIsSeen(t *testing.T) {
	sources := sourcesOf(fixtures())
	for _, m := range Table() {
		if m.State != nil && len(sources[m.Name]) == 0 {
			t.Errorf("no fixture yields %s", m.Name)
		}
	}
}

// TestEveryCommandIsExplained: each collector has its part in the page on commands.
func TestEveryCommandIsExplained(t *testing.T) {
	page, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range asked() {
		if !strings.Contains(string(page), "\n### `"+c.Collector+"`\n") {
			t.Errorf("docs/commands.md has no part on %s", c.Collector)
		}
	}
}

func exporterTable() string {
	var b strings.Builder
	b.WriteString("\n| Metric | Meaning |\n| --- | --- |\n")
	for _, m := range exporterMetrics() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", m.name, cell(m.help))
	}
	fmt.Fprintf(&b, "| `%s` | %s Label `auth`. |\n", authHeldName, cell(authHeldHelp))
	for _, m := range sourceMetrics() {
		fmt.Fprintf(&b, "| `%s` | %s Label `source`. |\n", m.name, cell(m.help))
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
