package pages

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/dossier"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// noon is when the tests take place.
var noon = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

// standing is a clock that stands still.
type standing struct{}

func (standing) Now() time.Time { return noon }

// lab is the pages of a fleet with a switch of each scenario, named after it.
func lab(t *testing.T) *Pages {
	t.Helper()
	byName := map[string]*simulator.Switch{}
	module := &config.Module{
		Name: "default", Protocol: config.ProtocolSSH, Collectors: config.CollectorsOf(config.ProtocolSSH), EventlogDays: 1, Session: config.SessionClose,
	}
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 4, MinInterval: time.Minute, Timeout: time.Hour}}
	for i, each := range simulator.Scenarios() {
		s, err := simulator.New(simulator.Options{Switches: 1, Seed: uint64(i), Clock: standing{}, Scenarios: []simulator.Scenario{each}})
		if err != nil {
			t.Fatal(err)
		}
		byName[string(each)] = s.Switches()[0]
		c.Targets = append(c.Targets, &config.Target{Name: string(each), Address: string(each) + ".example.net:22", Module: module})
	}
	f := fleet.New(c, fleet.Options{Now: standing{}.Now, Open: nowire.Open(byName)})
	t.Cleanup(func() { _ = f.Close(context.Background()) })
	p, err := New(Options{
		Fleet: f, Board: overview.NewBoard(), Polling: func() config.Polling { return c.Polling }, Links: func() config.Links { return c.Web.Links }, Now: standing{}.Now,
		MetricsPath: "/metrics", Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// shown is the page of a switch as HTML.
func shown(t *testing.T, p *Pages, s fleet.Status) string {
	t.Helper()
	page := p.render("switch", p.page("x", p.switchPage(s)))
	if page == nil {
		t.Fatal("no page")
	}
	return page.String()
}

// TestSwitchTexts: whatever a switch says is text on its page, never markup.
func TestSwitchTexts(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	p := lab(t)
	for _, s := range p.Fleet.Collect(t.Context()) {
		s.Result.State.MapTexts(func(string) string { return evil })
		for _, name := range []string{"<img", "<script>alert"} {
			if page := shown(t, p, s); strings.Contains(page, name) {
				t.Errorf("%s: %s is markup", s.Target.Name, name)
			}
		}
	}
}

// TestSwitchPages: each scenario has a verdict, sections, a line of time and polls; ids are unique, and nothing that is
// there is empty.
func TestSwitchPages(t *testing.T) {
	p := lab(t)
	for _, s := range p.Fleet.Collect(t.Context()) {
		page := p.switchPage(s)
		if page.Headline == "." || len(page.Sections) < 5 || len(page.Polls) != 1 || len(page.Steps) == 0 {
			t.Errorf("%s: headline %q, %d sections, %d polls, %d steps", s.Target.Name, page.Headline, len(page.Sections), len(page.Polls), len(page.Steps))
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(shown(t, p, s), -1) {
			if ids[m[1]] {
				t.Errorf("%s: two elements have the id %q", s.Target.Name, m[1])
			}
			ids[m[1]] = true
		}
		for _, f := range page.Findings {
			if len(f.Advice) == 0 || !strings.HasPrefix(f.Runbook, "https://") {
				t.Errorf("%s: %+v", s.Target.Name, f)
			}
		}
	}
}

// TestLinks: the addresses of the configuration are on the page, with the name and the alert in their place.
func TestLinks(t *testing.T) {
	p := lab(t)
	status := p.Fleet.Collect(t.Context())[2]
	if status.Target.Name != string(simulator.DNSFailure) {
		t.Fatal(status.Target.Name)
	}
	for _, address := range []string{"prometheus", "grafana"} {
		if strings.Contains(shown(t, p, status), address) {
			t.Errorf("%s is linked without an address", address)
		}
	}
	p.Links = func() config.Links {
		return config.Links{Prometheus: "https://prometheus.example.net", Grafana: "https://grafana.example.net/d/slp?var-target=NAME", Runbooks: "https://wiki.example.net/slp/ALERT"}
	}
	page := html.UnescapeString(shown(t, p, status))
	for _, want := range []string{
		"https://prometheus.example.net/graph?g0.expr=", "https://grafana.example.net/d/slp?var-target=dns_failure", "https://wiki.example.net/slp/SLPCommFailedStreak",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
}

// position reads a percentage.
func position(t *testing.T, text string) float64 {
	t.Helper()
	number, ok := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || x < 0 || x > 100 {
		t.Errorf("%q is no position", text)
	}
	return x
}

// moment is one so long after noon.
func moment(lane dossier.Lane, after time.Duration, text string) dossier.Moment {
	return dossier.Moment{Lane: lane, At: noon.Add(after), Text: text}
}

// TestTimeline: positions follow the times, the present is between what was and what is due, and marks that would cover
// each other are one.
func TestTimeline(t *testing.T) {
	h := dossier.History{FailingFrom: noon.Add(-50 * time.Hour), FailingTo: noon.Add(-time.Minute)}
	h.Moments = append(h.Moments, moment(dossier.Trust, -200*24*time.Hour, "trust code installed"), moment(dossier.Reports, -30*24*time.Hour, "a report was pushed"))
	for ago := 50; ago > 0; ago-- {
		h.Moments = append(h.Moments, moment(dossier.Failures, -time.Duration(ago)*time.Hour, "communication failed"))
	}
	h.Moments = append(h.Moments, moment(dossier.Failures, -time.Minute, "communication failed"), moment(dossier.Reports, 9*24*time.Hour, "the next report is due"))
	got := timelineOf(h, noon)
	present := position(t, got.Now)
	for _, l := range got.Lanes {
		last := -1.0
		for _, m := range l.Marks {
			x := position(t, m.X)
			if due := strings.Contains(m.Class, "due"); x <= last || due != (x > present) {
				t.Errorf("%s: %+v after %v", l.Name, m, last)
			}
			last = x
		}
	}
	failures := got.Lanes[slices.Index(dossier.Lanes(), dossier.Failures)]
	told := 0
	for _, m := range failures.Marks {
		told += strings.Count(m.Says, "communication failed")
	}
	if told != 51 || len(failures.Marks) > 40 || failures.Run == nil {
		t.Errorf("%d failures in %d marks, run %+v", told, len(failures.Marks), failures.Run)
	}
	if from := position(t, failures.Run.X); from+position(t, failures.Run.Width) > present {
		t.Errorf("the run %+v ends after the present", failures.Run)
	}
	for i, one := range got.Ticks {
		for _, other := range got.Ticks[i+1:] {
			if d := position(t, one.X) - position(t, other.X); d < 5 && d > -5 {
				t.Errorf("%+v and %+v run into each other", one, other)
			}
		}
	}
	list := fmt.Sprint(got.List)
	if len(got.List) != 4 || !strings.Contains(list, "communication failed, 51 times") || got.List[0].Lane != dossier.Reports {
		t.Errorf("the list is %v", list)
	}
	if want := "51 failures, 0 restores and starts, 1 moment of reports and 1 moment of trust since 2025-07-18 12:00:00 UTC; 1 moment is due."; got.Says != want {
		t.Errorf("%s", got.Says)
	}
	if empty := timelineOf(dossier.History{}, noon); len(empty.List)+len(empty.Lanes) > 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}

// TestPieces: commands are told from words; emphasis is left out.
func TestPieces(t *testing.T) {
	for text, want := range map[string][]piece{
		"":                               nil,
		"Reload it.":                     {{"Reload it.", false}},
		"`show clock`, then *Inventory*": {{"show clock", true}, {", then Inventory", false}},
		"a `b*` c `d":                    {{"a ", false}, {"b*", true}, {" c ", false}, {"d", true}},
	} {
		if got := pieces(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
