// Package systemd holds the unit that packages install, and tests it as far as that goes without a running systemd:
// its keys, its exposure, and the exporter under the restrictions that it asks for.
package systemd

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

const unit = "slp-exporter.service"

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestVerify: systemd finds nothing wrong with the unit. It says so of an unknown key, and succeeds all the same.
func TestVerify(t *testing.T) {
	analyze := programs.Need(t, "systemd-analyze")
	installed := strings.ReplaceAll(read(t, unit), "/usr/bin/slp-exporter", "/bin/true")
	file := filepath.Join(t.TempDir(), unit)
	if err := os.WriteFile(file, []byte(installed), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", file).CombinedOutput()
	if err != nil || len(bytes.TrimSpace(said)) > 0 {
		t.Errorf("%v\n%s", err, said)
	}
}

// TestExposure: 0 is closed, 10 open; what is left is the network.
func TestExposure(t *testing.T) {
	said, err := exec.CommandContext(t.Context(), programs.Need(t, "systemd-analyze"), "security", "--offline=yes", unit).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	m := regexp.MustCompile(`Overall exposure level for \S+: ([\d.]+)`).FindSubmatch(said)
	if m == nil {
		t.Fatalf("no score in\n%s", said)
	}
	if score, err := strconv.ParseFloat(string(m[1]), 64); err != nil || score > 1.5 {
		t.Errorf("exposure %s, at most 1.5 is good\n%s", m[1], said)
	}
}

// TestSameInDocs: docs/operating.md does not tell of another unit.
func TestSameInDocs(t *testing.T) {
	docs := read(t, "../../docs/operating.md")
	if strings.Contains(docs, "[Service]\nUser=") || !strings.Contains(docs, "../deploy/systemd/"+unit) {
		t.Error("docs/operating.md does not lead to the unit, or holds one of its own")
	}
}
