package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestDebug: debug=true adds comments and changes no series, and it is the plain text format whatever is
// asked for: in OpenMetrics nothing may follow "# EOF".
func TestDebug(t *testing.T) {
	l := newLab(t, 10, config.DefaultCollectors(config.ProtocolSSH))
	for _, name := range []string{"lab-sw-00002", "lab-sw-00009"} { // the second one is dead
		plain := l.get("/probe?target=" + name).Body.String()
		for _, accept := range []string{textFormat, openMetrics, "application/vnd.google.protobuf"} {
			w := l.get("/probe?debug=true&target="+name, "Accept: "+accept, "Accept-Encoding: gzip")
			if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
				t.Fatal(w.Code, kind)
			}
			metrics, log, ok := strings.Cut(w.Body.String(), "#\n# last polls of ")
			if !ok || metrics != plain {
				t.Errorf("%s %s: %d bytes of metrics, want %d", name, accept, len(metrics), len(plain))
			}
			for _, want := range []string{`"` + name + `"`, "# poll began 2", "#   collector status took "} {
				if !strings.Contains(log, want) {
					t.Errorf("%s: no %s in\n%s", name, want, log)
				}
			}
			if dead := name == "lab-sw-00009"; dead != strings.Contains(log, `reason refused, "lab-sw-00009: refused"`) {
				t.Errorf("%s:\n%s", name, log)
			}
			parsed(t, w.Body.String())
		}
	}
	if log := l.get("/probe?debug=false&target=lab-sw-00002").Body.String(); strings.Contains(log, "last polls") {
		t.Error("debug=false shows the log")
	}
}

// exampleEnd is when the last of the examplePolls ended.
func exampleEnd() time.Time { return time.Date(2026, 1, 10, 20, 31, 2, 562e6, time.UTC) }

// examplePolls are polls as a healthy switch has them, and one before them that failed.
func examplePolls() fleet.Polls {
	const ms = time.Millisecond
	at := exampleEnd().Add(-312 * ms)
	good := fleet.Poll{
		Started: at, Ended: exampleEnd(), Up: true,
		Steps: []trace.Step{
			{Name: "connect", Duration: 2 * ms},
			{Name: "ssh banner", Offset: 2 * ms, Duration: 11 * ms, Bytes: 20},
			{Name: "key exchange", Offset: 13 * ms, Duration: 45 * ms, Bytes: 2308},
			{Name: "login", Offset: 58 * ms, Duration: 121 * ms, Bytes: 156},
			{Name: "prompt", Offset: 179 * ms, Duration: 12 * ms, Bytes: 184},
			{Name: "show license status", Offset: 191 * ms, Duration: 118 * ms, Bytes: 2285},
		},
		Collectors: []fleet.PollCollector{{Name: "status", Duration: 121 * ms}},
		Tail:       "  Last ACK received: <none>\n\nmuc-acc-01#",
	}
	const refused = "muc-acc-01: login: permission denied"
	bad := fleet.Poll{
		Started: at.Add(-time.Hour), Ended: at.Add(-time.Hour + 2*time.Second), Reason: failure.Auth,
		Err: refused, NextTry: at.Add(-50 * time.Minute),
		Steps: []trace.Step{
			{Name: "connect", Duration: 2 * ms},
			{Name: "login", Offset: 58 * ms, Duration: 1942 * ms, Bytes: 156, Err: "permission denied"},
		},
		Collectors: []fleet.PollCollector{{Name: "status", Err: refused, Reason: failure.Auth}},
	}
	return fleet.Polls{Recent: []fleet.Poll{good}, Failures: []fleet.Poll{bad}}
}

// TestPollLog: each failure is told once, whether it is of late or not.
func TestPollLog(t *testing.T) {
	p := examplePolls()
	log := pollLog("muc-acc-01", p)
	before, after, ok := strings.Cut(log, "# failed polls before these\n")
	if !ok || strings.Contains(before, "refused") || strings.Count(after, "# poll began") != 1 {
		t.Error(log)
	}
	p.Recent = append(p.Recent, p.Failures...)
	log = pollLog("muc-acc-01", p)
	if strings.Contains(log, "before these") || strings.Count(log, "# poll began") != 2 {
		t.Error(log)
	}
	if log := pollLog("muc-acc-01", fleet.Polls{}); !strings.Contains(log, "# none has ended yet\n") {
		t.Error(log)
	}
}

// FuzzPollLog: no text of a switch forges a series, ends the comment or passes for metadata.
func FuzzPollLog(f *testing.F) {
	for _, text := range []string{
		"", "\nslp_up 1", "a\r\nslp_up 1\r", "# EOF\n", "# TYPE slp_up counter\n", "\"\n\\", "\xff\x00\x1b[2J", "\u2028slp_up 1\u2029", "HELP slp_up x",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := examplePolls()
		for _, polls := range [][]fleet.Poll{p.Recent, p.Failures} {
			poll := &polls[0]
			poll.Err, poll.Tail = text, text
			poll.Steps[0].Name, poll.Steps[0].Err, poll.Collectors[0].Err = text, text, text
		}
		for line := range strings.Lines(pollLog(text, p)) {
			kind, _, _ := strings.Cut(strings.TrimPrefix(line, "# "), " ")
			if line[0] != '#' || slices.Contains([]string{"HELP", "TYPE", "UNIT", "EOF\n"}, kind) {
				t.Fatalf("%q", line)
			}
			if strings.ContainsFunc(line[:len(line)-1], func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' }) {
				t.Fatalf("%q", line)
			}
		}
	})
}
