package fleet_test

import (
	"os"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/parser"
)

// TestOnly shows what the named collectors said, and nothing of the others.
func TestOnly(t *testing.T) {
	ofTech, ofStatus := readings(t)[showTechSupport], readings(t)[showStatus]
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		whole := l.result()
		both := *whole.State
		for collector, want := range map[string]*parser.State{techSupport: ofTech, status: ofStatus} {
			only := whole.Only([]string{"no_such", collector})
			if !reflect.DeepEqual(only.State, want) {
				t.Errorf("%s: %+v", collector, only.State)
			}
			if len(only.Collectors) != 1 || only.Collectors[0].Name != collector || !only.Up() || only.Err != nil ||
				!only.Ended.Equal(whole.Ended) || !reflect.DeepEqual(only.Clock, whole.Clock) || only.Target != whole.Target {
				t.Errorf("%s: %+v", collector, only)
			}
		}
		if all := whole.Only([]string{status, techSupport}); !reflect.DeepEqual(all, whole) {
			t.Errorf("all of them: %+v, want %+v", all, whole)
		}
		none := whole.Only([]string{"history"})
		if none.State != nil || len(none.Collectors) != 0 || !none.Up() {
			t.Errorf("none of them: %+v", none)
		}
		if !reflect.DeepEqual(*whole.State, both) || len(whole.Collectors) != 2 {
			t.Error("the result itself has changed")
		}
	})
}

// TestOnlyOfFailures: a collector's failure does not count for the others.
func TestOnlyOfFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{techSupport, status, "version"} })
		sw := l.switches[0]
		text, err := os.ReadFile("../../parser/testdata/version-16.12.05b.txt")
		if err != nil {
			t.Fatal(err)
		}
		sw.becomes(behaviour{run: answers(sw.outputs, map[string]string{"show version": string(text), showStatus: notKnown}, 0)})
		whole := l.result()
		good, bad := whole.Only([]string{techSupport}), whole.Only([]string{status})
		if whole.Err == nil || good.Err != nil || !good.Up() || good.State == nil {
			t.Errorf("%v: %+v", whole.Err, good)
		}
		if bad.Reason() != failure.Unsupported || bad.Up() || bad.State != nil {
			t.Errorf("%+v", bad)
		}
		// What "show version" says is no licence state, but all that is asked for here.
		if alone, both := whole.Only([]string{"version"}), whole.Only([]string{status, "version"}); !alone.Up() || both.Up() || both.State == nil {
			t.Errorf("up is %t alone, and %t beside a collector that failed: %+v", alone.Up(), both.Up(), both)
		}
	})
}

// TestOnlyOfDeadSwitch: every collector fails with it.
func TestOnlyOfDeadSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Timeout))})
		for _, names := range [][]string{{status}, {"history"}, nil} {
			if r := l.result().Only(names); r.Up() || r.Reason() != failure.Timeout || r.State != nil {
				t.Errorf("%q: %+v", names, r)
			}
		}
	})
}

// TestOnlyTheEventlog: the log that is shown is the one with the whole streak.
func TestOnlyTheEventlog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := logLab(t)
		a.note(-200*time.Hour, restored)
		for hour := range 120 {
			a.note(time.Duration(hour-120)*time.Hour, fail)
		}
		r := l.result()
		if only := r.Only([]string{eventLog}); only.State.Eventlog != r.State.Eventlog || *only.State.Eventlog.Streak != 120 {
			t.Errorf("%+v, not %+v", only.State.Eventlog, r.State.Eventlog)
		}
	})
}
