package docs

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestChangelog: what is unreleased comes first, each version has its day and comes once, a version has each kind of
// change once, and the Helm chart is that of the newest version.
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	versions := regexp.MustCompile(`(?m)^## .*$`).FindAllString(string(text), -1)
	if len(versions) < 2 || versions[0] != "## Unreleased" {
		t.Fatalf("the versions are %v", versions)
	}
	released, seen := regexp.MustCompile(`^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$`), map[string]bool{}
	for _, v := range versions[1:] {
		if m := released.FindStringSubmatch(v); m == nil || seen[m[1]] {
			t.Errorf("%q: write one heading such as ## 0.2.0 - 2026-12-24", v)
		} else {
			seen[m[1]] = true
		}
	}
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		kinds := map[string]bool{}
		for _, kind := range regexp.MustCompile(`(?m)^### .*$`).FindAllString(section, -1) {
			if kinds[kind] {
				t.Errorf("%s has %s twice", strings.SplitN(section, "\n", 2)[0], kind)
			}
			kinds[kind] = true
		}
	}
	chart, err := os.ReadFile("../deploy/helm/slp-exporter/Chart.yaml")
	if err != nil {
		t.Fatal(err)
	}
	newest := released.FindStringSubmatch(versions[1])
	if newest == nil || !strings.Contains(string(chart), "\nversion: "+newest[1]+"\nappVersion: "+newest[1]+"\n") {
		t.Errorf("the chart is not that of %s", versions[1])
	}
}
