package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestLogMessagesBreakIn: with "logging synchronous" off, log messages break into the outputs. What
// is shown all the same is right.
func TestLogMessagesBreakIn(t *testing.T) {
	fleet, file := fleetOf(t, 12, "polling: {min_interval: 60s}")
	shown := func() map[string]bool {
		p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
		defer p.stop()
		series := map[string]bool{}
		// what does not change with the seconds
		for _, line := range regexp.MustCompile(`(?m)^slp_(comm|rum|trust|license|policy|authorization|device_info)\w*\{.*$`).FindAllString(p.scrape().text, -1) {
			series[line] = true
		}
		return series
	}
	quiet := shown()
	for i, sw := range fleet.Switches() {
		sw.SetFaults(simulator.Faults{SyslogBurst: 3 + 2*i})
	}
	noisy := shown()
	for line := range noisy {
		// the labels of an _info come from several lines, of which one may be missing
		if !quiet[line] && !strings.Contains(line, "_info{") {
			t.Errorf("not so without log messages: %s", line)
		}
	}
	if len(noisy) < len(quiet)/2 {
		t.Errorf("only %d of %d series are left", len(noisy), len(quiet))
	}
}
