package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
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
	race.Pointless(t)
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

// BenchmarkTargetFile10000 reads a target file of 10,000 switches again, and looks at it unchanged.
func BenchmarkTargetFile10000(b *testing.B) {
	dir := fixtureDir(b)
	file := filepath.Join(dir, "targets", "fleet.yml")
	write := func(i int) {
		var text strings.Builder
		for n := range 10000 {
			fmt.Fprintf(&text, "- {targets: [10.%d.%d.%d], labels: {__slp_name: sw-%05d, site: s%d, run: r%d}}\n", n>>16, n>>8&255, n&255, n, n/100, i)
		}
		writeFile(b, file, text.String())
		past := time.Now().Add(time.Duration(i-1_000_000) * time.Second)
		if err := os.Chtimes(file, past, past); err != nil {
			b.Fatal(err)
		}
	}
	write(0)
	conf, _, err := config.Parse("a.yml", []byte(oneAuth+"target_files: [targets/fleet.yml]"), dir)
	if err != nil || len(conf.Targets) != 10000 {
		b.Fatal(err)
	}
	b.Run("changed", func(b *testing.B) {
		for i := 1; b.Loop(); i++ {
			b.StopTimer()
			write(i)
			b.StartTimer()
			next, _, err := conf.WithTargets()
			if err != nil || next == conf || len(next.Targets) != 10000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		now, _, err := conf.WithTargets()
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if next, _, _ := now.WithTargets(); next != now {
				b.Fatal("a change")
			}
		}
	})
}
