package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

func fleetText(switches int) string {
	var b strings.Builder
	b.WriteString(oneAuth + "targets:\n")
	for i := range switches {
		fmt.Fprintf(&b, "  - name: sw-%05d\n    address: 10.%d.%d.%d\n    labels: {site: s%d, tier: access}\n", i, i>>16, i>>8&255, i&255, i/100)
	}
	return b.String()
}

func TestLargeFleet(t *testing.T) {
	cfg, warnings := parse(t, fleetText(10000), fixtureDir(t))
	if len(cfg.Targets) != 10000 || len(warnings) != 0 {
		t.Fatalf("%d targets, %d warnings", len(cfg.Targets), len(warnings))
	}
	if got := cfg.Target("10.0.39.15"); got == nil || got.Name != "sw-09999" || got.Labels["site"] != "s99" {
		t.Errorf("found %+v", got)
	}
}

func BenchmarkParse10000Targets(b *testing.B) {
	text, dir := []byte(fleetText(10000)), fixtureDir(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := config.Parse("a.yml", text, dir); err != nil {
			b.Fatal(err)
		}
	}
}
