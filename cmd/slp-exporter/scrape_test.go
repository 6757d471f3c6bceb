package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// get fetches a page.
func (p *program) get(path string) (status int, body string) {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.do(r)
}

func (p *program) do(request *http.Request) (status int, body string) {
	p.t.Helper()
	status, body, err := p.try(request)
	if err != nil {
		p.t.Fatal(err)
	}
	return status, body
}

// try is do for goroutines that may not end the test.
func (p *program) try(request *http.Request) (status int, body string, err error) {
	client := p.client
	if client == nil {
		client = http.DefaultClient
	}
	r, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	return r.StatusCode, string(text), err
}

// scrape is one scrape's families by name, and its text.
type scrape struct {
	text     string
	families map[string]*dto.MetricFamily
}

func (p *program) scrape() scrape {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, p.url+"/metrics", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.scrapeBy(r)
}

func (p *program) scrapeBy(r *http.Request) scrape {
	p.t.Helper()
	s, err := p.tryScrape(r)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// tryScrape is scrapeBy for goroutines that may not end the test.
func (p *program) tryScrape(r *http.Request) (scrape, error) {
	status, text, err := p.try(r)
	if err != nil {
		return scrape{}, err
	}
	if status != http.StatusOK {
		return scrape{}, fmt.Errorf("status %d: %s", status, text)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	return scrape{text, families}, err
}

// value of the series with these labels (name, value, …); false if it does not exist.
func (s scrape) value(name string, labels ...string) (float64, bool) {
	for _, m := range s.families[name].GetMetric() {
		if hasLabels(m, labels) {
			return m.GetGauge().GetValue() + m.GetCounter().GetValue() + m.GetUntyped().GetValue(), true
		}
	}
	return 0, false
}

func hasLabels(m *dto.Metric, labels []string) bool {
	have := map[string]string{}
	for _, l := range m.Label {
		have[l.GetName()] = l.GetValue()
	}
	for i := 0; i < len(labels); i += 2 {
		if have[labels[i]] != labels[i+1] {
			return false
		}
	}
	return true
}

// count how many series of a metric have that value.
func (s scrape) count(name string, value float64) int {
	n := 0
	for _, m := range s.families[name].GetMetric() {
		if m.GetGauge().GetValue() == value {
			n++
		}
	}
	return n
}

// names of the exporter's own metrics, without those of client libraries.
func (s scrape) names() []string {
	var names []string
	for _, n := range slices.Sorted(maps.Keys(s.families)) {
		if strings.HasPrefix(n, "slp_") {
			names = append(names, n)
		}
	}
	return names
}

// checkDoubles fails if a series stands there twice.
func (s scrape) checkDoubles(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for line := range strings.Lines(s.text) {
		series, _, ok := strings.Cut(line, " ")
		if i := strings.LastIndexByte(line, ' '); i > 0 {
			series = line[:i]
		}
		if ok && !strings.HasPrefix(line, "#") && seen[series] {
			t.Errorf("twice: %s", series)
		}
		seen[series] = true
	}
}

// lint holds a scrape against the linter that promtool is built on. It does nothing under the race detector: the linter compares
// all series with each other, which takes a quarter of the time there, and starts nothing concurrent.
func (s scrape) lint(t *testing.T) {
	t.Helper()
	if race.Enabled {
		return
	}
	problems, err := promlint.New(strings.NewReader(s.text)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// promtool finds the program, on the path or where the build puts it.
func promtool(t *testing.T) string {
	t.Helper()
	for _, candidate := range []string{"../../.ci/bin/promtool", "promtool"} {
		if path, err := exec.LookPath(candidate); err == nil {
			path, err = filepath.Abs(path)
			if err != nil {
				t.Fatal(err)
			}
			return path
		}
	}
	t.Skip("promtool is not installed; `make tools` builds it")
	return ""
}

func checkMetrics(t *testing.T, text string) {
	t.Helper()
	cmd := exec.Command(promtool(t), "check", "metrics") //nolint:gosec // found above
	cmd.Stdin = strings.NewReader(text)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil || said.Len() > 0 {
		t.Errorf("promtool check metrics: %v\n%s", err, said.String())
	}
}
