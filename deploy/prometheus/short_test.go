package prometheus

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"
)

// shortened copies a rule test and the rules into a folder, where the rule files have only the groups that
// the test asks for. promtool evaluates every group at every step; the others take most of the time and
// change no answer. It returns the path of the copy.
func shortened(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file) //nolint:gosec // ours
	if err != nil {
		t.Fatal(err)
	}
	asked := askedBy(t, text)
	dir := t.TempDir()
	kept := keptGroups(t, asked)
	writeFile(t, filepath.Join(dir, "tests", filepath.Base(file)), text)
	for _, rules := range []string{rulesFile, alertsFile} {
		writeFile(t, filepath.Join(dir, rules), only(t, rules, kept))
	}
	return filepath.Join(dir, "tests", filepath.Base(file))
}

// askedBy returns the names of alerts and of metrics that a rule test asks for.
func askedBy(t *testing.T, text []byte) map[string]bool {
	t.Helper()
	var content struct {
		Tests []struct {
			Alerts []struct{ Alertname string } `yaml:"alert_rule_test"`
			Exprs  []struct{ Expr string }      `yaml:"promql_expr_test"`
		}
	}
	if err := yaml.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, test := range content.Tests {
		for _, a := range test.Alerts {
			names[a.Alertname] = true
		}
		for _, e := range test.Exprs {
			add(names, metricsIn(e.Expr))
		}
	}
	return names
}

// keptGroups returns the groups of the rules with these names, and of those whose results they use.
func keptGroups(t *testing.T, names map[string]bool) map[string]bool {
	t.Helper()
	wanted, kept := maps.Clone(names), map[string]bool{}
	groups := slices.Concat(read(t, rulesFile), read(t, alertsFile))
	for before := -1; before != len(kept); {
		before = len(kept)
		for _, g := range groups {
			if !slices.ContainsFunc(g.Rules, func(r rule) bool { return wanted[r.Alert] || wanted[r.Record] }) {
				continue
			}
			kept[g.Name] = true
			for _, r := range g.Rules {
				add(wanted, metricsIn(r.Expr))
			}
		}
	}
	for name := range names {
		known := func(r rule) bool { return r.Alert == name || r.Record == name }
		if !slices.ContainsFunc(groups, func(g group) bool { return kept[g.Name] && slices.ContainsFunc(g.Rules, known) }) {
			t.Errorf("%s is no rule", name)
		}
	}
	return kept
}

// only returns a rule file with the groups that are kept.
func only(t *testing.T, file string, kept map[string]bool) []byte {
	t.Helper()
	text, err := os.ReadFile(file) //nolint:gosec // ours
	if err != nil {
		t.Fatal(err)
	}
	var content struct {
		Groups []map[string]any `yaml:"groups"`
	}
	if err := yaml.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	content.Groups = slices.DeleteFunc(content.Groups, func(g map[string]any) bool {
		name, _ := g["name"].(string)
		return !kept[name]
	})
	if text, err = yaml.Marshal(content); err != nil {
		t.Fatal(err)
	}
	return text
}

func add(set map[string]bool, names []string) {
	for _, name := range names {
		set[name] = true
	}
}

func writeFile(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
