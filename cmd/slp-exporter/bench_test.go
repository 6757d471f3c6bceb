package main

import (
	"testing"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// BenchmarkCollector polls one simulated stack for one collector at a time, on a kept session: what
// internal/bench/README.md says of their cost. The switch runs in the same process, so CPU is that of both.
func BenchmarkCollector(b *testing.B) {
	for _, name := range config.CollectorsOf(config.ProtocolSSH) {
		b.Run(name, func(b *testing.B) {
			fleet, err := startFleet(simulator.Options{Switches: 1, Seed: 3, Scenarios: []simulator.Scenario{simulator.Healthy}})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = fleet.Close() }()
			file := b.TempDir() + "/slp-exporter.yml"
			if err := writeConfig(file, fleet, "polling: {min_interval: 1m}", []string{name}); err != nil {
				b.Fatal(err)
			}
			conf, err := loadConfig(b.Context(), file, log.NewNopLogger())
			if err != nil {
				b.Fatal(err)
			}
			conf.Polling.MinInterval = 1 // nanosecond: every poll asks the switch
			switches := newFleet(conf, log.NewNopLogger(), nil)
			defer func() { _ = logOut(switches) }()
			builder := collector.NewBuilder()
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range switches.Collect(b.Context()) {
					if s.Result == nil || s.Result.Err != nil {
						b.Fatal(s.Result)
					}
					builder.Families(s)
				}
			}
		})
	}
}
