package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// variants are good configurations for the same switches, each of which changes something else.
func variants(good string, switches *simulator.Fleet) []string {
	last := switches.Switches()[len(switches.Switches())-1]
	without, _, _ := strings.Cut(good, "  - {name: \""+last.Name()+`"`)
	changed := func(old, now string) string { return strings.ReplaceAll(good, old, now) }
	return []string{
		good,
		changed("labels: {", `labels: {floor: "3", `),
		changed(`- {name: "`, `- {name: "renamed-`),
		changed("auth: simulated\n", "auth: simulated\n    session: close\n"),
		without,
		changed("simulated", "other"), // nothing but a name
		changed("auth: simulated\n", "auth: simulated\n    legacy_algorithms: true\n"),
		changed("min_interval: 0s", "min_interval: 0s, max_concurrent: 3"),
	}
}

// broken are configurations that must not be used.
func broken(good string) []string {
	return []string{
		"", "targets: [", good + "\x00", good + "targets: []\n",
		strings.Replace(good, "password_file:", "password_fil:", 1),
		strings.Replace(good, passwordEnding, ".nowhere", 1),
		strings.Replace(good, "module", "modul", 1),
		good + "  - {name: one, address: 127.0.0.1:1, labels: {target: x}}\n",
	}
}

// TestReloadStorm: a hundred reloads, half of them broken, while the switches are polled all the time. Every
// scrape shows every switch up; in the end nothing is left over, in the exporter or on a switch.
func TestReloadStorm(t *testing.T) {
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	switches, file := fleetOf(t, 6, "polling: {min_interval: 0s}")
	good := contents(t, file)
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	over, scrapes := make(chan struct{}), make(chan int, 3)
	var scraping sync.WaitGroup
	for range cap(scrapes) {
		scraping.Go(func() { scrapes <- p.scrapeUntil(over, 5, 6) })
	}
	goods, bads := variants(good, switches), broken(good)
	for i := range 100 {
		text, want := goods[i/2%len(goods)], http.StatusOK
		if i%2 == 1 {
			text, want = bads[i/2%len(bads)], http.StatusInternalServerError
		}
		replaceFile(t, file, text)
		if status, body := p.reload(); status != want {
			t.Errorf("reload %d: status %d, want %d: %s", i, status, want, body)
		}
	}
	close(over)
	scraping.Wait()
	close(scrapes)
	total := 0
	for n := range scrapes {
		total += n
	}
	if ok, _ := p.scrape().reloadState(); ok != 0 {
		t.Error("the last reload was broken, and is not seen as such")
	}
	if code := p.stop(); code != 0 || total == 0 {
		t.Errorf("exit code %d after %d scrapes", code, total)
	}
	if said := grep(p.stderr.String(), "poll failed"); said != "" {
		t.Errorf("polls failed: %s", said)
	}
	for _, sw := range switches.Switches() {
		awaitSessions(t, sw, 0)
	}
	if err := switches.Close(); err != nil {
		t.Error(err)
	}
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

// scrapeUntil scrapes until over is closed and returns how often. Each scrape must show all its switches
// up, which are from least to most.
func (p *program) scrapeUntil(over <-chan struct{}, least, most int) (n int) {
	for ; ; n++ {
		select {
		case <-over:
			return n
		default:
		}
		r, err := http.NewRequest(http.MethodGet, p.url+"/metrics", nil)
		if err != nil {
			p.t.Error(err)
			return n
		}
		s, err := p.tryScrape(r)
		if err != nil {
			p.t.Error(err)
			return n
		}
		if up := s.count("slp_up", 1); up < least || up > most || s.count("slp_up", 0) > 0 {
			p.t.Errorf("scrape %d: %s", n, grep(s.text, "slp_up{"))
			return n
		}
	}
}

// awaitSessions waits until a switch has so many sessions.
func awaitSessions(t *testing.T, sw *simulator.Switch, n int) {
	t.Helper()
	for begun := time.Now(); sw.Sessions() != n; time.Sleep(time.Millisecond) { // a switch announces nothing
		if time.Since(begun) > patience {
			t.Fatalf("%s: %d sessions, want %d", sw.Name(), sw.Sessions(), n)
		}
	}
}
