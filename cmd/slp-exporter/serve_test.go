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
	if err := writeConfig(file, fleet, polling, config.Collectors()); err != nil {
		t.Fatal(err)
	}
	return fleet, file
}

// TestTroubledSwitches: each trouble has its reason and one clear line, and harms nobody else.
func TestTroubledSwitches(t *testing.T) {
	fleet, file := fleetOf(t, 8, "polling: {min_interval: 60s, timeout: 4s}")
	all := fleet.Switches()
	troubles := []struct {
		faults simulator.Faults
		reason string
		says   string
	}{
		{simulator.Faults{Refuse: true}, "refused", "refused"},
		{simulator.Faults{SilentAccept: true}, "timeout", "banner"},
		{simulator.Faults{WrongPassword: true}, "auth", "slp-ro"},
		{simulator.Faults{ChangedHostKey: true}, "host_key", "known_hosts"},
		{simulator.Faults{MuteAfterLogin: true}, "timeout", "prompt"},
		{simulator.Faults{RefuseCommands: []string{"show license"}}, "privilege", "uthorization failed"},
	}
	for i, c := range troubles {
		all[i].SetFaults(c.faults)
	}
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	s := p.scrape()
	for i, c := range troubles {
		name := all[i].Name()
		if up, ok := s.value("slp_up", "target", name); !ok || up != 0 {
			t.Errorf("%s: slp_up %v %v", c.reason, up, ok)
		}
		if n, _ := s.value("slp_poll_failures_total", "target", name, "reason", c.reason); n != 1 {
			t.Errorf("%s: counted %v times\n%s", c.reason, n, grep(p.stderr.String(), name))
		}
		if ok, there := s.value("slp_collector_success", "target", name, "collector", "status"); !there || ok != 0 {
			t.Errorf("%s: slp_collector_success %v %v", c.reason, ok, there)
		}
		lines := grep(p.stderr.String(), "target="+name)
		if strings.Count(lines, "\n") != 1 || !strings.Contains(lines, "reason="+c.reason) || !strings.Contains(lines, c.says) {
			t.Errorf("%s: wants one line with %q:\n%s", c.reason, c.says, lines)
		}
		for _, family := range []string{"slp_license_info", "slp_trust_installed", "slp_policy_mode_enabled"} {
			for _, m := range s.families[family].GetMetric() {
				if hasLabels(m, []string{"target", name}) {
					t.Errorf("%s: shows a state: %s", c.reason, m)
				}
			}
		}
	}
	for _, sw := range all[len(troubles):] {
		if up, _ := s.value("slp_up", "target", sw.Name()); up != 1 {
			t.Errorf("%s is harmed:\n%s", sw.Name(), grep(p.stderr.String(), sw.Name()))
		}
	}
	if attempts := all[2].LoginAttempts(); attempts != 1 {
		t.Errorf("one wrong password cost %d login attempts", attempts)
	}
	s.checkDoubles(t)
	s.lint(t)
	for _, secret := range []string{all[0].Password(), all[0].EnablePassword()} {
		if strings.Contains(p.stderr.String()+p.stdout.String()+s.text, secret) {
			t.Error("a secret was printed")
		}
	}
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
