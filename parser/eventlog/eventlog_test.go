package eventlog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

func eventLogOf(t *testing.T, text string) *eventlog.Log {
	t.Helper()
	s, err := fixture.Pasted(parser.ParseEventlog)(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s.Eventlog
}

// verdict writes a log in a line: streak, since, last failure, last restore, reason.
func verdict(l *eventlog.Log) string {
	streak := "?"
	if l.Streak != nil {
		streak = fmt.Sprint(*l.Streak)
	}
	parts := []string{streak}
	for _, at := range []*localtime.Time{l.FailSince, l.LastFail, l.LastRestored} {
		if at == nil {
			parts = append(parts, "-")
		} else {
			parts = append(parts, at.Wall.Format("15:04"))
		}
	}
	return strings.TrimSpace(strings.Join(append(parts, l.LastFailReason), " "))
}

// at writes an event of that minute.
func at(minute int, event string) string {
	return fmt.Sprintf("2026-01-02 10:%02d:00.125 UTC SAEVT_%s\n", minute, event)
}

func TestStreak(t *testing.T) {
	fail := func(minute int) string { return at(minute, fmt.Sprintf(`COMM_FAIL error="no %d"`, minute)) }
	ready, restored := func(m int) string { return at(m, "READY") }, func(m int) string { return at(m, "COMM_RESTORED") }
	for name, c := range map[string]struct{ log, want string }{
		"nothing of communication":          {ready(1), "0 - - -"},
		"restore at the start":              {ready(1) + restored(2) + ready(3), "0 - - 10:02"},
		"one failure":                       {fail(1), "1 10:01 10:01 - no 1"},
		"failures from the window's edge":   {fail(1) + fail(2) + ready(3), "2 10:01 10:02 - no 2"},
		"failures after the start":          {restored(1) + fail(2) + fail(3) + fail(4), "3 10:02 10:04 10:01 no 4"},
		"restored, the failure stays known": {fail(1) + fail(2) + restored(3), "0 - 10:02 10:03 no 2"},
		"failed again":                      {fail(1) + restored(2) + fail(3), "1 10:03 10:03 10:02 no 3"},
		"reload in the middle of a streak":  {fail(1) + fail(2) + ready(3) + restored(4) + fail(5), "1 10:05 10:05 10:04 no 5"},
		"restored twice":                    {fail(1) + restored(2) + restored(3), "0 - 10:01 10:03 no 1"},
		"the clock was set back":            {fail(9) + restored(8) + fail(3), "1 10:03 10:03 10:08 no 3"},
		"names that only begin alike":       {at(1, "COMM") + at(2, "COMM_FAIL_X") + at(3, "COMM_FAILOVER"), "0 - - -"},
		"a failure before the clock was set": {
			"1970-01-01 00:00:07.010 UTC SAEVT_COMM_FAIL error=\"x\"\n" + fail(2), "2 - 10:02 - no 2",
		},
		"no time of day": {fail(1) + "2026-02-30 10:00:00.000 UTC SAEVT_COMM_FAIL error=\"x\"\n", "2 10:01 - - x"},
	} {
		if got := verdict(eventLogOf(t, "**** Event Log ****\n\n"+c.log)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestReason: the reason is the text between the quotes, whatever it is.
func TestReason(t *testing.T) {
	for said, want := range map[string]string{
		` error="Connection timed out"`:                            "Connection timed out",
		` error="Connection timed out".`:                           "Connection timed out",
		` error="Connection timed out".  <--- here it failed`:      "Connection timed out",
		` error="a=b, c d; 1,2"  `:                                 "a=b, c d; 1,2",
		` type="usage" error="late" code="7"`:                      "late",
		` message="error=none" error="real"`:                       "real",
		` error="{"error":"no such \"thing\"","code":5}" code="7"`: `{"error":"no such \"thing\"","code":5}`,
		` error="he said "no" to us"`:                              `he said "no" to us`,
		` error=""`:                                                "",
		` error="<none>"`:                                          "",
		` lasterror="x"`:                                           "",
		` error=`:                                                  "",
		` Error in line 3`:                                         "",
		``:                                                         "",
	} {
		if got := eventLogOf(t, at(1, "COMM_FAIL"+said)).LastFailReason; got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}

// TestBrokenLines: however a terminal or an editor broke a long line, the reason is the same.
func TestBrokenLines(t *testing.T) {
	const reason = "Unable to resolve server hostname/domain name, https://ssm-on-prem.example.net:8443/SmartTransport"
	before := "**** Event Log ****\n" + at(1, "READY")
	for name, log := range map[string]string{
		"whole":                   `2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error="` + reason + "\"\n",
		"at 80 columns":           fixture.Wrap(`2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error="` + reason + "\"\n"),
		"a blank in column 80":    fixture.Wrap(`2026-01-02 10:02:00.000 ZONELEN SAEVT_COMM_FAIL error="` + reason + "\"\n"),
		"a blank in column 81":    fixture.Wrap(`2026-01-02 10:02:00.000 ZONE-LEN SAEVT_COMM_FAIL error="` + reason + "\"\n"),
		"blanks cut off":          strings.ReplaceAll(fixture.Wrap(`2026-01-02 10:02:00.000 ZONELEN SAEVT_COMM_FAIL error="`+reason+"\"\n"), " \r\n", "\r\n"),
		"a blank cut off before":  at(2, "X a=\""+strings.Repeat("y", 40)) + "z\"\n" + fixture.Wrap(`2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error="`+reason+"\"\n"),
		"between words":           "2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error=\"Unable to resolve server\nhostname/domain name,\nhttps://ssm-on-prem.example.net:8443/SmartTransport\"\n",
		"before the attribute":    "2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL\nerror=\"" + reason + "\"\n",
		"before the name":         "2026-01-02 10:02:00.000 UTC\n\n \nSAEVT_COMM_FAIL error=\"" + reason + "\".\n",
		"between words, full row": at(2, "HA_EVENT") + "eventType=\"x\"\n2026-01-02 10:02:00.000 ZONE-LEN SAEVT_COMM_FAIL error=\"Unable to resolve server\nhostname/domain name, https://ssm-on-prem.example.net:8443/SmartTransport\"\n",
	} {
		for next, event := range map[string]string{"": "", ", not the last": at(3, "READY")} {
			l := eventLogOf(t, before+log+event)
			if l.LastFailReason != reason || *l.Streak != 1 {
				t.Errorf("%s%s: %d, %q in\n%s", name, next, *l.Streak, l.LastFailReason, log)
			}
		}
	}
}

// TestFullLines: a line of exactly 80 columns is not broken, for a date follows.
func TestFullLines(t *testing.T) {
	line := `2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error="` + strings.Repeat("x", 28) + `"`
	if len(line) != 80 {
		t.Fatal(len(line))
	}
	l := eventLogOf(t, line+"\n"+line+"\n"+at(3, "READY"))
	if len(l.Events) != 2 || l.Events[0].Count != 2 || *l.Streak != 2 {
		t.Errorf("%+v", l)
	}
}

// TestForeignLines: log messages and prompts belong to no event, and the output of another command
// is not read.
func TestForeignLines(t *testing.T) {
	for name, c := range map[string]struct{ log, want string }{
		"a log message between": {at(1, "COMM_FAIL error=\"x\"") + "*Jan  2 10:05:01.000: %SYS-5-CONFIG_I: Configured \"x\"\n\n" + at(2, "READY"), "1 10:01 10:01 - x"},
		"a prompt":              {at(1, "READY") + "acc-1>\n", "0 - - -"},
		"a command behind it":   {"acc-1#show license eventlog\n" + at(1, "COMM_FAIL error=\"x\"") + "acc-1#configure \"terminal\nEnter commands, one per line, \"error\"\n", "1 10:01 10:01 - x"},
		"the log once more":     {"acc-1#show license eventlog 1\n" + at(2, "COMM_FAIL error=\"x\"") + "acc-1#show license eventlog 9\n" + at(1, "COMM_FAIL error=\"y\"") + at(2, "COMM_FAIL error=\"x\""), "1 10:02 10:02 - x"},
		"prompts in front":      {"acc-1#\nacc-1#\n\nshow license eventlog 1\n\n" + at(1, "COMM_RESTORED"), "0 - - 10:01"},
		"marked clock":          {"*" + at(1, "COMM_RESTORED") + "." + at(2, "COMM_FAIL"), "1 10:02 10:02 10:01"},
		"no zone":               {"2026-01-02 10:07:00.000 SAEVT_COMM_FAIL error=\"x\"\n", "1 10:07 10:07 - x"},
	} {
		if got := verdict(eventLogOf(t, c.log)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestInterruptedEvent: the parts of an event that a log message broke may look like whole ones, so
// the log is as good as cut there; and so it is where the last name has only begun.
func TestInterruptedEvent(t *testing.T) {
	const message = "*Jan  2 10:05:01.000: %SYS-5-CONFIG_I: Configured from console\n"
	whole := at(1, `COMM_FAIL error="no"`)
	for _, log := range []string{
		whole[:40] + message + whole[40:],
		whole[:40] + "\n" + message + whole[40:],
		whole + at(2, "READY")[:12] + "\n" + message + at(2, "READY")[12:],
		whole + strings.TrimSuffix(at(2, "COMM_RESTORED"), "RED\n") + "\n",
		whole + strings.TrimSuffix(at(2, "COMM_FAIL"), "MM_FAIL\n") + "\n",
	} {
		s, err := fixture.Pasted(parser.ParseEventlog)("**** Event Log ****\n\n" + log)
		var cut *reply.TruncatedError
		if !errors.As(err, &cut) || s == nil || s.Eventlog != nil && s.Eventlog.Streak != nil {
			t.Errorf("%v, %+v of\n%s", err, s, log)
		}
	}
}

func TestWindow(t *testing.T) {
	const day = 24 * time.Hour
	for echo, want := range map[string]time.Duration{
		"sw#show license eventlog 1\n":                         day,
		"sw>sh lic ev 30 | include COMM\n":                     30 * day,
		"sw#\n\nshow license  eventlog  7\n":                   7 * day,
		"sw#show license status\nsw#show license eventlog 2\n": 2 * day,
		"sw#show license eventlog\n":                           0,
		"sw#show license eventlog | include 7\n":               0,
		"sw#show license eventlog 0\n":                         0,
		"sw#show license eventlog 999999999\n":                 0,
		"":                                                     0,
	} {
		got := eventLogOf(t, echo+at(1, "READY")).Window
		if got == nil && want != 0 || got != nil && *got != want {
			t.Errorf("%q: %v, want %v", echo, got, want)
		}
	}
}

// TestOver: one thing says what is typed and what was read.
func TestOver(t *testing.T) {
	for _, c := range parser.Commands() {
		if c.Over(0).Text != c.Text {
			t.Errorf("%q over no days: %q", c.Text, c.Over(0).Text)
		}
		if c.Collector != "eventlog" {
			if got := c.Over(3).Text; got != c.Text {
				t.Errorf("%q does not look back: %q", c.Text, got)
			}
			continue
		}
		over := c.Over(3)
		s, err := fixture.Pasted(over.Parse)(at(1, "READY"))
		if err != nil || over.Text != "show license eventlog 3" || *s.Eventlog.Window != 72*time.Hour {
			t.Errorf("%q: %+v, %v", over.Text, s, err)
		}
		if again := over.Over(5).Text; again != over.Text {
			t.Errorf("%q over more days: %q", over.Text, again)
		}
		if s, err := fixture.Pasted(over.Parse)("% Invalid input detected at '^' marker.\n"); s != nil || err == nil {
			t.Errorf("refused: %+v, %v", s, err)
		}
	}
}

// TestFilteredEventlog: what a filter hides may have ended the streak.
func TestFilteredEventlog(t *testing.T) {
	const echo = "sw#show license eventlog 1 | include COMM_FAIL\n"
	l := eventLogOf(t, echo+at(1, "COMM_FAIL error=\"x\"")+at(2, "COMM_FAIL error=\"y\""))
	if got := verdict(l); got != "? - 10:02 - y" || l.Events[0].Count != 2 {
		t.Errorf("%s, %+v", got, l)
	}
	if l := eventLogOf(t, echo); len(l.Events) != 0 || l.Streak != nil {
		t.Errorf("nothing let through: %+v", l)
	}
}

func TestDetectEventlog(t *testing.T) {
	for _, text := range []string{
		"sw#show license eventlog 1\n", "sw#sh lic ev\n**** ", "**** Event Log ****\r\n", " No EventLog Found.   ", at(1, "READY"),
	} {
		if got := capture.Detect(text, ""); got.Collector != "eventlog" {
			t.Errorf("%q: %s", text, got.Collector)
		}
	}
	for _, c := range parser.Commands() {
		if got := capture.Detect("anything", c.Collector); got.Collector != c.Collector {
			t.Errorf("%s, named: %s", c.Collector, got.Collector)
		}
	}
	if got := capture.Detect("sw#show license status\nlast event: SAEVT_READY\n", ""); got.Collector != "status" {
		t.Errorf("status: %s", got.Collector)
	}
}

func TestEventlogErrors(t *testing.T) {
	var (
		refused      *reply.RefusedError
		unrecognised *reply.UnrecognisedError
		truncated    *reply.TruncatedError
	)
	for _, c := range []struct {
		text   string
		err    any // to be found by errors.As, or nil for ErrEmpty
		says   string
		events int // -1: no state
	}{
		{"", nil, "empty", -1},
		{"sw#show license eventlog 1\nsw#\n", nil, "empty", -1},
		{"                ^\n% Invalid input detected at '^' marker.\n", &refused, "refused the command", -1},
		{"sw#show license eventlog 1 | include X\n% Authorization failed.\n", &refused, "Authorization failed", -1},
		{"sw#show license eventlog 1\nSmart Licensing Status\n", &unrecognised, `line 2: "Smart Licensing Status": this is not the output of "show license eventlog"`, -1},
		{"2026-01-02 10:00:00 some other log\n", &unrecognised, `line 1: "2026-01-02 10:00:00 some other log"`, -1},
		{"**** Event Log ****\n2026-01-02 10:00:00.000 UTC EVENT_READY\n", &unrecognised, `line 2: "2026-01-02 10:00:00.000 UTC EVENT_READY"`, -1},
		{"**** Event Log ****\n", &truncated, `line 1: `, 0},
		{at(1, "READY") + `2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error="x"`, &truncated, "line 2: ", 1},
		{at(1, "READY") + "2026-01-02 10:02:00.000 UTC\n", &truncated, `after "2026-01-02 10:02:00.000 UTC"`, 1},
		{at(1, "READY") + "2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error=\"Connection\ntimed\n", &truncated, `line 3: the output of "show license eventlog" ends in section "Event Log", after "timed", before "the end of that event"`, 1},
	} {
		s, err := fixture.Pasted(parser.ParseEventlog)(c.text)
		if c.err == nil && !errors.Is(err, reply.ErrEmpty) || c.err != nil && !errors.As(err, c.err) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.text, err)
		}
		if (s == nil) != (c.events < 0) || s != nil && s.Eventlog != nil && len(s.Eventlog.Events) != c.events {
			t.Errorf("%q: %+v", c.text, s)
		}
		if s != nil && s.Eventlog != nil && (s.Eventlog.Streak != nil || s.Eventlog.LastFail != nil) {
			t.Errorf("%q: more than can be told: %s", c.text, verdict(s.Eventlog))
		}
	}
}

// TestEventlogCutAnywhere cuts the logs at every byte. A log that ends earlier is a log, so what is
// left must be what the events before the cut say; within an event it must be an error.
func TestEventlogCutAnywhere(t *testing.T) {
	for name, text := range fixture.Fixtures(t) {
		if !strings.Contains(name, "/eventlog-") || strings.Contains(name, "-none") {
			continue
		}
		var begins []int // of the events
		for i := range text {
			if (i == 0 || text[i-1] == '\n') && strings.HasPrefix(text[i:], "202") {
				begins = append(begins, i)
			}
		}
		for cut := range len(text) {
			s, err := fixture.Pasted(parser.ParseEventlog)(text[:cut])
			if err == nil && text[cut-1] != '\n' && strings.TrimSpace(text[strings.LastIndexByte(text[:cut], '\n')+1:cut]) != "" && !strings.HasSuffix(text[:cut], "#") {
				t.Fatalf("%s cut at %d, within a line: no error", name, cut)
			}
			if s == nil || s.Eventlog == nil {
				if err == nil {
					t.Fatalf("%s cut at %d: nothing and no error", name, cut)
				}
				continue
			}
			whole, _ := slices.BinarySearch(begins, cut) // events begun before the cut
			if err != nil {
				whole--
			}
			if date := len("2026-01-02 10:00:00"); err != nil && whole > 0 && cut-begins[whole] < date {
				whole-- // what is not yet a date may belong to the event above
			}
			if got := total(s.Eventlog); got != whole {
				t.Fatalf("%s cut at %d: %d events, want %d (%v)", name, cut, got, whole, err)
			}
			if err == nil {
				continue
			}
			if s.Eventlog.Streak != nil || s.Eventlog.FailSince != nil {
				t.Fatalf("%s cut at %d: a streak of a part", name, cut)
			}
		}
	}
}

func total(l *eventlog.Log) int {
	n := 0
	for _, e := range l.Events {
		n += e.Count
	}
	return n
}
