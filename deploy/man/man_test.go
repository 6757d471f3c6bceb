// Package man holds the manual pages that packages install. They are generated: `make docs` writes them, from the
// program's flags and from docs/configuration.md.
package man

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/manual"
	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

var update = flag.Bool("update", false, "write the generated files")

// TestDocs holds the files against what they are generated from.
func TestDocs(t *testing.T) {
	exporter, err := programs.BuildExporter(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{
		"slp-exporter.1":                  printed(t, exporter, "--help-man"),
		"slp-exporter.yml.5":              manual.Configuration(read(t, "../../docs/configuration.md"), read(t, "../../docs/examples/minimal.yml")),
		"../completion/slp-exporter.bash": printed(t, exporter, "--completion-script-bash"),
		"../completion/_slp-exporter":     printed(t, exporter, "--completion-script-zsh"),
		"../completion/slp-exporter.fish": printed(t, exporter, "--completion-script-fish"),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if read(t, file) != content {
			t.Errorf("%s is out of date, run make docs", file)
		}
	}
}

func printed(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimLeft(string(out), "\n")
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPagesRender: mandoc finds nothing wrong with the pages but their long lines.
func TestPagesRender(t *testing.T) {
	mandoc := programs.Need(t, "mandoc")
	pages, err := filepath.Glob("*.[15]")
	if err != nil || len(pages) != 2 {
		t.Fatalf("%v, %v", pages, err)
	}
	for _, page := range pages {
		said, _ := exec.CommandContext(t.Context(), mandoc, "-T", "lint", "-W", "warning", page).CombinedOutput() // its code repeats what it says
		for line := range strings.Lines(string(said)) {
			if !strings.Contains(line, "missing date") {
				t.Error(strings.TrimSpace(line))
			}
		}
		if text := printed(t, mandoc, "-T", "utf8", page); strings.Contains(text, `\f`) || strings.Contains(text, "](") {
			t.Errorf("%s shows marks of roff or Markdown", page)
		}
	}
}

// TestScriptsParse: the shells can read their scripts.
func TestScriptsParse(t *testing.T) {
	for shell, script := range map[string]string{"bash": "slp-exporter.bash", "zsh": "_slp-exporter", "fish": "slp-exporter.fish"} {
		t.Run(shell, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), programs.Need(t, shell), "-n", filepath.Join("..", "completion", script)).CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
