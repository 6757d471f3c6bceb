package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// seriesOf are the series of a text that hold the pattern, sorted.
func seriesOf(text, pattern string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") && strings.Contains(line, pattern) {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// TestProbeIsPartOfMetrics: a probe shows of its target what /metrics shows of it, and nothing else. It
// takes the way through a registry that checks everything, and /metrics does not.
func TestProbeIsPartOfMetrics(t *testing.T) {
	l := newLab(t, 56, config.CollectorsOf(config.ProtocolSSH))
	for _, accept := range []string{textFormat, openMetrics} {
		whole := l.get("/metrics", "Accept: "+accept).Body.String()
		for i, target := range l.fleet.Configured() {
			want := seriesOf(whole, `target="`+target.Name+`"`)
			w := l.get("/probe?target="+target.Name, "Accept: "+accept)
			if w.Code != http.StatusOK {
				t.Fatal(target.Name, w.Code, w.Body)
			}
			got := seriesOf(w.Body.String(), "")
			if dead := i%10 == 9; !slices.Equal(got, want) || len(want) < 10 || !dead && len(want) < 40 {
				t.Errorf("%s %s: %d series, %d in /metrics", accept, target.Name, len(got), len(want))
			}
			if kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); !strings.HasPrefix(accept, kind) {
				t.Errorf("asked for %s, got %s", accept, kind)
			}
		}
	}
	if n := l.opens.Load(); n != 56 {
		t.Errorf("%d logins: results that are fresh were not used", n)
	}
}

// TestProbeByAddress: a target has its name, its address, and that without the port 22.
func TestProbeByAddress(t *testing.T) {
	l := newLab(t, 3, []string{"status"})
	want := l.get("/probe?target=lab-sw-00001").Body.String()
	for _, name := range []string{"192.0.2.2:22", "192.0.2.2", "[192.0.2.2]:22"} {
		w := l.get("/probe?target=" + name)
		if name[0] == '[' {
			if w.Code != http.StatusNotFound {
				t.Errorf("%s: status %d", name, w.Code)
			}
			continue
		}
		if w.Body.String() != want {
			t.Errorf("%s: status %d, %d bytes", name, w.Code, w.Body.Len())
		}
	}
}

// TestRefused: what is asked wrongly is answered with what to write instead, and no switch is called.
func TestRefused(t *testing.T) {
	l := idleLab(t, 3, []string{"status"}, Options{MetricsPath: "/m"})
	for path, want := range map[string]string{
		"/probe":                                     "400 /probe?target=NAME",
		"/probe?target=":                             "400 /probe?target=NAME",
		"/probe?module=default":                      "400 /probe?target=NAME",
		"/probe?target=lab-sw-00000&target=x":        "400 /m?target=A&target=B",
		"/probe?target=203.0.113.9":                  `404 "203.0.113.9"`,
		"/probe?target=203.0.113.9:22&debug=true":    "404 /sd",
		"/probe?target=lab-sw-00000%0aslp_up%201":    `404 "lab-sw-00000\nslp_up 1"`,
		"/probe?target=lab-sw-00000%00":              `404 \x00`,
		"/probe?target=" + strings.Repeat("x", 5000): "404 xxx…",
		"/probe?target=LAB-SW-00000":                 "404 /sd", // names are what they are
		"/probe?target=lab-sw-00000&debug=loud":      `400 debug="loud"`,
		"/probe?target=lab-sw-00000&collect[]=x":     "400 tech_support, status,",
		"/probe?target=lab-sw-00000;debug=true":      "400 cannot be read",
		"/probe?target=%zz":                          "400 cannot be read",
		"/m?target=nobody":                           `404 "nobody"`,
		"/m?target=lab-sw-00000&target=nobody":       `404 "nobody"`,
		"/m?target=":                                 `404 ""`,
		"/m?collect[]=uptime":                        `400 collect[]="uptime"`,
		"/m?collect[]=status&collect[]=restconf":     "400 known are tech_support, status, usage, summary, eventlog, history, rum, syslog, version, netconf",
		"/m?collect[]=":                              "400 known are",
		"/m?%zz":                                     "400 cannot be read",
		"/metrics":                                   "404 not found",
		"/probe/":                                    "404 not found",
		"/api/v1/targets/":                           "404 not found",
		"/api/v1/targets/nobody":                     `404 "nobody"`,
		"/api/v1/targets/203.0.113.9":                "404 /sd",
		"/api":                                       "404 not found",
		"/debug/pprof/":                              "404 not found",
	} {
		w := l.get(path)
		got := fmt.Sprintf("%d %s", w.Code, w.Body)
		status, text, _ := strings.Cut(want, " ")
		if !strings.HasPrefix(got, status+" ") || !strings.Contains(got, text) {
			t.Errorf("%.80s: %s", path, got)
		}
		if kind := w.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") || w.Body.Len() > 500 {
			t.Errorf("%.80s: %s, %d bytes", path, kind, w.Body.Len())
		}
	}
	if n := l.opens.Load(); n != 0 {
		t.Errorf("%d switches were called", n)
	}
}

