package collector

import (
	"os"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// TestCache: families are made once per result, and anew for another result, another count of polls
// or another configuration of the target.
func TestCache(t *testing.T) {
	status := fleet.Status{Target: &config.Target{Name: "sw", Module: &config.Module{}}, Polls: 1}
	cache := NewCache(NewBuilder())
	first := cache.series(status)
	if again := cache.series(status); &again.metrics[0] != &first.metrics[0] {
		t.Error("made anew for the same result")
	}
	for what, change := range map[string]func(*fleet.Status){
		"another poll":   func(s *fleet.Status) { s.Polls++ },
		"another result": func(s *fleet.Status) { s.Result = &fleet.Result{} },
		"other labels": func(s *fleet.Status) {
			s.Target = &config.Target{Name: "sw", Module: s.Target.Module, Labels: map[string]string{"site": "muc"}}
		},
	} {
		changed := status
		change(&changed)
		before := cache.series(status)
		if after := cache.series(changed); &after.metrics[0] == &before.metrics[0] {
			t.Errorf("%s: the old families are shown", what)
		}
	}
}

// TestCacheForgets: what is configured no more does not stay in memory; what is scraped does.
func TestCacheForgets(t *testing.T) {
	module := &config.Module{}
	here := fleet.Status{Target: &config.Target{Name: "here", Module: module}}
	gone := fleet.Status{Target: &config.Target{Name: "gone", Module: module}}
	cache := NewCache(NewBuilder())
	cache.GatherAll([]fleet.Status{here, gone})
	kept := cache.series(here)
	for range 2 * sweepEvery {
		cache.GatherAll([]fleet.Status{here})
	}
	if len(cache.byName) != 1 {
		t.Errorf("%d targets kept", len(cache.byName))
	}
	if again := cache.series(here); &again.metrics[0] != &kept.metrics[0] {
		t.Error("what each scrape shows was forgotten")
	}
}

// BenchmarkFamilies makes the families of one target, as is done once after each poll.
func BenchmarkFamilies(b *testing.B) {
	text, err := os.ReadFile("../parser/testdata/techsupport-6.3.10-svl-healthy.txt")
	if err != nil {
		b.Fatal(err)
	}
	state, err := pasted(parser.ParseTechSupport)(string(text))
	if err != nil {
		b.Fatal(err)
	}
	builder := NewBuilder()
	status := fleet.Status{
		Target: &config.Target{Name: "muc-acc-01", Module: &config.Module{}, Labels: map[string]string{"site": "muc"}},
		Result: &fleet.Result{State: state, Clock: localtime.NewClock(state.Clock, time.Now(), nil)},
	}
	series := 0
	b.ReportAllocs()
	for b.Loop() {
		series = 0
		for _, f := range builder.Families(status) {
			series += len(f.Metric)
		}
	}
	b.ReportMetric(float64(series), "series")
}
