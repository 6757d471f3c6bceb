package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// What is recommended everywhere: of a scrape of all switches, and of a scrape of one switch or of the exporter alone.
const (
	interval        = 2 * time.Minute
	timeoutOfFleet  = time.Minute
	timeoutOfSwitch = 45 * time.Second
)

var (
	scrape       = regexp.MustCompile(`(?m)^ +(?:scrape_)?interval: *(\w+)[^\n]*\n(?: *#[^\n]*\n)* *scrape_?[tT]imeout: *(\w+)`)
	passwordFile = regexp.MustCompile(`(?m)^[^#\n]*\bpassword_file: ([\w./-]+)`)
	configFence  = regexp.MustCompile("(?ms)^ *```yaml\n(.*?)^ *```$")
)

// shown returns the configuration files that users copy, and the pages that show them, by their paths.
func shown(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, root := range []string{"../README.md", ".", "../deploy"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if ext := filepath.Ext(path); ext == ".md" || ext == ".yml" || ext == ".yaml" {
				text, err := os.ReadFile(path) //nolint:gosec // the repository's
				if err != nil {
					return err
				}
				all[filepath.Clean(path)] = string(text)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestRecommended: every page and every example that names a scrape interval recommends the same one, and a timeout that
// suits it and the default timeout of a poll.
func TestRecommended(t *testing.T) {
	defaults, _, err := config.Parse("slp-exporter.yml", []byte("targets: []\n"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if d := defaults.Polling; timeoutOfSwitch <= d.Timeout || timeoutOfFleet >= interval || interval < d.MinInterval {
		t.Fatalf("the recommendation does not suit %+v", d)
	}
	found := 0
	for path, text := range shown(t) {
		for _, m := range scrape.FindAllStringSubmatch(text, -1) {
			found++
			every, err := time.ParseDuration(m[1])
			timeout, err2 := time.ParseDuration(m[2])
			if err != nil || err2 != nil {
				t.Errorf("%s: %s and %s are no durations", path, m[1], m[2])
			}
			if fits := timeout == timeoutOfFleet && every == interval || timeout == timeoutOfSwitch && every <= interval; !fits {
				t.Errorf("%s recommends an interval of %s with a timeout of %s", path, m[1], m[2])
			}
		}
	}
	if found < 9 {
		t.Errorf("only %d recommendations", found)
	}
	sizing := shown(t)["sizing.md"]
	if want := fmt.Sprintf("**every %.0f minutes**", interval.Minutes()); !strings.Contains(sizing, want) {
		t.Errorf("sizing.md does not recommend to scrape %s", want)
	}
}

// secrets are the names of the files for the password of a switch: beside the configuration, or where systemd or
// Kubernetes put it. The others belong to Prometheus and Alertmanager.
var secrets = []string{
	"readonly.password", "/run/credentials/slp-exporter.service/readonly.password", "/etc/slp-exporter-secrets/slp-readonly/password",
	"slp-exporter.password",
}

// TestSecretNames: the file of a switch's password has one name in all pages and examples.
func TestSecretNames(t *testing.T) {
	found := 0
	for path, text := range shown(t) {
		if filepath.Ext(path) == ".md" {
			var blocks []string
			for _, m := range configFence.FindAllStringSubmatch(text, -1) {
				blocks = append(blocks, m[1])
			}
			text = strings.Join(blocks, "\n")
		}
		if strings.Contains(path, "alertmanager") || strings.Contains(path, "remote-write") {
			continue
		}
		for _, m := range passwordFile.FindAllStringSubmatch(text, -1) {
			if found++; !slices.Contains(secrets, m[1]) {
				t.Errorf("%s calls the file of the password %s", path, m[1])
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d files", found)
	}
}
