package eventlog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// failAt writes a failure of that minute.
func failAt(minute int) string { return at(minute, fmt.Sprintf(`COMM_FAIL error="no %d"`, minute)) }

func minuteOf(minute int) *localtime.Time {
	return &localtime.Time{Wall: time.Date(2026, 1, 2, 10, minute, 0, 125e6, time.UTC), Zone: "UTC"}
}

// tailed reads a log as the event log's command does, with a tail after that failure. The error must be like
// that without a tail.
func tailed(t *testing.T, text string, after *localtime.Time, like error) *eventlog.Log {
	t.Helper()
	for _, c := range parser.Commands() {
		if c.Collector != "eventlog" {
			continue
		}
		s, err := fixture.Pasted(c.After(after).Over(2).Parse)(text)
		if fmt.Sprint(err) != fmt.Sprint(like) {
			t.Fatalf("%v, want %v", err, like)
		}
		if *s.Eventlog.Window != 48*time.Hour {
			t.Errorf("a window of %s", *s.Eventlog.Window)
		}
		return s.Eventlog
	}
	t.Fatal("no command of the event log")
	return nil
}

// TestOpen: whether a streak reaches the edge of what was read.
func TestOpen(t *testing.T) {
	restored := at(5, "COMM_RESTORED")
	for log, want := range map[string]bool{
		failAt(1) + failAt(2):            true,
		at(1, "READY") + failAt(2):       true,
		at(1, "READY"):                   true,
		"No EventLog Found.\n":           true,
		restored:                         false,
		failAt(1) + restored:             false,
		failAt(1) + restored + failAt(6): false,
		"1970-01-01 00:00:50.000 UTC SAEVT_COMM_RESTORED\n" + failAt(6): false,
		"sw#show license eventlog 1 | include COMM\n" + failAt(1):       false,
	} {
		if got := eventLogOf(t, log).Open; got != want {
			t.Errorf("open: %t, want %t:\n%s", got, want, log)
		}
	}
}

func TestTail(t *testing.T) {
	for name, c := range map[string]struct {
		log   string
		after *localtime.Time
		want  eventlog.Tail
	}{
		"in the middle":          {failAt(1) + failAt(2) + at(3, "READY") + failAt(4) + failAt(5), minuteOf(2), eventlog.Tail{Found: true, Fails: 2}},
		"the first":              {failAt(1) + failAt(2), minuteOf(1), eventlog.Tail{Found: true, Fails: 1}},
		"the last":               {failAt(1) + failAt(2), minuteOf(2), eventlog.Tail{Found: true}},
		"not there":              {failAt(1) + failAt(2), minuteOf(3), eventlog.Tail{}},
		"nothing looked for":     {failAt(1) + failAt(2), nil, eventlog.Tail{}},
		"another event then":     {failAt(1) + at(2, "READY") + failAt(3), minuteOf(2), eventlog.Tail{}},
		"another zone":           {failAt(1) + failAt(2), &localtime.Time{Wall: minuteOf(1).Wall, Zone: "GMT"}, eventlog.Tail{}},
		"twice at the same":      {failAt(1) + failAt(1) + failAt(2), minuteOf(1), eventlog.Tail{Found: true, Fails: 1}},
		"the clock was set back": {failAt(8) + failAt(9) + failAt(3) + failAt(4), minuteOf(9), eventlog.Tail{Found: true, Fails: 2}},
		"behind no time of day":  {failAt(1) + "2026-02-30 10:00:00.000 UTC SAEVT_COMM_FAIL\n" + failAt(2), minuteOf(1), eventlog.Tail{Found: true, Fails: 2}},
		"over broken lines":      {fixture.Wrap(failAt(1) + at(2, `COMM_FAIL error="`+strings.Repeat("x", 90)+`"`) + failAt(3)), minuteOf(2), eventlog.Tail{Found: true, Fails: 1}},
		"nothing at all":         {" No EventLog Found.\n", minuteOf(1), eventlog.Tail{}},
	} {
		if tail := tailed(t, c.log, c.after, nil).Tail; tail != c.want {
			t.Errorf("%s: %+v, want %+v", name, tail, c.want)
		}
	}
}

