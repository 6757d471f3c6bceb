package prometheus

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// fleetSize is how many switches each demo has.
const fleetSize = 8

// quick finds the intervals of examples, which tests set to a second.
var quick = regexp.MustCompile(`(?m)^( *(?:scrape_interval|scrape_timeout|evaluation_interval): )\S+`)

// load starts Prometheus with the rules and a shipped example, in which it replaces these texts.
func load(t *testing.T, example string, replaced map[string]string, flags ...string) *programs.Server {
	t.Helper()
	text, err := os.ReadFile("examples/" + example)
	if err != nil {
		t.Fatal(err)
	}
	config := quick.ReplaceAllString(string(text), "${1}1s")
	for from, to := range replaced {
		if !strings.Contains(config, from) {
			t.Fatalf("%s has no %s", example, from)
		}
		config = strings.ReplaceAll(config, from, to)
	}
	rules, err := programs.Rules("../..", false)
	if err != nil {
		t.Fatal(err)
	}
	return programs.StartPrometheus(t, config, rules, flags...)
}

// demos starts two exporters, each with simulated switches of the same names.
func demos(t *testing.T) (first, second *programs.Server) {
	t.Helper()
	programs.Need(t, "prometheus")
	path, err := programs.BuildExporter(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	start := func() *programs.Server {
		return programs.StartServer(t, programs.Exporter(path, t.TempDir(), "demo", "--switches=8", "--troubled=0", "--min-interval=1s"))
	}
	return start(), start()
}

// wait waits until an expression has one result, of this value.
func wait(t *testing.T, p *programs.Server, expr string, value float64) {
	t.Helper()
	var last []programs.Sample
	programs.Wait(t, expr, func() bool {
		samples, err := p.Query(expr)
		if err != nil {
			t.Fatal(err)
		}
		last = samples
		return len(last) == 1 && last[0].Value() == value
	})
}

// checkRules waits until all rules have been evaluated. None may fail.
func checkRules(t *testing.T, p *programs.Server) {
	t.Helper()
	programs.Wait(t, "all rules are evaluated", func() bool {
		rules, err := p.Rules()
		if err != nil || len(rules) < 30 {
			t.Fatalf("%d rules: %v", len(rules), err)
		}
		for _, r := range rules {
			if r.Health == "err" {
				t.Fatalf("%s: %s", r.Name, r.LastError)
			}
			if r.Health != "ok" && r.Type == "alerting" { // the recording rules of capacity take longer
				return false
			}
		}
		return true
	})
}

// TestExamples loads each example into a Prometheus of its own, and all scrape the same two exporters.
func TestExamples(t *testing.T) {
	t.Parallel()
	first, second := demos(t)
	for name, test := range map[string]func(t *testing.T, first, second *programs.Server){
		"fleet": testFleet, "probe": testProbe, "sharded": testSharded, "remote write": testRemoteWrite,
		"both ways": testBothWays,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, first, second)
		})
	}
}

func testFleet(t *testing.T, exporter, _ *programs.Server) {
	p := load(t, "fleet.yml", map[string]string{"localhost:9952": exporter.Address})
	wait(t, p, `count(slp_up == 1)`, fleetSize)
	wait(t, p, `count(up{job="slp"} == 1)`, 1)
	checkRules(t, p)
}

func testProbe(t *testing.T, exporter, _ *programs.Server) {
	p := load(t, "probe.yml", map[string]string{"localhost:9952": exporter.Address})
	wait(t, p, `count(up{job="slp-probe"} == 1 and on (instance) label_replace(slp_up == 1, "instance", "$1", "target", "(.*)"))`, fleetSize)
	wait(t, p, `count(slp_up)`, fleetSize)
	wait(t, p, `count(slp_exporter_targets{job="slp-exporter"})`, 1)
	checkRules(t, p)
}

