package prometheus

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-kit/log"
	dto "github.com/prometheus/client_model/go"
	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// The fleet is polled once an hour for a month.
const (
	step  = time.Hour
	month = 31 * 24
)

// troubles returns, for each scenario of the simulated fleet, the alerts of which it must raise at least one
// within a month.
func troubles() map[simulator.Scenario]string {
	return map[simulator.Scenario]string{
		simulator.NeverTrusted:            "SLPTrustCodeMissing|SLPCommFailedStreak|SLPCommFailedStreakLong",
		simulator.DNSFailure:              "SLPCommFailedStreak",
		simulator.Timeout:                 "SLPCommFailedStreak",
		simulator.ProxyRefused:            "SLPCommFailedStreak",
		simulator.AckOverdue:              "SLPAckDeadlinePassed",
		simulator.ReportBacklog:           "SLPReportsUnacknowledged",
		simulator.StackMemberWithoutTrust: "SLPTrustCodeMissingOnMember",
		simulator.LostTrust:               "SLPTrustCodeMissing|SLPCommFailedStreak",
		simulator.SkewedClock:             "SLPClockSkewed",
		simulator.LongOutage:              "SLPCommFailedStreakLong",
		simulator.NeverRestored:           "SLPCommFailedStreakLong",
		simulator.WrongSourceInterface:    "SLPCommFailedStreakLong",
		simulator.VRFWithoutNameServer:    "SLPCommFailedStreakLong",
		simulator.TLSInspection:           "SLPCommFailedStreakLong",
		simulator.WrongProxyPort:          "SLPCommFailedStreakLong",
		simulator.WrongClock:              "SLPClockSkewed",
		simulator.LostRoute:               "SLPCommFailedStreak",
	}
}

// quiet returns the scenarios that must raise no alert: the healthy ones, those offline by design, and those
// before Smart Licensing Using Policy. One that was switched off by mistake looks like one by design: only a
// fleet that agrees on a transport shows it.
func quiet() []simulator.Scenario {
	return []simulator.Scenario{simulator.Healthy, simulator.Offline, simulator.PreSLP, simulator.TransportOff}
}

// TestMonth lets a fleet of the demo's kind live for a month, polls it each hour, and lets promtool evaluate
// the rules on the results.
func TestMonth(t *testing.T) {
	if testing.Short() {
		t.Skip("long: a month of a simulated fleet, hour by hour; make test-all runs it")
	}
	t.Parallel()
	m := newMonth(t, 2*(len(simulator.Scenarios())-1))
	for range month + 1 {
		m.poll(t)
	}
	var calm []string
	var asks []map[string]any
	scenarios := map[simulator.Scenario]bool{}
	for _, sw := range m.switches.Switches() {
		if slices.Contains(quiet(), sw.Scenario()) {
			calm = append(calm, sw.Name())
			continue
		}
		alerts, ok := troubles()[sw.Scenario()]
		if !ok {
			t.Errorf("what should scenario %s raise?", sw.Scenario())
		}
		scenarios[sw.Scenario()] = true
		asks = append(asks, map[string]any{
			"expr":      fmt.Sprintf("count(count by (target) (%s)) # %s", firing(alerts, sw.Name()), sw.Scenario()),
			"eval_time": fmt.Sprint(month, "h"), "exp_samples": []any{map[string]any{"labels": "{}", "value": 1}},
		})
	}
	if len(scenarios) != len(troubles()) {
		t.Errorf("%d scenarios of trouble, %d in the fleet", len(troubles()), len(scenarios))
	}
	asks = append(asks, map[string]any{
		"expr":      fmt.Sprintf("count by (alertname, target) (%s)", firing(".+", strings.Join(calm, "|"))),
		"eval_time": fmt.Sprint(month, "h"), "exp_samples": []any{},
	})
	if out, err := promtool(t, "test", "rules", m.write(t, asks)); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// firing returns an expression that is true for alerts that have fired within the month.
func firing(alerts, targets string) string {
	return fmt.Sprintf(`count_over_time(ALERTS{alertstate="firing",alertname=~%q,target=~%q}[%dh])`, alerts, targets, month)
}

// handClock is a clock that tests move.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// fleetMonth is a simulated fleet, and the values that its polls have yielded.
type fleetMonth struct {
	clock    *handClock
	began    time.Time
	switches *simulator.Fleet
	fleet    *fleet.Fleet
	builder  *collector.Builder
	used     func(name string) bool
	steps    int
	seen     map[string][]float64 // by series; NaN where it was absent
}

func newMonth(t *testing.T, switches int) *fleetMonth {
	t.Helper()
	began := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	m := &fleetMonth{clock: &handClock{now: began}, began: began, builder: collector.NewBuilder(), seen: map[string][]float64{}}
	names := namesIn(t, alertsFile, rulesFile)
	m.used = func(name string) bool { return names[name] }
	var err error
	if m.switches, err = simulator.New(simulator.Options{Switches: switches, Nexus: 2, Seed: 1, Clock: m.clock}); err != nil {
		t.Fatal(err)
	}
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 10000, MaxConcurrentNetconf: 16, MinInterval: time.Second, Timeout: time.Hour}}
	module := &config.Module{
		Name: "default", Protocol: config.ProtocolSSH, EventlogDays: 1, Session: config.SessionKeep, IdleTimeout: 100 * time.Hour,
		Collectors: config.DefaultCollectors(config.ProtocolSSH),
	}
	bySwitch := map[string]*simulator.Switch{}
	for _, sw := range m.switches.Switches() {
		bySwitch[sw.Name()] = sw
		c.Targets = append(c.Targets, &config.Target{Name: sw.Name(), Address: "192.0.2.1:22", Module: module, Labels: sw.Labels()})
	}
	m.fleet = fleet.New(c, fleet.Options{
		Logger: log.NewNopLogger(), Now: m.clock.Now,
		Open: nowire.Open(bySwitch),
	})
	t.Cleanup(func() { _ = m.fleet.Close(context.Background()) })
	return m
}

