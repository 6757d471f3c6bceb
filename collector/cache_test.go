package collector

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// TestCache: a form is made once per result, and again for another result, another count of polls or another
// configuration of the target.
func TestCache(t *testing.T) {
	status := fleet.Status{Target: &config.Target{Name: "sw", Module: &config.Module{}}, Polls: 1}
	made := 0
	kept := newPerResult(func(fleet.Status) int { made++; return made })
	if first, again := kept.get(status, 1), kept.get(status, 2); again != first {
		t.Error("made again for the same result")
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
		before := kept.get(status, 3)
		if after := kept.get(changed, 3); after == before {
			t.Errorf("%s: the old form is shown", what)
		}
	}
}

// TestCacheForgets: targets that are no longer configured, and forms that no scraper takes any more, do not stay in
// memory; what is scraped does.
func TestCacheForgets(t *testing.T) {
	module := &config.Module{}
	here := fleet.Status{Target: &config.Target{Name: "here", Module: module}}
	gone := fleet.Status{Target: &config.Target{Name: "gone", Module: module}}
	cache := NewCache(NewBuilder())
	plain, open := &cache.texts[expfmt.TypeTextPlain].made, &cache.texts[expfmt.TypeOpenMetrics].made
	cache.Families([]fleet.Status{here, gone})
	cache.Text(expfmt.TypeOpenMetrics, []fleet.Status{here, gone}, nil)
	cache.Text(expfmt.TypeTextPlain, []fleet.Status{here, gone}, nil)
	first := plain.byName["here"].made
	for range 2 * sweepEvery {
		cache.Text(expfmt.TypeTextPlain, []fleet.Status{here}, nil)
	}
	if n := len(cache.families.byName) + len(open.byName); n != 0 {
		t.Errorf("%d targets kept in forms that nobody asks for", n)
	}
	if len(plain.byName) != 1 {
		t.Errorf("%d targets kept", len(plain.byName))
	}
	if again := plain.byName["here"].made; &again.families[0] != &first.families[0] {
		t.Error("what each scrape shows was forgotten")
	}
}

// TestTextOfSome: for a scrape that asks for a few families, no others are made, and nothing of it is kept. They look as in
// a scrape of all.
func TestTextOfSome(t *testing.T) {
	kept, other := polled(t), polled(t)
	other.Target = &config.Target{Name: "muc-acc-02", Module: &config.Module{}}
	all, names := []fleet.Status{kept, other}, []string{"slp_trust_code_installed", "slp_up", "slp_no_such_metric"}
	cache := NewCache(NewBuilder())
	made := &cache.texts[expfmt.TypeTextPlain].made
	cache.Text(expfmt.TypeTextPlain, []fleet.Status{kept}, nil)
	got := writtenOf(cache.Text(expfmt.TypeTextPlain, all, names), names)
	if len(made.byName) != 1 {
		t.Errorf("%d targets kept", len(made.byName))
	}
	want := writtenOf(cache.Text(expfmt.TypeTextPlain, all, nil), names)
	if got != want || strings.Count(got, "muc-acc-02") < 2 {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	only := NewCache(NewBuilder()).Text(expfmt.TypeTextPlain, all, names)
	for name := only.Next(); name != ""; name = only.Next() {
		if !slices.Contains(names, name) {
			t.Error(name, "was made")
		}
	}
}

// writtenOf is the text of the families of these names.
func writtenOf(f *FleetText, names []string) string {
	var out strings.Builder
	for name := f.Next(); name != ""; name = f.Next() {
		if slices.Contains(names, name) {
			f.Write(&out)
		}
	}
	return out.String()
}

// polled is a target as a poll leaves it.
func polled(b testing.TB) fleet.Status {
	b.Helper()
	text, err := os.ReadFile("../parser/testdata/techsupport-6.3.10-svl-healthy.txt")
	if err != nil {
		b.Fatal(err)
	}
	state, err := pasted(parser.ParseTechSupport)(string(text))
	if err != nil {
		b.Fatal(err)
	}
	return fleet.Status{
		Target: &config.Target{Name: "muc-acc-01", Module: &config.Module{}, Labels: map[string]string{"site": "muc"}},
		Result: &fleet.Result{State: state, Clock: localtime.NewClock(state.Clock, time.Now(), nil)},
	}
}

// BenchmarkFamilies makes the families of one target, as is done once after each poll.
func BenchmarkFamilies(b *testing.B) {
	builder, status := NewBuilder(), polled(b)
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

// BenchmarkText makes the series and the text of one target, as is done in the first scrape after each poll.
func BenchmarkText(b *testing.B) {
	texts, status := newTexts(NewBuilder(), toOpenMetrics), polled(b)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(texts.of(status).text)))
	}
}
