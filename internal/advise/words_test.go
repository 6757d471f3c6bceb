package advise_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

var update = flag.Bool("update", false, "write the generated documentation again")

const (
	docs   = "../../docs/"
	alerts = "../../deploy/prometheus/slp-alerts.yml"
)

// read is a file's text; the test ends without it.
func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// severities are those of the alerts, by name.
func severities(t *testing.T) map[string]string {
	t.Helper()
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert  string
				Labels map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, alerts)), &file); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			all[r.Alert] = r.Labels["severity"]
		}
	}
	return all
}

// TestEntries: the table is whole, and what it refers to exists.
func TestEntries(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[advise.ID]bool{}
	for _, e := range advise.Entries() {
		if !name.MatchString(string(e.ID)) || seen[e.ID] {
			t.Errorf("the ID %q is not in lower_snake, or used twice", e.ID)
		}
		seen[e.ID] = true
		if !strings.HasSuffix(e.Means, ".") || e.Rests == "" || len(e.Advice) == 0 || len(e.Next) == 0 {
			t.Errorf("%s lacks something", e.ID)
		}
		for _, a := range e.Advice {
			if !strings.HasSuffix(a, ".") && !strings.HasSuffix(a, "?") {
				t.Errorf("%s: %q is no sentence", e.ID, a)
			}
		}
	}
	for _, c := range cause.All() {
		if c.Cause != cause.None && !slices.ContainsFunc(advise.Entries(), func(e advise.Entry) bool { return e.Cause == c.Cause }) {
			t.Errorf("no finding is about cause %s", c.Cause)
		}
	}
	for i, s := range []advise.StepID{
		advise.StepLicensing, advise.StepClock, advise.StepTransport, advise.StepResolve, advise.StepSourceInterface, advise.StepReach, advise.StepProxy,
		advise.StepTLS, advise.StepTrust, advise.StepExchange, advise.StepReports, advise.StepSync, advise.StepCapture,
	} {
		if r := advise.Diagnose(advise.Input{}); len(r.Steps) != 13 || r.Steps[i].ID != s || advise.Question(s) != r.Steps[i].Question {
			t.Errorf("step %d is %s, want %s", i+1, r.Steps[i].ID, s)
		}
	}
}

// without are the alerts that no finding is about: they are about the exporter, or about a change that one look at
// a switch does not show.
var without = []string{
	"SLPExporterDown", "SLPExporterReloadFailed", "SLPAuthHeld", "SLPSwitchNotPolled", "SLPSwitchLoginRefused",
	"SLPSwitchHostKeyRefused", "SLPCollectorFailing", "SLPDataOld", "SLPManySwitchesFailing", "SLPReportsTooFrequent",
	"SLPReportingPolicyChanged", "SLPLicenseCountChanged", "SLPRuleFailing", "SLPInventoryFailing",
}

// TestAlertsHaveFindings: each alert that one look at a switch can show has a finding, as urgent as it is.
func TestAlertsHaveFindings(t *testing.T) {
	all, told := severities(t), map[string]bool{}
	for _, e := range advise.Entries() {
		for _, a := range e.Alerts {
			told[a] = true
			if all[a] == "" {
				t.Errorf("%s names %s, which is no alert", e.ID, a)
			}
		}
		if len(e.Alerts) > 0 && string(e.Severity) != all[e.Alerts[0]] && e.Unless == "" && e.ID != "transport_off_by_mistake" {
			t.Errorf("%s is %s, and %s is %s", e.ID, e.Severity, e.Alerts[0], all[e.Alerts[0]])
		}
	}
	for a := range all {
		if told[a] == slices.Contains(without, a) {
			t.Errorf("alert %s has a finding: %v", a, told[a])
		}
	}
}

// now are the findings that one look shows although the alert of that name speaks of a time, so that their
// sentences differ.
var now = []advise.ID{"trust_lost", "reports_missing"}

// TestSameWords: a finding that is named after its alert says what the runbook says.
func TestSameWords(t *testing.T) {
	meanings := map[string]string{}
	row := regexp.MustCompile(`(?m)^\| \[(SLP\w+)\]\(\S+\) \| \w+ \| [\w ]+ \| (.+) \|$`)
	for _, m := range row.FindAllStringSubmatch(read(t, docs+"runbooks/README.md"), -1) {
		meanings[m[1]] = m[2] + "."
	}
	compared := 0
	for _, e := range advise.Entries() {
		if len(e.Alerts) == 0 || e.ID != snake(e.Alerts[0]) || slices.Contains(now, e.ID) {
			continue
		}
		compared++
		if e.Means != meanings[e.Alerts[0]] {
			t.Errorf("%s means %q, its runbook says %q", e.ID, e.Means, meanings[e.Alerts[0]])
		}
	}
	if compared < 8 {
		t.Errorf("only %d findings are named after an alert", compared)
	}
}

// snake is the name of an alert in lower_snake: SLPTrustLost is trust_lost.
func snake(alert string) advise.ID {
	words := regexp.MustCompile(`[A-Z][a-z]*`).FindAllString(strings.TrimPrefix(alert, "SLP"), -1)
	return advise.ID(strings.ToLower(strings.Join(words, "_")))
}

// older are findings about releases that the pages are not about.
var older = []advise.ID{"smart_licensing_disabled", "not_registered"}

// TestSameCommands: the commands of an advice that change something are those of the runbook, or of the chapter
// about the cause.
func TestSameCommands(t *testing.T) {
	changes := regexp.MustCompile("`((?:no )?(?:license smart|ip|ntp|crypto) [^`]+)`")
	plain := strings.NewReplacer("<token>", "TOKEN", "\n  ", " ")
	for _, e := range advise.Entries() {
		if slices.Contains(older, e.ID) {
			continue
		}
		page := ""
		for _, a := range e.Alerts {
			page += read(t, docs+"runbooks/"+a+".md")
		}
		if e.Cause != "" || len(e.Alerts) == 0 {
			page += read(t, docs+"causes.md")
		}
		page = plain.Replace(page)
		for _, m := range changes.FindAllStringSubmatch(strings.Join(e.Advice, "\n"), -1) {
			if !strings.Contains(page, m[1]) {
				t.Errorf("%s advises `%s`, which its page does not", e.ID, m[1])
			}
		}
	}
}

// TestCommandsPrint: no page and no advice names a command that prints nothing of what it is typed for: the lines below
// Usage Report Summary are flush left, so that "section" stops at the heading; newer agents print the state of trust on
// the lines below; and "show flash:" lists no free space.
func TestCommandsPrint(t *testing.T) {
	texts := map[string]string{}
	for _, pattern := range []string{"*.md", "runbooks/*.md"} {
		files, err := filepath.Glob(docs + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			texts[file] = read(t, file)
		}
	}
	for _, e := range advise.Entries() {
		texts[string(e.ID)] = strings.Join(append(slices.Clone(e.Advice), e.Next...), "\n")
	}
	for name, text := range texts {
		for _, command := range []string{"| section Usage Report Summary", "| include Trust|Account", "show flash: |"} {
			if strings.Contains(text, command) {
				t.Errorf("%s: %q prints nothing", name, command)
			}
		}
	}
}
