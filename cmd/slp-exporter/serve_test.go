package main

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// fleetOf starts simulated switches and writes a configuration for them.
func fleetOf(t *testing.T, n int, polling string) (fleet *simulator.Fleet, file string) {
	t.Helper()
	fleet, err := startFleet(simulator.Options{Switches: n, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := fleet.Close(); err != nil {
			t.Error(err)
		}
	})
	file = filepath.Join(t.TempDir(), "slp-exporter.yml")
	if err := writeConfig(file, fleet, polling, config.CollectorsOf(config.ProtocolSSH)); err != nil {
		t.Fatal(err)
	}
	return fleet, file
}

func grep(text, what string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		if strings.Contains(l, what) {
			b.WriteString(l)
		}
	}
	return b.String()
}

// TestSlowSwitchDoesNotHoldUpTheScrape: the scrape is answered in the time that Prometheus gives,
// although a poll may take an hour; the healthy switches are there.
func TestSlowSwitchDoesNotHoldUpTheScrape(t *testing.T) {
	fleet, file := fleetOf(t, 2, "polling: {min_interval: 60s, timeout: 1h}")
	mute := fleet.Switches()[0]
	mute.SetFaults(simulator.Faults{HangMidOutput: true})
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	r, err := http.NewRequest(http.MethodGet, p.url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", "2")
	s := p.scrapeBy(r)
	for i, sw := range fleet.Switches() {
		if up, ok := s.value("slp_up", "target", sw.Name()); !ok || up != float64(i) {
			t.Errorf("%s: slp_up %v %v", sw.Name(), up, ok)
		}
	}
	if n, _ := s.value("slp_exporter_polls_in_flight"); n != 1 {
		t.Errorf("%v polls go on", n)
	}
}

// TestSecondScrapeTouchesNoSwitch: a result younger than min_interval is served again.
func TestSecondScrapeTouchesNoSwitch(t *testing.T) {
	fleet, file := fleetOf(t, 3, "polling: {min_interval: 60s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	p.scrape()
	s := p.scrape()
	if n, _ := s.value("slp_exporter_scrape_coalesced_total"); n != 3 {
		t.Errorf("%v targets served from results at hand", n)
	}
	for _, sw := range fleet.Switches() {
		if n := sw.Logins(); n != 1 {
			t.Errorf("%s: %d logins", sw.Name(), n)
		}
		if n, _ := s.value("slp_polls_total", "target", sw.Name()); n != 1 {
			t.Errorf("%s: %v polls", sw.Name(), n)
		}
	}
}

// TestStopLogsOut: at the end no session is left on a switch.
func TestStopLogsOut(t *testing.T) {
	fleet, file := fleetOf(t, 3, "polling: {min_interval: 60s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	if n, _ := p.scrape().value("slp_exporter_sessions"); n != 3 {
		t.Errorf("%v sessions kept", n)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if strings.Contains(p.stderr.String(), "left open") {
		t.Error(p.stderr.String())
	}
	for _, sw := range fleet.Switches() {
		if n := sw.Logins(); n != 1 {
			t.Errorf("%d logins", n)
		}
	}
}

// TestSameThroughPedanticRegistry: what is served without a registry's checks passes them.
func TestSameThroughPedanticRegistry(t *testing.T) {
	_, file := fleetOf(t, 24, "polling: {min_interval: 60s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	s := p.scrape()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(replay(s.families))
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var checked strings.Builder
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&checked, f); err != nil {
			t.Fatal(err)
		}
	}
	series := regexp.MustCompile(`(?m)^slp_.*$`)
	got, want := series.FindAllString(s.text, -1), series.FindAllString(checked.String(), -1)
	want = without(want, "slp_exporter_poll_duration_seconds")
	got = without(got, "slp_exporter_poll_duration_seconds")
	if len(got) != len(want) || len(got) < 1000 {
		t.Errorf("%d series served, %d pass the registry", len(got), len(want))
	}
}

func without(lines []string, prefix string) []string {
	var out []string
	for _, l := range lines {
		if !strings.HasPrefix(l, prefix) {
			out = append(out, l)
		}
	}
	return out
}

// replay hands families to a registry metric by metric.
type replay map[string]*dto.MetricFamily

// Describe sends nothing: the metrics come as they are.
func (r replay) Describe(chan<- *prometheus.Desc) {}

func (r replay) Collect(ch chan<- prometheus.Metric) {
	for name, f := range r {
		if !strings.HasPrefix(name, "slp_") || f.GetType() == dto.MetricType_HISTOGRAM {
			continue
		}
		for _, m := range f.Metric {
			var names, values []string
			for _, l := range m.Label {
				names, values = append(names, l.GetName()), append(values, l.GetValue())
			}
			kind, value := prometheus.GaugeValue, m.GetGauge().GetValue()
			switch f.GetType() {
			case dto.MetricType_COUNTER:
				kind, value = prometheus.CounterValue, m.GetCounter().GetValue()
			case dto.MetricType_UNTYPED:
				kind, value = prometheus.UntypedValue, m.GetUntyped().GetValue()
			}
			ch <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, f.GetHelp(), names, nil), kind, value, values...)
		}
	}
}
