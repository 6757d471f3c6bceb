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

// demo is a Prometheus that has scraped the demo for long enough for rates.
func demo(t *testing.T) *programs.Server {
	t.Helper()
	programs.Need(t, "prometheus")
	exporter := programs.StartExporter(t, "demo", "--protocol=both", "--min-interval=1s", "--tempo=1440")
	address, err := url.Parse(exporter.URL)
	if err != nil {
		t.Fatal(err)
	}
	prometheus := programs.StartPrometheus(t, strings.ReplaceAll(config, "%s", address.Host), nil)
	for what, expr := range map[string]string{
		"every switch has been polled several times": "min(increase(slp_polls_total[20s])) > 2",
		"a switch fails that did not before":         "slp_comm_failed_streak > 0 and min_over_time(slp_comm_failed_streak[1h]) == 0",
	} {
		programs.Wait(t, what, func() bool {
			answer, err := prometheus.Query(expr)
			return err == nil && len(answer) > 0
		})
	}
	return prometheus
}

// ask runs an expression as Grafana does.
func ask(p *programs.Server, e expression, target string) ([]programs.Sample, error) {
	text := filled(e.text, target)
	if e.instant {
		return p.Query(text)
	}
	now := time.Now()
	return p.QueryRange(text, now.Add(-15*time.Second), now, time.Second)
}

func TestQueriesYieldSomething(t *testing.T) {
	prometheus := demo(t)
	switches, err := prometheus.Query("slp_up")
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
				answer, err := ask(prometheus, e, target)
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
	t.Run("of a healthy switch", func(t *testing.T) { healthy(t, prometheus) })
	t.Run("of no switch", func(t *testing.T) { unknown(t, prometheus) })
	t.Run("columns", func(t *testing.T) { columns(t, prometheus, targets) })
}

// healthy checks that each panel of a healthy switch's dashboard shows something, or says in words why not.
func healthy(t *testing.T, prometheus *programs.Server) {
	found, err := prometheus.Query(`topk(1, slp_trust_installed == 1 and on (target) slp_eventlog_comm_fail_streak == 0
		and on (target) slp_collector_success{collector="syslog"} == 1 and on (target) slp_transport_info{type="smart"})`)
	if err != nil || len(found) == 0 {
		t.Fatal("no healthy switch: ", err)
	}
	target := found[0].Metric["target"]
	for _, p := range all(t)["switch"].graphs() {
		filledOut := false
		for _, q := range p.Targets {
			answer, err := ask(prometheus, expression{"", q.Expr, q.Instant}, target)
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
func unknown(t *testing.T, prometheus *programs.Server) {
	for name, d := range all(t) {
		for _, e := range d.expressions() {
			if !strings.Contains(e.text, "$target") {
				continue // of an exporter, or what variables offer
			}
			answer, err := ask(prometheus, e, "nobody")
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
func columns(t *testing.T, prometheus *programs.Server, targets []string) {
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
					answer, err := ask(prometheus, expression{"", q.Expr, true}, target)
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
