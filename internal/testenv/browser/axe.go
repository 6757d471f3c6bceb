package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// NeedAxe returns the rules of axe-core for accessible pages. It skips the test if `make tools` has not installed them.
func NeedAxe(t testing.TB) (script string) {
	t.Helper()
	root, err := programs.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, ".ci", "bin", "axe.min.js")) //nolint:gosec // ours
	if os.IsNotExist(err) {
		t.Skip("axe.min.js was not found in .ci/bin; make tools installs it with npm")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Axe returns what axe-core finds wrong with the page, a line for each rule and element; script is of NeedAxe.
func (tab *Tab) Axe(script string) []string {
	tab.t.Helper()
	Eval[bool](tab, script+"; true")
	found := Eval[[]violation](tab, `axe.run(document, {preload: false, resultTypes: ["violations"]}).then(r => r.violations)`)
	var violations []string
	for _, v := range found {
		for _, n := range v.Nodes {
			violations = append(violations, fmt.Sprintf("%s: %s: %s: %s", v.ID, v.Help, cut(n.HTML), strings.Join(strings.Fields(n.FailureSummary), " ")))
		}
	}
	return violations
}

// violation is a rule that is broken, as axe-core reports it.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}
