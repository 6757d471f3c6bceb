// Package prometheus tests the rules and examples in this folder: with promtool, on a simulated month of a
// fleet, and in a real Prometheus that scrapes the demo.
package prometheus

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

const (
	alertsFile = "slp-alerts.yml"
	rulesFile  = "slp-rules.yml"
)

// rule is an alert or a recording rule.
type rule struct {
	Alert       string
	Record      string
	Expr        string
	For         string
	Labels      map[string]string
	Annotations map[string]string
}

// group is a group of a rule file.
type group struct {
	Name  string
	Rules []rule
}

// read returns the groups of a rule file.
func read(t *testing.T, file string) []group {
	t.Helper()
	text, err := os.ReadFile(file) //nolint:gosec // ours
	if err != nil {
		t.Fatal(err)
	}
	var content struct{ Groups []group }
	if err := yaml.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	if len(content.Groups) == 0 {
		t.Fatalf("%s has no rules", file)
	}
	return content.Groups
}

// rulesOf returns all rules of a file.
func rulesOf(t *testing.T, file string) []rule {
	t.Helper()
	var all []rule
	for _, g := range read(t, file) {
		all = append(all, g.Rules...)
	}
	return all
}

// groupsOf returns the names of the groups, in their order.
func groupsOf(t *testing.T, files ...string) []string {
	t.Helper()
	var names []string
	for _, file := range files {
		for _, g := range read(t, file) {
			names = append(names, g.Name)
		}
	}
	return names
}

// promtool runs promtool and returns its output.
func promtool(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), programs.Need(t, "promtool"), args...).CombinedOutput() //nolint:gosec // found by us
	return string(out), err
}

func TestRulesAreValid(t *testing.T) {
	if out, err := promtool(t, "check", "rules", "--lint=all", "--lint-fatal", rulesFile, alertsFile); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestAlerts runs the unit tests of the rules on the rule files as shipped; with -short, each on the groups that it asks for.
func TestAlerts(t *testing.T) {
	testAlerts(t, func(t *testing.T, file string) string {
		if testing.Short() {
			return shortened(t, file)
		}
		return file
	})
}

func testAlerts(t *testing.T, prepared func(t *testing.T, file string) string) {
	t.Helper()
	files, err := filepath.Glob("tests/*_test.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no rule tests:", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			if out, err := promtool(t, "test", "rules", prepared(t, file)); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestEachAlertIsTested checks that each alert has a test in which it fires, and one in which it does not.
func TestEachAlertIsTested(t *testing.T) {
	files, err := filepath.Glob("tests/*_test.yml")
	if err != nil {
		t.Fatal(err)
	}
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var content struct {
			Tests []struct {
				Cases []struct {
					Name     string      `yaml:"alertname"`
					Expected []yaml.Node `yaml:"exp_alerts"`
				} `yaml:"alert_rule_test"`
			}
		}
		if err := yaml.Unmarshal(text, &content); err != nil {
			t.Fatal(file, err)
		}
		for _, test := range content.Tests {
			for _, c := range test.Cases {
				if len(c.Expected) > 0 {
					fires[c.Name] = true
				} else {
					silent[c.Name] = true
				}
			}
		}
	}
	for _, r := range rulesOf(t, alertsFile) {
		if !fires[r.Alert] || !silent[r.Alert] {
			t.Errorf("%s: tested that it fires: %t, that it is silent: %t", r.Alert, fires[r.Alert], silent[r.Alert])
		}
	}
}

// TestTableOfAlerts holds the table of the runbooks against the alerts: each has a row with its severity and its delay.
func TestTableOfAlerts(t *testing.T) {
	text, err := os.ReadFile("../../docs/runbooks/README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Count(string(text), "\n| [SLP")
	for _, r := range rulesOf(t, alertsFile) {
		delay := r.For
		if delay == "0m" {
			delay = "at once"
		}
		row := fmt.Sprintf("\n| [%s](%s.md) | %s | %s | ", r.Alert, r.Alert, r.Labels["severity"], delay)
		if !strings.Contains(string(text), row) {
			t.Errorf("the table has no row %q", row)
		}
		rows--
	}
	if rows != 0 {
		t.Errorf("the table has %d rows more than there are alerts", rows)
	}
}

// firstStep is how each description ends: with a command, or with a page to open.
var firstStep = regexp.MustCompile("[.] First: (`[^`]+` on its machine|`slp-exporter [^`]+`|page /[^ ]+.* of (the exporter|Prometheus))[.]$")

// TestAlertsSayWhatToDo checks that each alert has a severity with a route, names its switch, ends with the first step, and
// has a runbook.
func TestAlertsSayWhatToDo(t *testing.T) {
	const pages = "https://github.com/slp-exporter/slp-exporter/blob/main/"
	seen := map[string]bool{}
	for _, r := range rulesOf(t, alertsFile) {
		if seen[r.Alert] {
			t.Errorf("%s is there twice", r.Alert)
		}
		seen[r.Alert] = true
		switch r.Labels["severity"] {
		case "critical", "warning", "info":
		default:
			t.Errorf("%s has severity %q", r.Alert, r.Labels["severity"])
		}
		if r.Annotations["summary"] == "" || !strings.Contains(r.Annotations["description"], "{{ $labels.") {
			t.Errorf("%s names nothing: %v", r.Alert, r.Annotations)
		}
		if !firstStep.MatchString(r.Annotations["description"]) {
			t.Errorf("%s does not end with the first step: %s", r.Alert, r.Annotations["description"])
		}
		page, ok := strings.CutPrefix(r.Annotations["runbook_url"], pages)
		if !ok || filepath.Base(page) != r.Alert+".md" {
			t.Errorf("%s has the runbook %q", r.Alert, r.Annotations["runbook_url"])
			continue
		}
		if text, err := os.ReadFile("../../" + page); err != nil || !strings.Contains(string(text), "# "+r.Alert+"\n") {
			t.Errorf("%s: %v, or no page of that title", r.Alert, err)
		}
	}
}

// TestRunbooksElsewhere runs the documented command that gives the runbooks another address: it changes each alert, and
// nothing else.
func TestRunbooksElsewhere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^sed -i .*wiki\.example\.net.*$`).FindString(string(readme))
	before, err := os.ReadFile(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, alertsFile)
	if err := os.WriteFile(file, before, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "sh", "-c", command)
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	changed := rulesOf(t, file)
	for i, r := range rulesOf(t, alertsFile) {
		if want := "https://wiki.example.net/slp/" + r.Alert + ".md"; changed[i].Annotations["runbook_url"] != want {
			t.Errorf("%s has the runbook %q", r.Alert, changed[i].Annotations["runbook_url"])
		}
		changed[i].Annotations["runbook_url"] = r.Annotations["runbook_url"]
		if !reflect.DeepEqual(changed[i], r) {
			t.Errorf("%s has changed: %v", r.Alert, changed[i])
		}
	}
}