// TestProbeDeadline: a probe is answered in the time that the scraper gives, although the poll takes
// longer; the poll goes on and serves the next one.
func TestProbeDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := idleLab(t, 1, []string{"status"}, Options{})
		l.delay = 20 * time.Second
		const path, timeout = "/probe?target=lab-sw-00000", "X-Prometheus-Scrape-Timeout-Seconds: 10"
		began := time.Now()
		w := l.get(path, timeout)
		if took := time.Since(began); took != 9*time.Second || !strings.Contains(w.Body.String(), "slp_up{site=\"mu\\\"c\\\\0\",target=\"lab-sw-00000\",tier=\"access\"} 0\n") {
			t.Errorf("after %v: %s", took, w.Body)
		}
		time.Sleep(15 * time.Second)
		if up := seriesOf(l.get(path, timeout).Body.String(), "slp_up{"); len(up) != 1 || !strings.HasSuffix(up[0], " 1\n") {
			t.Errorf("when the poll has ended: %q", up)
		}
		if n := l.opens.Load(); n != 1 {
			t.Errorf("%d logins", n)
		}
	})
}

// TestProbesShareAPoll: probes and scrapes at the same time poll a switch once.
func TestProbesShareAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := idleLab(t, 2, []string{"status"}, Options{})
		l.delay = 5 * time.Second
		var all sync.WaitGroup
		answers := make([]*httptest.ResponseRecorder, 30)
		for i := range answers {
			path := []string{"/metrics", "/probe?target=lab-sw-00000", "/probe?target=192.0.2.1&debug=1"}[i%3]
			all.Go(func() { answers[i] = l.get(path) })
		}
		all.Wait()
		for _, w := range answers {
			if up := seriesOf(w.Body.String(), `slp_up{site="mu\"c\\0"`); len(up) != 1 || !strings.HasSuffix(up[0], " 1\n") {
				t.Errorf("status %d, %q", w.Code, up)
			}
		}
		if n := l.opens.Load(); n != 2 {
			t.Errorf("%d logins to 2 switches", n)
		}
	})
}

// TestCollect: collect[] shows what the named collectors said; all of the module are asked all the same.
func TestCollect(t *testing.T) {
	l := idleLab(t, 20, []string{"tech_support", "status", "version"}, Options{})
	names := func(text string) string {
		seen := map[string]bool{}
		for _, line := range seriesOf(text, "") {
			name, _, _ := strings.Cut(line, "{")
			if strings.HasPrefix(name, "slp_") && !strings.HasPrefix(name, "slp_exporter_") {
				seen[name] = true
			}
		}
		return strings.Join(slices.Sorted(maps.Keys(seen)), " ")
	}
	version := l.get("/metrics?collect[]=version").Body.String()
	if l.opens.Load() != 20 {
		t.Error(l.opens.Load(), " logins")
	}
	for _, want := range []string{"slp_up{", "slp_poll_timestamp_seconds{", "slp_device_info{", `slp_collector_success{collector="version"`} {
		if !strings.Contains(version, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, no := range []string{"slp_trust_", "slp_rum_", "slp_comm_", `collector="status"`, `collector="tech_support"`} {
		if strings.Contains(version, no) {
			t.Errorf("%s, though only version is asked for", no)
		}
	}
	if all, whole := names(l.get("/metrics?collect[]=tech_support&collect[]=status&collect[]=version&collect[]=status").Body.String()),
		names(l.get("/metrics").Body.String()); all != whole {
		t.Errorf("all collectors by name:\n%s\nall:\n%s", all, whole)
	}
	none := l.get("/metrics?collect[]=syslog").Body.String()
	if got := names(none); strings.Contains(got, "slp_collector_") || !strings.Contains(got, "slp_up") {
		t.Errorf("a collector that the module has not: %s", got)
	}
	one := seriesOf(l.get("/probe?target=lab-sw-00003&collect[]=version").Body.String(), "")
	if want := seriesOf(version, `target="lab-sw-00003"`); !slices.Equal(one, want) {
		t.Errorf("probe: %d series, want %d", len(one), len(want))
	}
	if l.opens.Load() != 20 {
		t.Error(l.opens.Load(), " logins in the end")
	}
}

// TestCollectOfUnpolled: of a switch that has not answered yet, the named collectors are failed.
func TestCollectOfUnpolled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := idleLab(t, 1, []string{"tech_support", "status"}, Options{})
		l.delay = time.Minute / 2
		w := l.get("/probe?target=lab-sw-00000&collect[]=status", "X-Prometheus-Scrape-Timeout-Seconds: 1")
		got := seriesOf(w.Body.String(), "slp_collector_success{")
		if len(got) != 1 || !strings.Contains(got[0], `collector="status"`) || !strings.HasSuffix(got[0], " 0\n") {
			t.Errorf("%q", got)
		}
		if l.fleet.Configured()[0].Module.Collectors[0] != "tech_support" {
			t.Error("the configuration was changed")
		}
	})
}

// parsed reads the text format.
func parsed(t *testing.T, text string) (names []string) {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(families))
}
