package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/log"
	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// side is what is known of a fleet by one protocol: by name and target, series with their values.
type side map[string]map[string][]oneSeries

type oneSeries struct {
	labels map[string]string // those that say something
	value  float64
}

// configFor is a configuration by which the switches are polled by a protocol, for all it has.
func configFor(t *testing.T, switches *simulator.Fleet, protocol, polling string) *config.Config {
	t.Helper()
	file := t.TempDir() + "/slp-exporter.yml"
	if err := writeConfig(file, switches, polling, config.CollectorsOf(config.ProtocolBoth)); err != nil {
		t.Fatal(err)
	}
	conf, err := loadConfig(t.Context(), file, log.NewNopLogger())
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range conf.Targets {
		if protocol == config.ProtocolNETCONF {
			target.Address = target.NetconfAddress()
		}
	}
	for _, module := range conf.Modules {
		module.Protocol, module.Collectors = protocol, config.CollectorsOf(protocol)
	}
	return conf
}

// pollBy polls the switches once by a protocol. All must answer.
func pollBy(t *testing.T, switches *simulator.Fleet, protocol string) side {
	t.Helper()
	polled := newFleet(configFor(t, switches, protocol, "polling: {min_interval: 1m}"), log.NewNopLogger(), nil)
	defer func() { _ = logOut(polled) }()
	found := side{}
	builder := collector.NewBuilder()
	for _, status := range polled.Collect(t.Context()) {
		if status.Result == nil || !status.Result.Up() {
			t.Fatalf("%s by %s: %+v", status.Target.Name, protocol, status.Result)
		}
		found.take(builder.Families(status))
	}
	return found
}

// take adds what concerns the switch, not how it was polled.
func (s side) take(families []*dto.MetricFamily) {
	for _, f := range families {
		name := f.GetName()
		if strings.HasPrefix(name, "slp_poll") || strings.HasPrefix(name, "slp_collector_") || strings.HasPrefix(name, "slp_target_") {
			continue
		}
		for _, m := range f.GetMetric() {
			one := oneSeries{labels: map[string]string{}, value: m.GetGauge().GetValue() + m.GetUntyped().GetValue()}
			for _, l := range m.GetLabel() {
				if l.GetValue() != "" {
					one.labels[l.GetName()] = l.GetValue()
				}
			}
			target := one.labels["target"]
			if s[name] == nil {
				s[name] = map[string][]oneSeries{}
			}
			s[name][target] = append(s[name][target], one)
		}
	}
}

// within reports whether one of these has the value and all labels of s, and perhaps more.
func (s oneSeries) within(all []oneSeries) bool {
	return slices.ContainsFunc(all, func(o oneSeries) bool {
		for name, value := range s.labels {
			if o.labels[name] != value {
				return false
			}
		}
		return o.value == s.value
	})
}

// same are those of the series that are about the same thing: older releases do not speak of all members
// on the CLI.
func (s oneSeries) same(all []oneSeries) []oneSeries {
	return slices.DeleteFunc(slices.Clone(all), func(o oneSeries) bool {
		return slices.ContainsFunc([]string{"serial_number", "entitlement_tag", "class", "state"}, func(label string) bool {
			return s.labels[label] != o.labels[label]
		})
	})
}

// TestBothWaysAgree asks the same switches at the same moment over SSH, over NETCONF, and in both ways at
// once: what both know is the same, and both together know all.
func TestBothWaysAgree(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		options := simulator.Options{Switches: 42, Seed: seed, Netconf: true, Clock: simulator.SpedUp(time.Now(), 0)}
		switches, err := startFleet(options)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = switches.Close() }()
		ssh, netconf, both := pollBy(t, switches, config.ProtocolSSH), pollBy(t, switches, config.ProtocolNETCONF), pollBy(t, switches, config.ProtocolBoth)
		common := 0
		for _, name := range slices.Sorted(maps.Keys(netconf)) {
			compared := 0
			for target, all := range netconf[name] {
				for _, s := range all {
					if beside := s.same(ssh[name][target]); len(beside) > 0 {
						compared++
						if !s.within(beside) {
							t.Errorf("%s: NETCONF says %v, the CLI %v", name, s, beside)
						}
					}
					if !s.within(both[name][target]) {
						t.Errorf("%s: NETCONF says %v, both together %v", name, s, both[name][target])
					}
				}
			}
			if compared > 0 {
				common++
			}
		}
		if common < 25 {
			t.Errorf("only %d metrics were compared", common)
		}
		for name, targets := range ssh {
			for target, all := range targets {
				for _, s := range all {
					if name != "slp_device_clock_skew_seconds" && name != "slp_scheduled_job_timestamp_seconds" && !s.within(both[name][target]) {
						t.Errorf("%s: the CLI says %v, both together %v", name, s, both[name][target])
					}
				}
				if len(both[name][target]) != max(len(all), len(netconf[name][target])) {
					t.Errorf("%s: both together say %v", name, both[name][target])
				}
			}
		}
	}
}