// TestTailOfOtherCommands: only the event log has one.
func TestTailOfOtherCommands(t *testing.T) {
	for _, c := range parser.Commands() {
		if c.Collector == "status" {
			if s, err := fixture.Pasted(c.After(minuteOf(1)).Parse)(failAt(1)); err == nil || s != nil && s.Eventlog != nil {
				t.Errorf("%v, %+v", err, s)
			}
		}
	}
}

// TestContinue joins the first log with the second, of which it knows some failures.
func TestContinue(t *testing.T) {
	ready, restored := at(1, "READY"), func(m int) string { return at(m, "COMM_RESTORED") }
	for name, c := range map[string]struct {
		earlier, later string
		more           int
		want           string
		open           bool
	}{
		"more failures":          {restored(1) + failAt(2) + failAt(3), failAt(3) + failAt(4) + failAt(5), 2, "4 10:02 10:05 10:01 no 5", false},
		"none":                   {restored(1) + failAt(2) + failAt(3), failAt(3), 0, "2 10:02 10:03 10:01 no 3", false},
		"the first since":        {failAt(1) + restored(2), failAt(4) + failAt(5), 2, "2 10:04 10:05 10:02 no 5", false},
		"quiet":                  {restored(1) + failAt(2), ready, 0, "1 10:02 10:02 10:01 no 2", false},
		"quiet since":            {failAt(1) + restored(2), ready, 0, "0 - 10:01 10:02 no 1", false},
		"of unknown beginning":   {failAt(2), failAt(2) + failAt(3), 1, "2 10:02 10:03 - no 3", true},
		"without a time of day":  {restored(1) + failAt(2), failAt(2) + "2026-02-30 10:00:00.000 UTC SAEVT_COMM_FAIL\n", 1, "2 10:02 - 10:01", false},
		"the clock was set back": {restored(7) + failAt(8), failAt(8) + failAt(3), 1, "2 10:08 10:03 10:07 no 3", false},
	} {
		earlier, later := eventLogOf(t, c.earlier), eventLogOf(t, c.later)
		was, is := verdict(earlier), verdict(later)
		joined := later.Continue(earlier, c.more)
		if got := verdict(joined); got != c.want || joined.Open != c.open {
			t.Errorf("%s: %s, open %t, want %s, %t", name, got, joined.Open, c.want, c.open)
		}
		if verdict(earlier) != was || verdict(later) != is {
			t.Errorf("%s: the logs were changed", name)
		}
		if len(joined.Events) != len(later.Events) || total(joined) != total(later) {
			t.Errorf("%s: %+v are not the later log's events", name, joined.Events)
		}
	}
}

func TestKnownAndFollows(t *testing.T) {
	restored := at(3, "COMM_RESTORED")
	for log, want := range map[string]bool{
		failAt(1): true, restored: true, restored + failAt(4): true,
		at(1, "READY"): false,
		"1970-01-01 00:00:07.010 UTC SAEVT_COMM_FAIL\n":         false,
		"sw#show license eventlog | include COMM\n" + failAt(1): false,
	} {
		if got := eventLogOf(t, log).Known(); got != want {
			t.Errorf("known: %t, want %t:\n%s", got, want, log)
		}
	}
	if (*eventlog.Log)(nil).Known() {
		t.Error("a log that is not there is known")
	}
	for _, c := range []struct {
		earlier, later string
		want           bool
	}{
		{restored, failAt(4), true},
		{restored, at(2, "READY"), true},
		{restored, failAt(2), false},
		{restored, failAt(3), false},
		{restored + failAt(5), failAt(4), false},
		{restored + failAt(5), failAt(6), true},
		{restored, strings.ReplaceAll(failAt(4), "UTC", "CET"), false},
		{"1970-01-01 00:00:07.010 UTC SAEVT_COMM_RESTORED\n", failAt(4), false},
		{restored, "1970-01-01 00:00:07.010 UTC SAEVT_COMM_FAIL\n", false},
	} {
		if got := eventLogOf(t, c.later).Follows(eventLogOf(t, c.earlier)); got != c.want {
			t.Errorf("%q follows %q: %t", c.later, c.earlier, got)
		}
	}
}