// poll records the current values, and moves the clock to the next hour.
func (m *fleetMonth) poll(t *testing.T) {
	t.Helper()
	m.set(`up{job="slp",instance="localhost:9952"}`, 1)
	for _, status := range m.fleet.Collect(t.Context()) {
		for _, f := range m.builder.Families(status) {
			if !m.used(f.GetName()) {
				continue
			}
			for _, s := range f.GetMetric() {
				m.set(nameOf(f.GetName(), s), m.relative(f.GetName(), s.GetGauge().GetValue()+s.GetCounter().GetValue()+s.GetUntyped().GetValue()))
			}
		}
	}
	m.steps++
	m.clock.move(step)
}

// relative returns a value as promtool needs it, because its time begins at 0.
func (m *fleetMonth) relative(name string, value float64) float64 {
	if strings.HasSuffix(name, "_timestamp_seconds") {
		return value - float64(m.began.Unix())
	}
	return value
}

func (m *fleetMonth) set(series string, value float64) {
	values := m.seen[series]
	for len(values) < m.steps {
		values = append(values, math.NaN())
	}
	m.seen[series] = append(values, value)
}

// nameOf returns the name of a series with its labels, as in Prometheus.
func nameOf(name string, m *dto.Metric) string {
	var b strings.Builder
	b.WriteString(name + `{job="slp",instance="localhost:9952"`)
	for _, l := range m.GetLabel() {
		fmt.Fprintf(&b, ",%s=%q", l.GetName(), l.GetValue())
	}
	return b.String() + "}"
}

// write writes a rule test with the recorded values.
func (m *fleetMonth) write(t *testing.T, asks []map[string]any) string {
	t.Helper()
	var input []map[string]string
	for _, series := range slices.Sorted(maps.Keys(m.seen)) {
		input = append(input, map[string]string{"series": series, "values": runs(m.seen[series])})
	}
	var files []string
	for _, file := range []string{rulesFile, alertsFile} {
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	text, err := yaml.Marshal(map[string]any{
		"rule_files": files, "evaluation_interval": "1h", "group_eval_order": groupsOf(t, rulesFile, alertsFile),
		"tests": []any{map[string]any{"interval": "1h", "input_series": input, "promql_expr_test": asks}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "month_test.yml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// runs returns values in promtool's notation, with equal neighbours as one run.
func runs(values []float64) string {
	var words []string
	for i := 0; i < len(values); {
		same := i + 1
		for same < len(values) && (values[same] == values[i] || math.IsNaN(values[same]) && math.IsNaN(values[i])) {
			same++
		}
		if math.IsNaN(values[i]) {
			words = append(words, fmt.Sprint("_x", same-i))
		} else {
			words = append(words, fmt.Sprintf("%s+0x%d", strconv.FormatFloat(values[i], 'f', -1, 64), same-i-1))
		}
		i = same
	}
	return strings.Join(words, " ")
}