// testSharded checks that one exporter alone polls each switch, and that both poll some.
func testSharded(t *testing.T, first, second *programs.Server) {
	p := load(t, "sharded.yml", map[string]string{
		"slp-0.example.net:9952": first.Address, "slp-1.example.net:9952": second.Address,
	})
	wait(t, p, `count(slp_up == 1)`, fleetSize)
	wait(t, p, `count(count by (target) (slp_up) == 1)`, fleetSize)
	wait(t, p, `count(up{job="slp-exporter"} == 1)`, 2)
	targets, err := p.Targets()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	for _, target := range targets {
		if target.ScrapePool == "slp-probe" {
			asked[strings.Split(strings.TrimPrefix(target.ScrapeURL, "http://"), "/")[0]]++
		}
	}
	if asked[first.Address] == 0 || asked[second.Address] == 0 || asked[first.Address]+asked[second.Address] != fleetSize {
		t.Errorf("the shards are %v", asked)
	}
	checkRules(t, p)
}

// testBothWays scrapes each switch in both ways at once, and by two exporters, as happens in a migration. No rule may fail,
// and each switch counts once.
func testBothWays(t *testing.T, first, second *programs.Server) {
	fleet, err := os.ReadFile("examples/fleet.yml")
	if err != nil {
		t.Fatal(err)
	}
	_, job, _ := strings.Cut(string(fleet), "  - job_name: slp ")
	job, _, _ = strings.Cut(job, "    # With")
	p := load(t, "probe.yml", map[string]string{
		"localhost:9952": first.Address, "scrape_configs:\n": "scrape_configs:\n  - job_name: slp " +
			strings.ReplaceAll(job, `"localhost:9952"`, fmt.Sprintf("%q, %q", first.Address, second.Address)),
	})
	wait(t, p, `count(slp_up == 1)`, 3*fleetSize)
	checkRules(t, p)
	rules, err := p.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		results, err := p.Query(r.Query)
		if err != nil {
			t.Error(r.Name, err)
		}
		for _, result := range results {
			if job := result.Metric["job"]; job != "" && result.Metric["target"] != "" {
				t.Errorf("%s: %v", r.Name, result.Metric)
			}
		}
	}
}

func testRemoteWrite(t *testing.T, exporter, _ *programs.Server) {
	store := programs.StartPrometheus(t, "global: {}\n", nil, "--web.enable-remote-write-receiver")
	p := load(t, "remote-write.yml", map[string]string{"localhost:9952": exporter.Address, "store.example.net:9090": store.Address})
	wait(t, p, `count(slp_up == 1)`, fleetSize)
	wait(t, store, `count(slp_up{prometheus="noc"} == 1)`, fleetSize)
	wait(t, store, `count(slp_trust_code_installed) > bool 0`, 1)
	if left, err := store.Query(`{__name__=~"go_.*|slp_collector_duration_seconds"}`); err != nil || len(left) > 0 {
		t.Errorf("sent, too: %v, %v", left, err)
	}
	checkRules(t, p)
}

// TestOtherLabel checks that the command of README.md replaces site by another label, and that the rules stay valid.
func TestOtherLabel(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^sed .*$`).FindString(string(readme))
	if command == "" {
		t.Fatal("README.md has no sed command")
	}
	dir := t.TempDir()
	for _, name := range []string{rulesFile, alertsFile} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.CommandContext(t.Context(), "sh", "-c", command) //nolint:gosec // of our README
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		t.Skipf("no sed that knows it: %v: %s", err, out)
	}
	for _, name := range []string{rulesFile, alertsFile} {
		text, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // ours
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`by \([^)]*\bsite\b|labels\.site`).Match(text) || !strings.Contains(string(text), "region") {
			t.Errorf("%s still goes by site", name)
		}
		out, err := exec.CommandContext(t.Context(), programs.Need(t, "promtool"), "check", "rules", filepath.Join(dir, name)).CombinedOutput() //nolint:gosec // found by us
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// TestPrometheus3 loads each example with all rules into Prometheus 3.
func TestPrometheus3(t *testing.T) {
	examples, err := filepath.Glob("examples/*.yml")
	if err != nil || len(examples) < 4 {
		t.Fatal(examples, err)
	}
	rules, err := programs.Rules("../..", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		config, err := os.ReadFile(example) //nolint:gosec // the repository's
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := programs.StartPrometheusOf(t, "prometheus3", string(config), rules).Rules()
		if err != nil || len(loaded) < 30 {
			t.Errorf("%s: %d rules, %v", example, len(loaded), err)
		}
	}
}
