package dashboards_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// scrapedTwice has each switch in two jobs, as during a migration, or with a second exporter.
const scrapedTwice = `
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: slp
    static_configs: [{targets: ["%s"]}]
  - job_name: slp-again
    static_configs: [{targets: ["%s"]}]
`

// TestSwitchesScrapedTwice asks every query about switches of a Prometheus that has each switch twice, and the same
// query of one of the two jobs: the answers must be the same.
func TestSwitchesScrapedTwice(t *testing.T) {
	m := twice(t)
	asked := 0
	for name, d := range all(t) {
		for _, e := range d.expressions() {
			if !strings.Contains(e.text, `target=~"$target"`) {
				continue // of an exporter, or what variables offer
			}
			asked++
			where := name + ": " + e.where
			both, err := m.query(filled(e.text, ".*"))
			if err != nil {
				t.Errorf("%s: %v", where, err)
				continue
			}
			one, err := m.query(filled(ofJob(e.text), ".*"))
			if err != nil {
				t.Errorf("%s, of one job: %v", where, err)
				continue
			}
			if strings.Contains(e.text, "increase(") || strings.Contains(e.text, "rate(") {
				checkOnce(t, where, both) // the jobs scrape at different times, which shows in what grew meanwhile
				continue
			}
			if got, want := answerText(both), answerText(one); !slices.Equal(got, want) {
				t.Errorf("%s: %d results, %d of one job:\n%s\n%s\n%s", where, len(got), len(want), e.text, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d queries", asked)
	}
}

// twice is a moment at which both jobs have all that is known of a fleet that stands still.
func twice(t *testing.T) moment {
	t.Helper()
	programs.Need(t, "prometheus")
	exporter := programs.StartExporter(t, "demo", "--protocol=both", "--troubled=0", "--min-interval=1h")
	address, err := url.Parse(exporter.URL)
	if err != nil {
		t.Fatal(err)
	}
	m := moment{prometheus: programs.StartPrometheus(t, strings.ReplaceAll(scrapedTwice, "%s", address.Host), nil)}
	programs.Wait(t, "both jobs have every switch", func() bool {
		m.at = time.Now().Add(-2 * time.Second)
		return m.has("count(slp_up == 1) == 50") && m.has("count(slp_up offset 3s == 1) == 50")
	})
	return m
}

// ofJob is the query about the switches as one job has them.
func ofJob(text string) string {
	return strings.NewReplacer(`target=~"$target"`, `target=~"$target", job="slp"`).Replace(text)
}

// checkOnce fails if a result is there for each of the two jobs.
func checkOnce(t *testing.T, where string, answer []programs.Sample) {
	t.Helper()
	for _, s := range answer {
		if job := s.Metric["job"]; job != "" {
			t.Errorf("%s: a result of job %s: %v", where, job, s.Metric)
		}
	}
}

// answerText are the results of a query, each with its labels and value.
func answerText(answer []programs.Sample) []string {
	var lines []string
	for _, s := range answer {
		lines = append(lines, fmt.Sprintf("%v %.9g", s.Metric, s.Value()))
	}
	slices.Sort(lines)
	return lines
}
