package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestDemo is the first thing a new user does. Without the troubled switches, of which one is slow.
func TestDemo(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--seed=7", "--troubled=0")
	s := p.scrape()
	if up := s.count("slp_up", 1); up != 25 {
		t.Errorf("%d of 25 switches are up\n%s", up, p.stderr.String())
	}
	if names := s.names(); len(names) <= 50 {
		t.Errorf("only %d metric names: %v", len(names), names)
	}
	if s.count("slp_trust_installed", 0) == 0 || s.count("slp_trust_installed", 1) == 0 {
		t.Error("all switches are alike in trust")
	}
	for _, name := range []string{"target", "site", "tier"} {
		if m := s.families["slp_up"].Metric[0]; !strings.Contains(m.String(), name) {
			t.Errorf("no label %s in %s", name, m)
		}
	}
	s.checkDoubles(t)
	s.lint(t)
	t.Run("promtool", func(t *testing.T) { checkMetrics(t, s.text) })
	if greeting := p.stdout.String(); !strings.Contains(greeting, "/metrics") || !strings.Contains(greeting, "ssh -p ") {
		t.Errorf("the demo does not say what to open: %s", greeting)
	}
	if greeting := p.stdout.String(); !strings.Contains(greeting, strings.Replace(p.url, "127.0.0.1", "localhost", 1)+"/metrics") {
		t.Errorf("the demo names another address than %s: %s", p.url, greeting)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.stderr.String())
	}
}

// TestDemoPollsItself: a demo that nothing scrapes shows what came of its polls, also those of the troubled switches.
func TestDemoPollsItself(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0")
	for _, kind := range simulator.Troubles() {
		if !strings.Contains(p.stdout.String(), "    1  "+kind.Name+"\n") {
			t.Errorf("no switch is %s: %s", kind.Name, p.stdout.String())
		}
	}
	want := map[string]int{"refused": 1, "auth": 1, "host_key": 1}
	var got map[string]int
	for deadline := time.Now().Add(patience); !maps.Equal(got, want); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("down are %v, want %v", got, want)
		}
		got = map[string]int{}
		for _, s := range p.targets() {
			if s.Up != nil && !*s.Up {
				got[*s.Reason]++
			}
		}
	}
}

// targets is what the exporter knows of its switches.
func (p *program) targets() []targetState {
	p.t.Helper()
	_, body := p.get("/api/v1/targets")
	var document struct{ Targets []targetState }
	if err := json.Unmarshal([]byte(body), &document); err != nil {
		p.t.Fatal(err, body)
	}
	return document.Targets
}

// targetState is whether a switch is up, and if not, why.
type targetState struct {
	Up     *bool
	Reason *string
}

// TestDemoIsAlive: values change while one watches. The fleet runs fast here, so that the test
// does not have to watch for long.
func TestDemoIsAlive(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=6", "--tempo=500000", "--min-interval=0s")
	sum := func(s scrape) (failures float64) {
		for _, m := range s.families["slp_comm_attempts"].GetMetric() {
			failures += m.GetGauge().GetValue()
		}
		return failures
	}
	before := sum(p.scrape())
	for deadline := time.Now().Add(patience); sum(p.scrape()) == before; {
		if time.Now().After(deadline) {
			t.Fatalf("still %v attempts", before)
		}
	}
}

func TestPages(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=1", "--web.telemetry-path=/m", "--web.enable-pprof")
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/":                    {http.StatusOK, "Metrics"},
		"/m":                   {http.StatusOK, "slp_up"},
		"/metrics":             {http.StatusNotFound, ""},
		"/-/healthy":           {http.StatusOK, "healthy"},
		"/-/ready":             {http.StatusOK, "ready"},
		"/debug/pprof/cmdline": {http.StatusOK, ""},
		"/nothing":             {http.StatusNotFound, ""},
	} {
		if status, body := p.get(path); status != want.status || !strings.Contains(body, want.text) {
			t.Errorf("%s: status %d, %.200s", path, status, body)
		}
	}
}

func TestPprofIsOffByDefault(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=1")
	if status, _ := p.get("/debug/pprof/"); status != http.StatusNotFound {
		t.Errorf("status %d", status)
	}
}

// TestTargets: a scrape may ask for some of the switches.
func TestTargets(t *testing.T) {
	p := start(t, "demo", "--web.listen-address=127.0.0.1:0", "--switches=3")
	name := "vie-acc-01"
	status, text := p.get("/metrics?target=" + name + "&target=" + name)
	if status != http.StatusOK || strings.Count(text, "\nslp_up{") != 1 || !strings.Contains(text, name) {
		t.Errorf("status %d: %s", status, grep(text, "slp_up"))
	}
	for query, want := range map[string]int{
		"?target=nobody": http.StatusNotFound, "?collect[]=nothing": http.StatusBadRequest, "?collect[]=status": http.StatusOK,
	} {
		if status, text := p.get("/metrics" + query); status != want {
			t.Errorf("%s: status %d, %.100s", query, status, text)
		}
	}
}
