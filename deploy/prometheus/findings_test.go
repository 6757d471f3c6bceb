package prometheus

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"
	dto "github.com/prometheus/client_model/go"
	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Each moment stands still for longer than the longest "for" of an alert. Alerts read recording rules, which are
// looked up five minutes back at most.
const (
	still     = 3*24*time.Hour + 4*time.Hour
	evaluated = 4 * time.Minute
)

// moment is one switch at one moment: its series, and what advice finds.
type moment struct {
	target   string
	state    *parser.State
	series   []*dto.MetricFamily
	now      time.Time // by the clock against which the series' times were resolved
	findings []advise.Finding
}

// TestFindingsAgree holds advice against alerts: where an alert fires on a switch that stays as it is, there is a
// finding of its kind, and a finding with an alert has that alert fire. The switches are those of all scenarios with
// three seeds, and real ones of the corpus at the moment of their tech support.
func TestFindingsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("long: three days of some sixty switches, every four minutes; make test-all runs it")
	}
	t.Parallel()
	moments := slices.Concat(simulated(t), captured(t))
	var asks []map[string]any
	for _, m := range moments {
		told := slices.Clone(changes)
		for _, f := range m.findings {
			alerts := alertsOf(f.ID)
			told = append(told, alerts...)
			if len(alerts) > 0 && m.mustFire(f) {
				asks = append(asks, ask(fmt.Sprintf(`count(%s) > bool 0 # %s`, firingNow(m.target, "=~", alerts), f.ID), 1))
			}
		}
		asks = append(asks, ask(fmt.Sprintf("count by (alertname, target) (%s)", firingNow(m.target, "!~", told)), math.NaN()))
	}
	if out, err := promtool(t, "test", "rules", standing(t, moments, asks)); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// changes are the alerts about a change, or about other switches. A moment that stands still does not show them.
var changes = []string{
	"SLPTransportDiffers", "SLPManySwitchesFailing", "SLPReportsTooFrequent", "SLPReportingPolicyChanged", "SLPLicenseCountChanged",
}

// alertsOf are the alerts of a finding.
func alertsOf(id advise.ID) []string {
	for _, e := range advise.Entries() {
		if e.ID == id {
			return e.Alerts
		}
	}
	return nil
}

// mustFire reports whether one of the alerts of a finding must fire. What was lost is an event, which a moment does not
// have, and the alert about trust codes speaks of transport smart alone.
func (m moment) mustFire(f advise.Finding) bool {
	smart := m.state.Transport != nil && m.state.Transport.Type == "smart"
	switch f.ID {
	case "reports_purged", "reports_missing", "ntp_unsynchronised":
		return false
	case "trust_lost", "trust_token_refused", "trust_code_missing":
		return smart
	}
	return f.Severity.AtLeast(advise.Warning)
}

func firingNow(target, match string, alerts []string) string {
	return fmt.Sprintf(`ALERTS{alertstate="firing",target=%q,alertname%s%q}`, target, match, strings.Join(alerts, "|"))
}

// ask asks for a value at the end; NaN stands for none.
func ask(expr string, value float64) map[string]any {
	samples := []any{}
	if !math.IsNaN(value) {
		samples = append(samples, map[string]any{"labels": "{}", "value": value})
	}
	return map[string]any{"expr": expr, "eval_time": still.String(), "exp_samples": samples}
}

