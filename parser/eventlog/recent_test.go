package eventlog_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
)

// TestRecent: the moments are those of a timeline, in the order of the log, without events of other names and without
// those whose time cannot be read; of too many, the last ones stay.
func TestRecent(t *testing.T) {
	kinds := map[eventlog.Kind]string{eventlog.Failed: "failed", eventlog.Restored: "restored", eventlog.Reported: "reported", eventlog.Started: "started"}
	said := func(l *eventlog.Log) string {
		var all []string
		for _, m := range l.Recent {
			all = append(all, m.At.Wall.Format("15:04 ")+kinds[m.Kind])
		}
		return strings.Join(all, ", ")
	}
	log := at(0, `INIT_START version="6.3"`) + at(1, "READY") + at(2, `COMM_FAIL error="x"`) + "1970-01-01 00:00:07.010 UTC SAEVT_COMM_FAIL error=\"x\"\n" +
		at(3, "COMM_RESTORED") + at(4, "UTILITY_REPORT_START")
	if got, want := said(eventLogOf(t, log)), "10:00 started, 10:02 failed, 10:03 restored, 10:04 reported"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	log = at(1, "COMM_RESTORED") + strings.Repeat(at(2, `COMM_FAIL error="x"`), 199)
	if l := eventLogOf(t, log); len(l.Recent) != 200 || l.Recent[0].Kind != eventlog.Restored {
		t.Errorf("%d moments: %s", len(l.Recent), said(l))
	}
	if l := eventLogOf(t, log+at(3, "COMM_RESTORED")); len(l.Recent) != 200 || l.Recent[0].Kind != eventlog.Failed || l.Recent[199].Kind != eventlog.Restored {
		t.Errorf("%d moments: %s", len(l.Recent), said(l))
	}
	if l := eventLogOf(t, strings.Repeat(log, 5)+at(3, "COMM_RESTORED")); len(l.Recent) != 200 || l.Recent[0].Kind != eventlog.Failed || l.Recent[199].Kind != eventlog.Restored {
		t.Errorf("%d moments of a long log: %s", len(l.Recent), said(l))
	}
}
