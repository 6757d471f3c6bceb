package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readFile is a file's text; the test ends without it.
func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path) //nolint:gosec // the repository's
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadme: the page in front is short, its alert is one that the rule tests prove, and its numbers are right.
func TestReadme(t *testing.T) {
	text := readFile(t, "../README.md")
	if lines := strings.Count(text, "\n"); lines >= 150 {
		t.Errorf("README.md has %d lines", lines)
	}
	tests := ""
	files, err := filepath.Glob("../deploy/prometheus/tests/*_test.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		tests += readFile(t, file)
	}
	_, alert, _ := strings.Cut(text, "as it arrives:\n\n```\n")
	alert, _, _ = strings.Cut(alert, "\n```")
	parts := strings.Split(alert, "\n\n")
	if len(parts) != 4 {
		t.Fatalf("the alert has %d parts", len(parts))
	}
	for _, part := range parts[1:] {
		if sentence := strings.ReplaceAll(part, "\n", " "); !strings.Contains(tests, "'"+sentence+"'") {
			t.Errorf("no rule test expects %q", sentence)
		}
	}
	alerts := strings.Count(readFile(t, "../deploy/prometheus/slp-alerts.yml"), "- alert: ")
	if want := fmt.Sprintf(" %d alerts with runbooks", alerts); !strings.Contains(strings.ReplaceAll(text, "\n", " "), want) {
		t.Errorf("README.md does not say that there are%s", want)
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(readFile(t, "../go.mod"))
	if want := "Go " + version[1] + " or newer"; !strings.Contains(text, want) {
		t.Errorf("README.md does not ask for %s", want)
	}
}

// TestIndex: each page has a row in the page that lists them.
func TestIndex(t *testing.T) {
	files, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	index := readFile(t, "README.md")
	for _, file := range files {
		if file != "README.md" && !strings.Contains(index, "]("+file+")") {
			t.Errorf("docs/README.md does not list %s", file)
		}
	}
}
