package main

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoSwitchYet starts with what a package installs: nothing is polled, the log and the page in front say so, and
// the first switch comes with a reload.
func TestNoSwitchYet(t *testing.T) {
	_, some := fleetOf(t, 1, "polling: {min_interval: 0s}")
	file := filepath.Join(filepath.Dir(some), "idle.yml")
	replaceFile(t, file, "targets: []\n")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	p.await(regexp.MustCompile(`level=warn .*idle.yml:1: targets: there is no target yet`))
	const notice = "No switch is configured yet"
	if status, page := p.get("/"); status != http.StatusOK || !strings.Contains(page, notice) {
		t.Errorf("status %d: %s", status, page)
	}
	if s := p.scrape(); len(s.names()) == 0 {
		t.Error("no metrics of the exporter itself")
	}
	replaceFile(t, file, contents(t, some))
	if status, body := p.reload(); status != http.StatusOK {
		t.Fatalf("status %d: %s", status, body)
	}
	if _, page := p.get("/"); strings.Contains(page, notice) {
		t.Error("the notice stays after a switch is configured")
	}
	if up := p.scrape().count("slp_up", 1); up != 1 {
		t.Errorf("%d switches are up", up)
	}
}
