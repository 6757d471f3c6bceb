package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestStopAnswersScrapes: scrapes that wait for switches when the program is told to stop are answered, with
// what is known; then it logs out everywhere and exits with 0.
func TestStopAnswersScrapes(t *testing.T) {
	switches, file := fleetOf(t, 4, "polling: {min_interval: 0s, timeout: 1h}")
	replaceFile(t, file, strings.Replace(contents(t, file), "auth: simulated\n", "auth: simulated\n    session: close\n", 1))
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	p.scrape()
	all := switches.Switches()
	mute := all[:3]
	for _, sw := range mute {
		awaitSessions(t, sw, 0)
		sw.SetFaults(simulator.Faults{HangMidOutput: true})
	}
	answers := make(chan scrape, len(mute))
	for _, sw := range mute {
		r, err := http.NewRequest(http.MethodGet, p.url+"/metrics?target="+sw.Name()+"&target="+all[3].Name(), nil)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			s, err := p.tryScrape(r)
			if err != nil {
				t.Errorf("cut off: %v", err)
			}
			answers <- s
		}()
	}
	for _, sw := range mute {
		awaitSessions(t, sw, 1) // its scrape is under way
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	for range mute {
		if s := <-answers; s.count("slp_up", 1) != 1 || s.count("slp_up", 0) != 1 {
			t.Errorf("answered: %s", grep(s.text, "slp_up{"))
		}
	}
	for _, sw := range all {
		awaitSessions(t, sw, 0)
	}
	for _, bad := range []string{"cut off", "left open", "poll failed"} {
		if said := grep(p.stderr.String(), bad); said != "" {
			t.Error(said)
		}
	}
	if !strings.Contains(p.stderr.String(), "msg=\"stopping") {
		t.Error("nothing said of stopping")
	}
}
