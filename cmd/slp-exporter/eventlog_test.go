package main

import (
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestEventlog: the log is asked for as many days as the module says, and a switch that refuses it
// loses that collector only.
func TestEventlog(t *testing.T) {
	fleet, file := fleetOf(t, 3, "polling: {min_interval: 60s, timeout: 30s}")
	configured, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	longer := strings.Replace(string(configured), "host_key:", "eventlog_days: 3\n    host_key:", 1)
	if err := os.WriteFile(file, []byte(longer), 0o600); err != nil {
		t.Fatal(err)
	}
	refusing := fleet.Switches()[1]
	refusing.SetFaults(simulator.Faults{RefuseCommands: []string{"show license eventlog"}})
	s := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0").scrape()
	for _, sw := range fleet.Switches() {
		name := sw.Name()
		window, read := s.value("slp_eventlog_window_seconds", "target", name)
		if _, streak := s.value("slp_eventlog_comm_fail_streak", "target", name); streak != read {
			t.Errorf("%s: a window %v, a streak %v", name, read, streak)
		}
		if read == (sw == refusing) || read && window != 3*86400 {
			t.Errorf("%s: a window of %v s, %v", name, window, read)
		}
		if ok, _ := s.value("slp_collector_success", "target", name, "collector", "eventlog"); (ok == 1) == (sw == refusing) {
			t.Errorf("%s: slp_collector_success %v", name, ok)
		}
		for _, other := range []string{"tech_support", "status"} {
			if ok, _ := s.value("slp_collector_success", "target", name, "collector", other); ok != 1 {
				t.Errorf("%s: %s suffers from the event log", name, other)
			}
		}
	}
}
