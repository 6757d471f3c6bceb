package collector

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// eventlogSeries are the series of an event log, read over days if that is not 0.
func eventlogSeries(t *testing.T, text string, days int) map[string]float64 {
	t.Helper()
	command := capture.Detect(text, "")
	if command.Collector != "eventlog" {
		t.Fatalf("taken for %s:\n%.200s", command.Collector, text)
	}
	state, err := pasted(command.Over(days).Parse)(text)
	if err != nil {
		t.Fatal(err)
	}
	clock := localtime.NewClock(state.Clock, time.Time{}, time.UTC)
	got := series(NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: clock}))
	maps.DeleteFunc(got, func(s string, _ float64) bool { return !strings.HasPrefix(s, "slp_eventlog_") })
	return got
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../parser/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func compare(t *testing.T, got, want map[string]float64) {
	t.Helper()
	for _, s := range slices.Sorted(maps.Keys(want)) {
		if v, ok := got[s]; !ok || v != want[s] {
			t.Errorf("%s is %v (there: %v), want %v", s, v, ok, want[s])
		}
	}
	for _, s := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[s]; !ok {
			t.Errorf("nothing says %s %v", s, got[s])
		}
	}
}

// TestEventlogMetrics: a streak, with everything that is said of it.
func TestEventlogMetrics(t *testing.T) {
	const reason = "Received HTTP code 502, retry=yes, from https://ssm.example:8443/its"
	at := func(text string) float64 {
		moment, err := time.Parse(time.DateTime, text)
		if err != nil {
			t.Fatal(err)
		}
		return float64(moment.Unix())
	}
	got := eventlogSeries(t, fixture(t, "eventlog-5.9.2-comm-fail-streak.txt"), 0)
	maps.DeleteFunc(got, func(s string, _ float64) bool {
		return strings.HasPrefix(s, "slp_eventlog_events") && !strings.Contains(s, "COMM") && !strings.Contains(s, "QUANTUM")
	})
	compare(t, got, map[string]float64{
		`slp_eventlog_events{event="SAEVT_COMM_FAIL"}`:                             4,
		`slp_eventlog_events{event="SAEVT_COMM_RESTORED"}`:                         2,
		`slp_eventlog_events{event="SAEVT_QUANTUM_LINK"}`:                          1,
		`slp_eventlog_comm_fail_streak{}`:                                          3,
		`slp_eventlog_comm_fail_since_timestamp_seconds{}`:                         at("2025-11-04 02:12:34"),
		`slp_eventlog_comm_fail_timestamp_seconds{}`:                               at("2025-11-04 02:42:38"),
		`slp_eventlog_comm_restored_timestamp_seconds{}`:                           at("2025-11-03 06:27:34"),
		`slp_eventlog_comm_fail_info{cause="http_status",reason="` + reason + `"}`: 1,
		`slp_eventlog_window_seconds{}`:                                            2 * 86400,
	})
}

// TestContinuedEventlog: of a streak that began before the window, the events and the window are
// still those of the window.
func TestContinuedEventlog(t *testing.T) {
	read := func(text string, days int) *parser.State {
		state, err := pasted(capture.Detect(text, "").Over(days).Parse)(text)
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	earlier := read("2026-01-01 00:00:01.000 UTC SAEVT_COMM_RESTORED\n2026-01-01 00:00:02.000 UTC SAEVT_COMM_FAIL error=\"Connection refused\"\n", 1)
	state := read("2026-01-03 00:00:03.000 UTC SAEVT_COMM_FAIL error=\"Connection timed out\"\n", 1)
	state.Eventlog = state.Eventlog.Continue(earlier.Eventlog, 1)
	got := series(NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: localtime.NewClock(nil, time.Time{}, nil)}))
	maps.DeleteFunc(got, func(s string, _ float64) bool { return !strings.HasPrefix(s, "slp_eventlog_") })
	began := float64(time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC).Unix())
	compare(t, got, map[string]float64{
		`slp_eventlog_events{event="SAEVT_COMM_FAIL"}`:                               1,
		`slp_eventlog_window_seconds{}`:                                              86400,
		`slp_eventlog_comm_fail_streak{}`:                                            2,
		`slp_eventlog_comm_restored_timestamp_seconds{}`:                             began + 1,
		`slp_eventlog_comm_fail_since_timestamp_seconds{}`:                           began + 2,
		`slp_eventlog_comm_fail_timestamp_seconds{}`:                                 began + 2*86400 + 3,
		`slp_eventlog_comm_fail_info{cause="timeout",reason="Connection timed out"}`: 1,
	})
}

