package dashboardstest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// generator copies the generator into a folder of the test's own, so that nothing is written beside the
// source. The test is skipped where Node.js or the generator's modules are not there.
func generator(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed: it makes the dashboards")
	}
	modules, err := filepath.Abs(filepath.Join(folder, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(modules); err != nil {
		t.Skip("the generator's modules are not installed: npm ci in dashboards/")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "src"), os.DirFS(filepath.Join(folder, "src"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "tsconfig.json"} {
		copyFile(t, filepath.Join(folder, name), filepath.Join(dir, name))
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if said, err := node(t, dir, "node_modules/typescript/bin/tsc"); err != nil {
		t.Fatalf("tsc: %v\n%s", err, said)
	}
	return dir
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func node(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "node", args...)
	command.Dir = dir
	said, err := command.CombinedOutput()
	return string(said), err
}

func TestDashboardsAreInStepWithTheirGenerator(t *testing.T) {
	dir := generator(t)
	if said, err := node(t, dir, "build/main.js", "."); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for name := range names {
		made, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(filepath.Join(folder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, kept) {
			t.Errorf("%s.json is not what dashboards/src makes: npm run build in dashboards/", name)
		}
	}
}

func TestGrafanaTakesTheDashboards(t *testing.T) {
	dir := generator(t)
	for name := range names {
		copyFile(t, filepath.Join(folder, name+".json"), filepath.Join(dir, name+".json"))
	}
	said, err := node(t, dir, "build/check.js", ".")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, release := range []string{"grafana10", "grafana12"} {
		if !strings.Contains(said, release+": in order") {
			t.Errorf("not held against %s:\n%s", release, said)
		}
	}

	// What Grafana does not know must be found.
	wrong := filepath.Join(dir, "fleet.json")
	text, err := os.ReadFile(wrong)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"graphMode": "none"`, `"graphMode": "nothing"`},
		{`"gridPos": {`, `"gridPos": {"z": 0,`},
	} {
		changed := strings.Replace(string(text), change[0], change[1], 1)
		if changed == string(text) {
			t.Fatalf("fleet.json has no %s", change[0])
		}
		if err := os.WriteFile(wrong, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := node(t, dir, "build/check.js", "."); err == nil || !strings.Contains(said, "fleet.ts") {
			t.Errorf("%s is taken: %v\n%s", change[1], err, said)
		}
	}
}
