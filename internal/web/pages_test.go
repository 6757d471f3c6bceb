package web

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMetricsPath: the metrics may be wherever nothing else is, and all pages are there then, too.
func TestMetricsPath(t *testing.T) {
	for path, good := range map[string]bool{
		"/metrics": true, "/m": true, "/a/b": true, "/probes": true, "/sd2": true, "/apis": true, "/switches": true, "/debugger": true,
		"": false, "/": false, "metrics": false, "/m/": false, "//m": false, "/a/../b": false, "/m{x}": false, "/m?x": false, "/m x": false, "/m\n": false,
		"/ü": false, "/fleet.csv": false, "/static/x": false, "/probe": false, "/sd": false, "/api": false, "/api/v1/targets": false, "/switch": false, "/switch/x": false,
		"/-/healthy": false, "/-/m": false, "/-": false, "/debug": false, "/debug/pprof/heap": false,
	} {
		err := CheckMetricsPath(path)
		if good != (err == nil) {
			t.Errorf("%q: %v", path, err)
		}
		if !good || path == "" {
			continue
		}
		l := idleLab(t, 2, []string{"status"}, Options{MetricsPath: path, Pprof: true})
		for _, p := range []string{path, path + "?target=lab-sw-00000", "/probe?target=lab-sw-00000", "/sd", "/api/v1/targets", "/-/ready", "/debug/pprof/"} {
			if w := l.get(p); w.Code != http.StatusOK {
				t.Errorf("%s, metrics at %s: %d", p, path, w.Code)
			}
		}
	}
	for _, r := range routesOf(t, Options{MetricsPath: "/m", Pprof: true}) {
		_, path, _ := strings.Cut(r.pattern, "/")
		path = "/" + path
		if err := CheckMetricsPath(path); (err == nil) != strings.HasPrefix(path, "/m") {
			t.Errorf("metrics at %s: %v", path, err)
		}
	}
	if _, err := NewHandler(Options{MetricsPath: "/sd"}); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Error(err)
	}
}

// routesOf are the routes of a handler without switches.
func routesOf(t *testing.T, o Options) []route {
	t.Helper()
	h, err := newHandler(o)
	if err != nil {
		t.Fatal(err)
	}
	return h.routes()
}