// TestEmptyEventlog: nothing failed, and nothing is made up about when and why.
func TestEmptyEventlog(t *testing.T) {
	compare(t, eventlogSeries(t, fixture(t, "eventlog-none.txt"), 7), map[string]float64{
		`slp_eventlog_comm_fail_streak{}`: 0,
		`slp_eventlog_window_seconds{}`:   7 * 86400,
	})
}

// TestEventlogCause: a reason that nobody knows is other, no reason is no series.
func TestEventlogCause(t *testing.T) {
	for attributes, want := range map[string]string{
		` error="Connection timed out"`: `slp_eventlog_comm_fail_info{cause="timeout",reason="Connection timed out"}`,
		` error="Flux too low"`:         `slp_eventlog_comm_fail_info{cause="other",reason="Flux too low"}`,
		` error=""`:                     "",
		``:                              "",
	} {
		var got string
		for s := range eventlogSeries(t, "2026-01-02 03:04:05.678 UTC SAEVT_COMM_FAIL"+attributes+"\n", 1) {
			if strings.HasPrefix(s, "slp_eventlog_comm_fail_info") {
				got = s
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", attributes, got, want)
		}
	}
}

// TestSimulatedEventlogs reads the logs of a simulated fleet, and counts their words beside it.
func TestSimulatedEventlogs(t *testing.T) {
	fleet, err := simulator.New(simulator.Options{Switches: 30, Seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	streaks := 0
	for _, sw := range fleet.Switches() {
		text := sw.Render("show license eventlog 3")
		want := map[string]float64{`slp_eventlog_window_seconds{}`: 3 * 86400, `slp_eventlog_comm_fail_streak{}`: 0}
		for word := range strings.FieldsSeq(text) {
			if !strings.HasPrefix(word, "SAEVT_") {
				continue
			}
			want[`slp_eventlog_events{event="`+word+`"}`]++
			switch word {
			case "SAEVT_COMM_FAIL":
				want[`slp_eventlog_comm_fail_streak{}`]++
				streaks++
			case "SAEVT_COMM_RESTORED":
				want[`slp_eventlog_comm_fail_streak{}`] = 0
			}
		}
		got := eventlogSeries(t, text, 3)
		maps.DeleteFunc(got, func(s string, _ float64) bool {
			return strings.Contains(s, "_timestamp_seconds{") || strings.HasPrefix(s, "slp_eventlog_comm_fail_info{")
		})
		compare(t, got, want)
	}
	if streaks == 0 {
		t.Error("no simulated switch has a failure in its log")
	}
}

// endsInEvent reports whether the last event of a real output was cut within a value.
func endsInEvent(f facts) bool {
	events := f.list("events")
	return len(events) > 0 && strings.Count(events[len(events)-1].text("trailing_text"), `"`)%2 != 0
}

// eventlog adds what the events of a real output come to, worked out from the list of them.
func (e expected) eventlog() {
	if _, ok := e.facts["events"].([]any); !ok {
		return
	}
	events, partial := e.list("events"), endsInEvent(e.facts)
	if partial {
		events = events[:len(events)-1]
	}
	var fails []facts
	var restored, last facts
	for _, event := range events {
		name := event.text("event")
		e.series[key("slp_eventlog_events", map[string]string{"event": name})]++
		switch name {
		case "SAEVT_COMM_FAIL":
			fails, last = append(fails, event), event
		case "SAEVT_COMM_RESTORED":
			fails, restored = nil, event
		}
	}
	if reason := last.in("attributes").text("error"); reason != "" {
		e.add(1, "slp_eventlog_comm_fail_info", "cause", string(cause.Of("", reason)), "reason", reason)
	}
	e.eventTime(last, "slp_eventlog_comm_fail_timestamp_seconds")
	e.eventTime(restored, "slp_eventlog_comm_restored_timestamp_seconds")
	if !partial {
		e.add(float64(len(fails)), "slp_eventlog_comm_fail_streak")
		if len(fails) > 0 {
			e.eventTime(fails[0], "slp_eventlog_comm_fail_since_timestamp_seconds")
		}
	}
	e.eventWindow()
}

// eventWindow: the command is a fact of every case, but it says nothing where it is not echoed.
func (e expected) eventWindow() {
	days, ok := strings.CutPrefix(e.text("command"), "show license eventlog ")
	if n, err := time.ParseDuration(days + "h"); ok && err == nil && e.facts["prompt_echo"] == true {
		e.add(24*n.Seconds(), "slp_eventlog_window_seconds")
	}
}

func (e expected) eventTime(event facts, name string) {
	at, err := time.Parse("2006-01-02 15:04:05 UTC", event.text("time")+" "+event.text("tz"))
	if err == nil {
		e.add(float64(at.Round(time.Second).Unix()), name)
	}
}
