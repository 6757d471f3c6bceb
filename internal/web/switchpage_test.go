package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestSwitchPage: what is known of a switch is shown without a poll, whether it is well, dead, or was never polled.
func TestSwitchPage(t *testing.T) {
	l := idleLab(t, 20, config.CollectorsOf(config.ProtocolSSH), Options{})
	for path, want := range map[string]string{
		"/switch/lab-sw-00000": "Nothing is known of this switch yet", "/switch/192.0.2.2": "lab-sw-00001",
	} {
		if w := l.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s before the first poll: %d\n%s", path, w.Code, w.Body)
		}
	}
	if n := l.opens.Load(); n != 0 {
		t.Errorf("the page polled %d switches", n)
	}
	l.get("/metrics")
	polled := l.opens.Load()
	for path, wanted := range map[string][]string{
		"/switch/lab-sw-00000": {"<svg", "The same as a list", `id="trust-title"`, `id="licences-title"`, "went well", "/api/v1/targets/lab-sw-00000", "All questions"},
		"/switch/lab-sw-00009": {"The last poll failed: ", "Why nothing is known", "What is not known, and why", "has not been read since the exporter started", "SLPSwitchNotPolled"},
	} {
		page := l.get(path).Body.String()
		for _, want := range wanted {
			if !strings.Contains(page, want) {
				t.Errorf("%s has no %q:\n%s", path, want, page)
			}
		}
	}
	if n := l.opens.Load(); n != polled {
		t.Errorf("the pages polled %d switches", n-polled)
	}
	for _, path := range []string{"/switch/nobody", "/switch/%3Cscript%3Ealert(1)"} {
		if w := l.get(path); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%s: %d\n%s", path, w.Code, w.Body)
		}
	}
}

// TestSwitchNames: whatever a switch is called, the row of the fleet leads to its page.
func TestSwitchNames(t *testing.T) {
	names := []string{"a/b", "a b", "100%", "...", "<b>", `"`, "スイッチ", strings.Repeat("x", 200), "?q=1#top"}
	l := namedLab(t, names)
	fleet := l.get("/").Body.String()
	for _, name := range names {
		path := "/switch/" + url.PathEscape(name)
		if !slices.Contains(linksOf(fleet), path) {
			t.Errorf("%q: no link to %s in %v", name, path, linksOf(fleet))
		}
		page := l.get(path)
		if page.Code != http.StatusOK || !slices.Contains(linksOf(page.Body.String()), "/api/v1/targets/"+url.PathEscape(name)) {
			t.Errorf("%q: %d\n%s", name, page.Code, page.Body)
		}
	}
}
