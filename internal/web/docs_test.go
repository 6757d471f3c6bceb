package web

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

var update = flag.Bool("update", false, "write the documentation again")

const page = "../../docs/http.md"

// TestDocs holds the examples of the documentation against what is served, to the letter.
func TestDocs(t *testing.T) {
	before, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(before)
	for mark, example := range examples(t) {
		begin, end := "<!-- begin "+mark+" -->\n", "<!-- end "+mark+" -->"
		head, rest, ok := strings.Cut(text, begin)
		_, tail, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatal("no marks for ", mark)
		}
		text = head + begin + "\n" + example + "\n" + end + tail
	}
	switch {
	case *update:
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	case text != string(before):
		t.Errorf("%s is not in step with the code; go test ./internal/web -run TestDocs -update writes it again", page)
	}
}

// examples are answers about a switch, by their marks.
func examples(t *testing.T) map[string]string {
	now := exampleEnd()
	l := idleLab(t, 1, []string{"status"}, Options{Now: func() time.Time { return now }})
	l.get("/metrics")
	status := l.fleet.All().Peek()[0]
	status.Target = &config.Target{
		Name: "muc-acc-01", Address: "192.0.2.10:22", Module: status.Target.Module,
		Labels: map[string]string{"site": "muc", "tier": "access"},
	}
	row := overview.NewBoard().Row(status, now.Add(42500*time.Millisecond))
	exampleTrouble(&row)
	one := targetOf(&row, config.Links{})
	one.Polls = pollsOf(examplePolls())
	return map[string]string{
		"states":  stateTable(),
		"columns": columnTable(),
		"target":  "```json\n" + document(one) + "```\n",
		"sd":      "```json\n" + document([]targetGroup{groupOf(status.Target)}) + "```\n",
		"debug":   "```\n" + pollLog("muc-acc-01", examplePolls()) + "```\n",
	}
}

// stateTable and columnTable are what the fleet page shows.
func stateTable() string {
	var b strings.Builder
	b.WriteString("| State | On the page | When |\n| --- | --- | --- |\n")
	for _, r := range overview.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.State, r.Word, r.Means)
	}
	return b.String()
}

func columnTable() string {
	var b strings.Builder
	b.WriteString("| Column | On the page | What it is |\n| --- | --- | --- |\n")
	for _, c := range overview.Columns() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.ID, c.Title, c.Means)
	}
	return b.String()
}

// exampleTrouble gives a row a run of failures: the simulated switch has times of today.
func exampleTrouble(r *overview.Row) {
	end := exampleEnd()
	r.Reading = new(*r.Reading)
	r.State, r.Severity = overview.Failing, advise.Warning
	for _, e := range advise.Entries() {
		if e.ID == "connection_timeout" {
			summary := "Connections to the licence server time out, 24 times in a row since Jan 9 22:31: Connection timed out"
			r.Findings = []overview.Finding{{ID: e.ID, Severity: e.Severity, Summary: summary, Runbook: e.Runbook(), Alert: e.Alerts[0]}}
		}
	}
	r.Licence = overview.Licence{
		Trust: overview.TrustInstalled, Streak: new(24), Cause: cause.Timeout, CauseText: "Connection timed out", Since: end.Add(-22 * time.Hour),
		LastReport: end.Add(-26 * time.Hour), NextReport: end.Add(4 * time.Hour), AckDeadline: end.Add(54 * 24 * time.Hour), Backlog: new(3), Licences: new(2),
	}
}

func document(v any) string {
	w := httptest.NewRecorder()
	(&handler{}).writeJSON(w, v)
	return w.Body.String()
}

// TestDocumentedFilter runs the documented jq on what is served: it lists the switches that are down, and none of
// which that is not known.
func TestDocumentedFilter(t *testing.T) {
	jq, err := exec.LookPath("jq")
	if err != nil {
		t.Skip("jq is not installed:", err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	filter := regexp.MustCompile(`(?m)^curl -s localhost:9952/api/v1/targets \| jq -r '(.*)'$`).FindSubmatch(text)
	if filter == nil {
		t.Fatal("no filter")
	}
	l := idleLab(t, 20, []string{"status"}, Options{})
	for _, want := range []string{"", "lab-sw-00009\trefused\tlab-sw-00009: refused\nlab-sw-00019\trefused\tlab-sw-00019: refused\n"} {
		run := exec.Command(jq, "-r", string(filter[1])) //nolint:gosec // that of the documentation
		run.Stdin = l.get("/api/v1/targets").Body
		if got, err := run.CombinedOutput(); err != nil || string(got) != want {
			t.Errorf("%v %q, want %q", err, got, want)
		}
		l.get("/metrics")
	}
}

// pathRow is a row of the table of paths.
var pathRow = regexp.MustCompile("(?m)^\\| `((?:[A-Z]+ )?/[^`]*)` \\|")

// TestEveryPageIsDocumented: the first table names each path, and no other.
func TestEveryPageIsDocumented(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for _, m := range pathRow.FindAllStringSubmatch(string(text), -1) {
		rows[m[1]] = true
	}
	for _, r := range routesOf(t, Options{Pprof: true}) {
		path := strings.NewReplacer("{name}", "NAME", "{file}", "FILE", "{$}", "").Replace(r.pattern)
		if rest, ok := strings.CutPrefix(path, "/debug/pprof/"); ok && rest != "" {
			continue // of one tree
		}
		if !rows[path] {
			t.Errorf("nothing about %s", path)
		}
		delete(rows, path)
	}
	for path := range rows {
		t.Errorf("%s has a row, and is not served", path)
	}
}