// linksOf are the addresses that a page leads to.
func linksOf(page string) []string {
	var links []string
	for _, m := range regexp.MustCompile(`(?:href|action|src)="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		links = append(links, html.UnescapeString(m[1]))
	}
	return links
}

// TestLanding: the page in front leads to all others.
func TestLanding(t *testing.T) {
	l := idleLab(t, 2, []string{"status"}, Options{MetricsPath: "/m"})
	w := l.get("/")
	text := w.Body.String()
	links := linksOf(text)
	for _, link := range links {
		if link == "/probe" {
			continue // it needs a target
		}
		if link, _, _ = strings.Cut(link, "#"); link == "" {
			continue
		}
		if status := l.get(link).Code; status != http.StatusOK {
			t.Errorf("%s: %d", link, status)
		}
	}
	for _, want := range []string{"/m", "/m/exporter", "/sd", "/api/v1/targets", "/fleet.csv", "/?kiosk=1", "/-/healthy", "/-/ready", "/probe"} {
		if !slices.Contains(links, want) {
			t.Errorf("no link to %s in %v", want, links)
		}
	}
	if strings.Contains(text, "http://") || strings.Contains(text, "https://") {
		t.Error("the page needs something of another host")
	}
	if inline := regexp.MustCompile(`<script[^>]*>[^<]|<style| on[a-z]+=| style=`).FindString(text); inline != "" {
		t.Errorf("the content policy forbids %q", inline)
	}
}

// TestHeaders: browsers are told what not to do with any answer, right or wrong.
func TestHeaders(t *testing.T) {
	l := idleLab(t, 1, []string{"status"}, Options{})
	for _, path := range []string{"/", "/switch/lab-sw-00000", "/metrics", "/probe", "/probe?target=lab-sw-00000", "/sd", "/api/v1/targets", "/-/ready", "/nothing"} {
		h := l.get(path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if got := h.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s %q", path, name, got)
			}
		}
	}
}

// TestProfilesKeepTheirStyle: the list of profiles has a style sheet within its text, which only its policy allows, and
// nothing else that one would have to.
func TestProfilesKeepTheirStyle(t *testing.T) {
	l := idleLab(t, 1, []string{"status"}, Options{Pprof: true})
	if page := l.get("/debug/pprof/").Body.String(); !strings.Contains(page, "<style>") || strings.Contains(page, "<script") || strings.Contains(page, "<img") {
		t.Errorf("the list of profiles has changed:\n%s", page)
	}
	for _, r := range routesOf(t, Options{MetricsPath: "/metrics", Pprof: true}) {
		_, path, _ := strings.Cut(r.pattern, "/")
		if path = "/" + path; strings.HasPrefix(path, "/debug/pprof/profile") || strings.HasPrefix(path, "/debug/pprof/trace") {
			continue // they take their time
		}
		policy := l.get(path).Header().Get("Content-Security-Policy")
		if got := strings.Contains(policy, "style-src 'unsafe-inline'"); got != (path == "/debug/pprof/") || !strings.HasPrefix(policy, "default-src 'none'; ") {
			t.Errorf("%s: %s", path, policy)
		}
	}
	if policy := l.get("/debug/pprof/goroutine?debug=1").Header().Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") {
		t.Errorf("a profile: %s", policy)
	}
}

// TestMethods: pages are read, and only a reload is asked for.
func TestMethods(t *testing.T) {
	l := idleLab(t, 1, []string{"status"}, Options{Reload: func(context.Context) error { return nil }})
	for _, path := range []string{"/", "/switch/lab-sw-00000", "/metrics", "/probe?target=lab-sw-00000", "/sd", "/api/v1/targets", "/api/v1/targets/lab-sw-00000", "/-/healthy", "/-/ready"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodTrace} {
			if w := l.do(method, path); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d %v", method, path, w.Code, w.Header())
			}
		}
	}
	if w := l.get("/-/reload"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET /-/reload: %d %v", w.Code, w.Header())
	} else if !strings.Contains(w.Body.String(), "curl -X POST ") {
		t.Errorf("GET /-/reload does not say how: %s", w.Body)
	}
}

// TestReload: a reload has to be enabled by a flag, answers when it is done, and says why it
// failed. A web page elsewhere cannot have a browser ask for it.
func TestReload(t *testing.T) {
	reloads, fails := 0, errors.New("slp-exporter.yml:3: polling.timeout: is no duration")
	var outcome error
	on := idleLab(t, 1, []string{"status"}, Options{Reload: func(context.Context) error { reloads++; return outcome }})
	if w := on.do(http.MethodPost, "/-/reload"); w.Code != http.StatusOK || reloads != 1 {
		t.Errorf("%d %s, %d reloads", w.Code, w.Body, reloads)
	}
	outcome = fails
	if w := on.do(http.MethodPost, "/-/reload"); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), fails.Error()) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := on.do(http.MethodPost, "/-/reload", "Origin: https://elsewhere.example", "Sec-Fetch-Site: cross-site"); w.Code != http.StatusForbidden || reloads != 2 {
		t.Errorf("from another site: %d, %d reloads", w.Code, reloads)
	}
	off := idleLab(t, 1, []string{"status"}, Options{})
	if w := off.do(http.MethodPost, "/-/reload"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "--web.enable-lifecycle") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestReady: a load balancer is told when the exporter is about to stop; it is healthy all the same.
func TestReady(t *testing.T) {
	ready := true
	l := idleLab(t, 1, []string{"status"}, Options{Ready: func() bool { return ready }})
	for _, want := range []int{http.StatusOK, http.StatusServiceUnavailable} {
		if got := l.get("/-/ready").Code; got != want {
			t.Errorf("%d, want %d", got, want)
		}
		if got := l.get("/-/healthy").Code; got != http.StatusOK {
			t.Error("healthy: ", got)
		}
		ready = false
	}
}

// TestLimiter: requests beyond the bound are refused, not queued, and a place is free again even if a
// handler panics.
func TestLimiter(t *testing.T) {
	limit := newLimiter(1)
	status := func(next http.HandlerFunc) (code int) {
		w := httptest.NewRecorder()
		defer func() {
			if recover() != nil {
				code = -1
			}
		}()
		limit.limit(next).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		return w.Code
	}
	idle := func(http.ResponseWriter, *http.Request) {}
	inner := 0
	if outer := status(func(http.ResponseWriter, *http.Request) { inner = status(idle) }); outer != http.StatusOK || inner != http.StatusServiceUnavailable {
		t.Errorf("%d, and within it %d", outer, inner)
	}
	if code := status(func(http.ResponseWriter, *http.Request) { panic("odd") }); code != -1 {
		t.Error(code)
	}
	if code := status(idle); code != http.StatusOK {
		t.Error(code)
	}
}
