package dashboards_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/dashboards"
)

func TestDashboardsAreInStepWithTheirTables(t *testing.T) {
	files := map[string]bool{}
	for _, f := range dashboards.All() {
		files[f.Name] = true
		made, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, kept) {
			t.Errorf("%s is not what its table generates: go generate ./dashboards", f.Name)
		}
	}
	for name := range names {
		if !files[name+".json"] {
			t.Errorf("%s.json has no table", name)
		}
	}
	if len(files) != len(names) {
		t.Errorf("%d dashboards, want %d", len(files), len(names))
	}
}

// The SDK is large and only generates the dashboards: the exporter must not contain it.
func TestTheExporterDoesNotContainTheSDK(t *testing.T) {
	listed, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../cmd/slp-exporter").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, listed)
	}
	for _, pkg := range strings.Fields(string(listed)) {
		if strings.Contains(pkg, "grafana") {
			t.Errorf("slp-exporter contains %s", pkg)
		}
	}
}