// simulated are the scenarios, each with three seeds, polled once.
func simulated(t *testing.T) []moment {
	t.Helper()
	clock := &handClock{now: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}
	var all []moment
	for _, scenario := range simulator.Scenarios() {
		for seed := range uint64(3) {
			switches, err := simulator.New(simulator.Options{Switches: 1, Seed: seed + 1, Clock: clock, Scenarios: []simulator.Scenario{scenario}})
			if err != nil {
				t.Fatal(err)
			}
			sw := switches.Switches()[0]
			module := &config.Module{
				Name: "default", Protocol: config.ProtocolSSH, EventlogDays: 1, Session: config.SessionClose,
				Collectors: config.DefaultCollectors(config.ProtocolSSH),
			}
			target := &config.Target{Name: fmt.Sprintf("%s-%d", scenario, seed+1), Address: "192.0.2.1:22", Module: module}
			f := fleet.New(&config.Config{
				Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Second, Timeout: time.Hour}, Targets: []*config.Target{target},
			}, fleet.Options{Logger: log.NewNopLogger(), Now: clock.Now, Open: nowire.Open(map[string]*simulator.Switch{target.Name: sw})})
			status := f.Collect(t.Context())[0]
			_ = f.Close(context.Background())
			m := moment{target: target.Name, state: status.Result.State, series: collector.NewBuilder().Families(status), now: clock.now}
			m.findings = advise.Diagnose(advise.Input{State: m.state, Clock: status.Result.Clock}).Findings
			all = append(all, m)
		}
	}
	return all
}

// captured are the real tech supports of the corpus that have a clock; none without the corpus. The zone does not matter: all
// times are of the same.
func captured(t *testing.T) []moment {
	t.Helper()
	files, err := filepath.Glob("../../../shared/corpus/show-license-tech-support/*/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []moment
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // of the corpus
		if err != nil {
			t.Fatal(err)
		}
		parts, _ := capture.Split(string(text), "tech_support")
		for _, part := range parts {
			state, _ := part.Parse()
			if state == nil || state.Clock == nil {
				continue
			}
			m := moment{target: filepath.Base(filepath.Dir(file)), state: state, now: state.Clock.Wall}
			clock := localtime.NewClock(state.Clock, time.Time{}, time.FixedZone(state.Clock.Zone, 0))
			m.series = collector.NewBuilder().CaptureFamilies(collector.Capture{
				Target: m.target, Outputs: []collector.CapturedOutput{{Collector: "tech_support"}}, State: state, Clock: clock,
			})
			m.findings = advise.Diagnose(advise.Input{State: state, Clock: clock}).Findings
			all = append(all, m)
		}
	}
	return all
}

// standing writes a rule test in which each moment stands still: the times in it stay as far from now as they are.
func standing(t *testing.T, moments []moment, asks []map[string]any) string {
	t.Helper()
	names := namesIn(t, alertsFile, rulesFile)
	steps := int(still / evaluated)
	series := map[string]string{}
	for _, m := range moments {
		for _, f := range m.series {
			for _, s := range f.GetMetric() {
				value := s.GetGauge().GetValue() + s.GetCounter().GetValue() + s.GetUntyped().GetValue()
				if !names[f.GetName()] {
					continue
				}
				slope := 0
				if strings.HasSuffix(f.GetName(), "_timestamp_seconds") {
					value, slope = value-float64(m.now.Unix()), int(evaluated.Seconds())
				}
				series[nameOf(f.GetName(), s)] = fmt.Sprintf("%.0f+%dx%d", value, slope, steps)
			}
		}
	}
	var input []map[string]string
	for _, name := range slices.Sorted(maps.Keys(series)) {
		input = append(input, map[string]string{"series": name, "values": series[name]})
	}
	dir, kept := t.TempDir(), keptGroups(t, spoken())
	groups := slices.DeleteFunc(groupsOf(t, rulesFile, alertsFile), func(name string) bool { return !kept[name] })
	for _, rules := range []string{rulesFile, alertsFile} {
		writeFile(t, filepath.Join(dir, rules), only(t, rules, kept))
	}
	text, err := yaml.Marshal(map[string]any{
		"rule_files": []string{rulesFile, alertsFile}, "evaluation_interval": evaluated.String(), "group_eval_order": groups,
		"tests": []any{map[string]any{"interval": evaluated.String(), "input_series": input, "promql_expr_test": asks}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "findings_test.yml")
	writeFile(t, file, text)
	return file
}

// spoken are the alerts of which findings speak. The groups without them take time and have nothing to say here.
func spoken() map[string]bool {
	names := map[string]bool{}
	for _, e := range advise.Entries() {
		for _, a := range e.Alerts {
			names[a] = true
		}
	}
	delete(names, "SLPTransportDiffers")
	return names
}
