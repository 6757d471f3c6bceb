package dashboards_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// noColumn lists the columns of tables that the demo does not fill, with the reason.
var noColumn = map[string]string{
	"communication: Transport, server, proxy and VRF: VRF": "no switch of the demo has its server in a VRF",
	"switch: How it reaches its server: VRF":               "no switch of the demo has its server in a VRF",
	"exporter: Exporters: Version":                         "a build without version, as that of this test, has none",
}

const config = `
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: slp
    static_configs: [{targets: ["%s"]}]
`

// moment is a Prometheus that has scraped the demo, and the time at which the tests query it. All queries have
// the same time, so that a scrape that a busy machine misses meanwhile changes no answer.
type moment struct {
	prometheus *programs.Server
	at         time.Time
}

// demo scrapes the demo for long enough for rates, and for a switch to fail that did not before.
func demo(t *testing.T) moment {
	t.Helper()
	programs.Need(t, "prometheus")
	exporter := programs.StartExporter(t, "demo", "--protocol=both", "--min-interval=1s", "--tempo=1440")
	address, err := url.Parse(exporter.URL)
	if err != nil {
		t.Fatal(err)
	}
	m := moment{prometheus: programs.StartPrometheus(t, strings.ReplaceAll(config, "%s", address.Host), nil)}
	programs.Wait(t, "every switch in no trouble has been polled several times, and one fails that did not before", func() bool {
		m.at = time.Now().Add(-3 * time.Second) // scrapes under way may still change what is younger
		return m.has("count(increase(slp_polls_total[20s]) > 2) >= 21") &&
			m.has("slp_comm_failed_streak > 0 and min_over_time(slp_comm_failed_streak[1h]) == 0")
	})
	return m
}

func (m moment) has(expr string) bool {
	answer, err := m.query(expr)
	return err == nil && len(answer) > 0
}

// query evaluates an expression at the moment.
func (m moment) query(expr string) ([]programs.Sample, error) {
	return m.prometheus.QueryRange(expr, m.at, m.at, time.Second)
}

// ask evaluates an expression as Grafana does, in a time range that ends at the moment.
func (m moment) ask(e expression, target string) ([]programs.Sample, error) {
	text := filled(e.text, target)
	if e.instant {
		return m.query(text)
	}
	return m.prometheus.QueryRange(text, m.at.Add(-15*time.Second), m.at, time.Second)
}

func TestQueriesYieldSomething(t *testing.T) {
	m := demo(t)
	switches, err := m.query("slp_up")
	if err != nil {
		t.Fatal(err)
	}
	targets := []string{".*"}
	for _, s := range switches {
		targets = append(targets, s.Metric["target"])
	}

	var slowest time.Duration
	var slow string
	asked := 0
	for name, d := range all(t) {
		for _, e := range d.expressions() {
			where := name + ": " + e.where
			// Some values exist on some switches only: one switch that has them is enough.
			tried := targets[:1]
			if name == "switch" {
				tried = targets[1:]
			}
			found := false
			for _, target := range tried {
				began := time.Now()
				answer, err := m.ask(e, target)
				took := time.Since(began)
				asked++
				if err != nil {
					t.Errorf("%s: %v", where, err)
					break
				}
				if took > slowest {
					slowest, slow = took, where
				}
				if found = len(answer) > 0; found {
					break
				}
			}
			if !found {
				t.Errorf("%s: nothing for %s", where, e.text)
			}
		}
	}
	t.Logf("%d queries, the slowest took %s: %s", asked, slowest.Round(time.Millisecond), slow)
	t.Run("of a healthy switch", func(t *testing.T) { healthy(t, m) })
	t.Run("of no switch", func(t *testing.T) { unknown(t, m) })
	t.Run("columns", func(t *testing.T) { columns(t, m, targets) })
}

// healthy checks that each panel of a healthy switch's dashboard shows something, or says in words why not.
func healthy(t *testing.T, m moment) {
	found, err := m.query(`topk(1, slp_trust_installed == 1 and on (target) slp_eventlog_comm_fail_streak == 0
		and on (target) slp_collector_success{collector="syslog"} == 1 and on (target) slp_transport_info{type="smart"})`)
	if err != nil || len(found) == 0 {
		t.Fatal("no healthy switch: ", err)
	}
	target := found[0].Metric["target"]
	for _, p := range all(t)["switch"].graphs() {
		filledOut := false
		for _, q := range p.Targets {
			answer, err := m.ask(expression{"", q.Expr, q.Instant}, target)
			if err != nil {
				t.Errorf("%s: %v", p.Title, err)
			}
			filledOut = filledOut || len(answer) > 0
		}
		if !filledOut && p.FieldConfig.Defaults.NoValue == "" {
			t.Errorf("%s: empty for %s, and does not say why", p.Title, target)
		}
	}
}

// unknown checks that a dashboard shows nothing for a switch of which nothing is known, instead of saying that
// all is well.
func unknown(t *testing.T, m moment) {
	for name, d := range all(t) {
		for _, e := range d.expressions() {
			if !strings.Contains(e.text, "$target") {
				continue // of an exporter, or what variables offer
			}
			answer, err := m.ask(e, "nobody")
			if err != nil {
				t.Errorf("%s: %s: %v", name, e.where, err)
			}
			if len(answer) > 0 {
				t.Errorf("%s: %s: %d series of a switch that does not exist", name, e.where, len(answer))
			}
		}
	}
}

// columns checks that each column of each table is a label or a value of its queries, and that each label is a
// column: Grafana also shows the labels that no column names.
func columns(t *testing.T, m moment, targets []string) {
	for name, d := range all(t) {
		for _, p := range d.graphs() {
			if p.Type != "table" {
				continue
			}
			have := map[string]bool{}
			for _, q := range p.Targets {
				have[p.valueField(q)] = true
				tried := targets[:1]
				if name == "switch" {
					tried = targets[1:]
				}
				for _, target := range tried {
					answer, err := m.ask(expression{"", q.Expr, true}, target)
					if err != nil {
						t.Fatal(err)
					}
					for _, s := range answer {
						for label := range s.Metric {
							have[label] = true
						}
					}
				}
			}
			columns, hidden := p.columns(t)
			for field := range have {
				if columns[field] == "" && !hidden[field] {
					t.Errorf("%s: %s: an unwanted column %q", name, p.Title, field)
				}
			}
			for field, title := range columns {
				if where := name + ": " + p.Title + ": " + title; !have[field] && noColumn[where] == "" {
					t.Errorf("%s: no query yields %s", where, field)
				}
			}
		}
	}
}
