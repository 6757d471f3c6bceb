package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// verdict holds what is shown of one switch against what is right.
type verdict struct {
	t *testing.T
	patient
	scrape scrape
	log    string // since the poll before
	right  series
	news   bool // the fault, if any, has begun since the poll before
	over   bool // there was a fault, and it has ended
}

// shown are all series of the switch.
func (v verdict) shown() series {
	return seriesOf(slices.Collect(maps.Values(v.scrape.families)), v.target)
}

func (v verdict) check() {
	v.t.Helper()
	v.checkPoll()
	v.checkLog()
	v.checkState(v.shown().state(), v.right.state())
}

// down reports whether no collector can have succeeded.
func (v verdict) down() bool { return v.reason != "" && v.failed == nil && !v.damaged }

func (v verdict) checkPoll() {
	v.t.Helper()
	want := 1.0
	if v.down() {
		want = 0
	}
	if up, ok := v.scrape.value("slp_up", "target", v.target); !ok || up != want {
		v.t.Errorf("slp_up %v (there: %t), want %v\n%s", up, ok, want, v.lines())
	}
	if n, ok := v.scrape.value("slp_polls_total", "target", v.target); !ok || n == 0 {
		v.t.Errorf("the poll is not over: slp_polls_total %v", n)
	}
	for _, r := range failure.Reasons() {
		n, ok := v.scrape.value("slp_poll_failures_total", "target", v.target, "reason", string(r))
		expected := string(r) == v.reason
		tolerated := v.damaged && r == failure.Parse || n == 1 && v.over
		if !ok || (n > 0) != expected && !tolerated {
			v.t.Errorf("%v failures by %s (there: %t), want those by %q alone\n%s", n, r, ok, v.reason, v.lines())
		}
	}
	for _, c := range []string{"tech_support", "status", "eventlog"} {
		want := 1.0
		if v.down() || slices.Contains(v.failed, c) {
			want = 0
		}
		if got, ok := v.scrape.value("slp_collector_success", "target", v.target, "collector", c); !ok || got != want && !v.damaged {
			v.t.Errorf("slp_collector_success of %s is %v (there: %t), want %v", c, got, ok, want)
		}
	}
}

// lines are the log lines about the switch that an operator sees.
func (v verdict) lines() string {
	return grep(grep(v.log, "target="+v.target+" "), "level=warn")
}

// checkLog wants one line for a failure that is new, and none for a poll that went well.
func (v verdict) checkLog() {
	v.t.Helper()
	lines := v.lines()
	switch {
	case v.damaged:
		return
	case v.reason == "":
		if lines != "" {
			v.t.Errorf("logged: %s", lines)
		}
		return
	case !v.news:
		if lines != grep(lines, " reason="+v.reason+" ") {
			v.t.Errorf("another reason is logged than %s:\n%s", v.reason, lines)
		}
		return
	}
	if strings.Count(lines, "\n") != 1 || !strings.Contains(lines, " reason="+v.reason+" ") {
		v.t.Errorf("want one line with reason=%s:\n%s", v.reason, lines)
	}
	for _, text := range v.says {
		if !strings.Contains(lines, text) {
			v.t.Errorf("%q is not in: %s", text, lines)
		}
	}
}

// checkState lets nothing be shown that is not so: nothing at all of a switch that is down, everything
// of one that is well, and no number that is wrong of any.
func (v verdict) checkState(shown, right series) {
	v.t.Helper()
	if v.down() && len(shown) > 0 {
		v.t.Errorf("%d series are shown of a switch that could not be read: %v", len(shown), slices.Sorted(maps.Keys(shown)))
	}
	if v.down() {
		return
	}
	if len(right) < 20 {
		v.t.Fatalf("only %d series to compare with", len(right))
	}
	for key, value := range shown {
		want, ok := right[key]
		switch {
		case !ok && (v.damaged || v.failed != nil) && strings.Contains(key, "_info{"): // one of its labels may be missing
		case !ok:
			v.t.Errorf("not said by the switch: %s %v", key, value)
		case math.Abs(value-want) > tolerance(key):
			v.t.Errorf("%s %v, want %v", key, value, want)
		}
	}
	if v.damaged && len(shown) < len(right)/2 {
		v.t.Errorf("only %d of %d series are left", len(shown), len(right))
	}
	if v.reason != "" || v.damaged {
		return
	}
	for key := range right {
		if _, ok := shown[key]; !ok {
			v.t.Errorf("missing: %s", key)
		}
	}
}

// tolerance is how far a value may be from the one that was read a moment later. The switches' clock
// stands still, but times are told by their distance from the exporter's.
func tolerance(key string) float64 {
	if strings.Contains(key, "_timestamp_seconds{") || strings.Contains(key, "_skew_seconds{") {
		return 180
	}
	return 0
}

// checkFall wants tallies of the switch to be lower than before, as those of a standby are, and nothing
// but gauges to have fallen.
func (v verdict) checkFall(before series) {
	v.t.Helper()
	fallen := 0
	now := v.shown()
	for key, old := range before {
		name, _, _ := strings.Cut(key, "{")
		value, ok := now[key]
		switch gauge := v.scrape.families[name].GetType() == dto.MetricType_GAUGE; {
		case !ok || value >= old:
		case !gauge:
			v.t.Errorf("%s has fallen from %v to %v", key, old, value)
		case name == "slp_comm_attempts":
			fallen++
		}
	}
	if fallen == 0 {
		v.t.Error("no tally has fallen")
	}
}

// checkCleaned wants the readable part of a text with rubbish in it, and every other value right.
func (v verdict) checkCleaned() {
	v.t.Helper()
	shown, cleaned := v.shown().state(), 0
	for key := range shown {
		if strings.HasPrefix(key, "slp_license_info{") && strings.Contains(key, " garbage ") {
			cleaned++
		}
	}
	if cleaned == 0 || len(shown) != len(v.right.state()) {
		v.t.Errorf("%d series with cleaned labels; %d series, want %d", cleaned, len(shown), len(v.right.state()))
	}
}
