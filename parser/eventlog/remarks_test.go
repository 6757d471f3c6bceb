package eventlog_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

const (
	restoredEvent = "2026-02-03 10:00:00.000 UTC SAEVT_COMM_RESTORED"
	failedEvent   = `2026-02-03 11:00:00.000 UTC SAEVT_COMM_FAIL error="Connection timed out"`
)

// TestEventlogOmitted: where a document leaves events out, a SAEVT_COMM_RESTORED may be among them.
func TestEventlogOmitted(t *testing.T) {
	for _, c := range []struct {
		lines  []string
		streak int // -1: not told
		whole  bool
	}{
		{[]string{restoredEvent, failedEvent, failedEvent}, 2, true},
		{[]string{restoredEvent, failedEvent, "! <--- Output omitted for brevity --->", failedEvent}, -1, true},
		{[]string{restoredEvent, "...", failedEvent}, -1, true},
		{[]string{"<output truncated>", failedEvent}, -1, true},
		{[]string{failedEvent, "...", restoredEvent, failedEvent}, 1, true},
		{[]string{"...", restoredEvent}, 0, true},
		{[]string{restoredEvent, "..."}, -1, false},
		{[]string{restoredEvent, failedEvent, "<snip>"}, -1, false},
	} {
		for _, end := range []string{"\n", "\nsw-1#\n", "\nsw-1#show license eventlog 1 | include X\nsw-1#"} {
			text := "sw-1#show license eventlog 7\n**** Event Log ****\n" + strings.Join(c.lines, "\n") + end
			s, err := fixture.Pasted(parser.ParseEventlog)(text)
			var truncated *reply.TruncatedError
			if c.whole != (err == nil) || err != nil && !errors.As(err, &truncated) {
				t.Errorf("%q: %v", text, err)
				continue
			}
			l, events := s.Eventlog, 0
			for _, e := range l.Events {
				events += e.Count
			}
			if events != strings.Count(text, "SAEVT_") || c.streak < 0 != (l.Streak == nil) || l.Streak != nil && *l.Streak != c.streak ||
				l.Streak == nil && (l.FailSince != nil || l.Open) {
				t.Errorf("%q: %+v", text, l)
			}
		}
	}
}

// TestEventlogRemarks: a remark after an event is not part of its reason, and quotes in
// it are none of the event's.
func TestEventlogRemarks(t *testing.T) {
	for behind, want := range map[string]string{
		`error="Connection timed out"   <--- the "second" one`: "Connection timed out",
		`error="Connection timed out" <<< it's 5" long`:        "Connection timed out",
		"error=\"Connection timed out\"\n<- it's \"here":       "Connection timed out",
		`error="a <- b, c="d"`:                                 `a <- b, c="d`,
		`error=“Connection timed out”`:                         "Connection timed out",
		`error="{"a":"b","token":"hunter2"}"`:                  `{"a":"b",`,
		`error="{"code":5,"status_code":"FAILED"}"`:            `{"code":5,"status_code":"FAILED"}`,
	} {
		s, err := fixture.Pasted(parser.ParseEventlog)("2026-02-03 11:00:00.000 UTC SAEVT_COMM_FAIL " + behind + "\n" + failedEvent[:28] + "SAEVT_X\n")
		if err != nil || s.Eventlog.LastFailReason != want || len(s.Eventlog.Events) != 2 {
			t.Errorf("%s: %v, %+v", behind, err, s)
		}
	}
	_, err := fixture.Pasted(parser.ParseEventlog)(restoredEvent + "\n" + failedEvent[:28] + `SAEVT_COMM_FAIL error="{"token":"hunter2`)
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Error(err)
	}
}
