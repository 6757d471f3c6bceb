// Package programs starts the exporter, Prometheus and Alertmanager from the programs of this machine, on
// loopback and free ports, and asks them over HTTP. It imports nothing of the exporter, which it builds
// and runs as a program. Tests that need the real programs use it, and so does `make try`.
package programs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// aliases are other names under which a program may be installed: with a prefix by Debian, or of another brand.
var aliases = map[string][]string{
	"alertmanager": {"alertmanager", "prometheus-alertmanager"},
	"chromium":     {"chromium", "chromium-browser", "google-chrome"},
}

// Find returns the path of a program such as prometheus, promtool, alertmanager or amtool. It looks in
// .ci/bin of the repository, then on PATH, where it also tries Debian's name. The error says how to get the
// program.
func Find(program string) (string, error) {
	names := aliases[program]
	if names == nil {
		names = []string{program}
	}
	if root, err := Root(); err == nil {
		path := filepath.Join(root, ".ci", "bin", program)
		if found, err := exec.LookPath(path); err == nil {
			return found, nil
		}
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return filepath.Abs(found)
		}
	}
	return "", fmt.Errorf("%s was not found: not in .ci/bin, and not on PATH as %s; %s",
		program, strings.Join(names, " or "), hint(program))
}

// hint says how to get a program.
func hint(program string) string {
	switch program {
	case "alertmanager", "amtool":
		return "install Debian's prometheus-alertmanager, or Homebrew's alertmanager"
	case "promtool", "prometheus3", "goreleaser", "cyclonedx-gomod", "image", "helm":
		return "make tools builds it"
	default:
		return "install Debian's or Homebrew's " + program
	}
}

// Root returns the folder of the repository that contains the working directory.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if text, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && //nolint:gosec // a folder of the developer's own
			strings.HasPrefix(string(text), "module github.com/slp-exporter/slp-exporter\n") {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("not inside the repository of slp-exporter")
		}
	}
}
