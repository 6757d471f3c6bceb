package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

var update = flag.Bool("update", false, "write the transcripts in docs again")

// TestDocs makes the transcripts of docs/diagnose.md: simulated switches print, and diagnose reads.
func TestDocs(t *testing.T) {
	page, err := filepath.Abs("../../docs/diagnose.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page) //nolint:gosec // the project's own
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for _, transcript := range []struct {
		name     string
		scenario simulator.Scenario
		extra    string // what further commands print
	}{
		{"from", simulator.NeverRestored, `ber-acc-01#show hosts
Name lookup view: Global
Default domain is not set
Name/address lookup uses domain service
Name servers are 255.255.255.255
ber-acc-01#show clock detail
09:35:06.100 IST Tue Feb 3 2026
Time source is NTP
ber-acc-01#
`},
		{"well", simulator.Healthy, ""},
	} {
		want = between(t, want, transcript.name, withoutSteps(t, transcribe(t, transcript.scenario, transcript.extra)))
	}
	want = between(t, want, "live", transcribeLive(t, 1, nil, simulator.DNSFailure))
	want = between(t, want, "active", withoutSteps(t, transcribeLive(t, 1, []string{"--active"}, simulator.ProxyRefused)))
	want = between(t, want, "several", transcribeLive(t, 0, []string{"--all"},
		simulator.Timeout, simulator.Healthy, simulator.Timeout, simulator.Timeout, simulator.Healthy, simulator.LostTrust, simulator.Timeout))
	want = between(t, want, "sync", onlySync(t, transcribeSync(t)))
	switch {
	case *update:
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	case want != string(text):
		t.Errorf("%s is not in step with what the program prints; `make docs` writes it again", filepath.Base(page))
	}
}

// withoutSteps leaves the answers to the questions out of a transcript: the page has them once.
func withoutSteps(t *testing.T, transcript string) string {
	t.Helper()
	head, steps, ok := strings.Cut(transcript, "\n\n  ✓ licensing")
	_, tail, found := strings.Cut(steps, "\n$ ")
	if !ok || !found {
		t.Fatalf("there are no steps in %s", transcript)
	}
	return head + "\n  …\n$ " + tail
}

// onlySync leaves all other answers out of a transcript.
func onlySync(t *testing.T, transcript string) string {
	t.Helper()
	head, steps, ok := strings.Cut(transcript, "\n\n  ✓ licensing")
	_, rest, found := strings.Cut(steps, "\n  ✓ sync")
	sync, rest, _ := strings.Cut(rest, "\n")
	_, table, whole := strings.Cut(rest, "\n\n")
	if !ok || !found || !whole {
		t.Fatalf("there is no sync in %s", transcript)
	}
	return head + "\n  …\n  ✓ sync" + sync + "\n\n" + table
}

// stopped is a clock that stands still.
type stopped struct{ now time.Time }

func (c stopped) Now() time.Time { return c.now }

// transcribe is what a terminal shows of diagnose.
func transcribe(t *testing.T, scenario simulator.Scenario, extra string) string {
	t.Helper()
	clock := stopped{time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}
	fleet, err := simulator.New(simulator.Options{Switches: 1, Seed: 2, Clock: clock, Scenarios: []simulator.Scenario{scenario}})
	if err != nil {
		t.Fatal(err)
	}
	sw := fleet.Switches()[0]
	files := map[string]string{"tech.txt": sw.Render("show license tech support")}
	names := []string{"tech.txt"}
	if extra != "" {
		files["more.txt"] = strings.ReplaceAll(extra, "ber-acc-01", sw.Name()) + sw.Name() + "#show license eventlog 1\n" + sw.Render("show license eventlog 1")
		names = append(names, "more.txt")
	}
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(filepath.Clean(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{"diagnose", "--target=" + sw.Name(), "--from"}, names...)
	var out, errs bytes.Buffer
	code := run(t.Context(), args, streams{in: strings.NewReader(""), out: &out, err: &errs})
	if errs.Len() > 0 {
		t.Errorf("%s: %s", scenario, errs.String())
	}
	return fmt.Sprintf("\n```\n$ slp-exporter %s\n%s\n$ echo $?\n%d\n```\n\n", strings.Join(args, " "), strings.TrimRight(out.String(), "\n"), code)
}

// between replaces what stands between the marks of that name.
func between(t *testing.T, page, name, text string) string {
	t.Helper()
	begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->"
	before, rest, ok := strings.Cut(page, begin)
	_, after, found := strings.Cut(rest, end)
	if !ok || !found {
		t.Fatalf("the page has no marks %s", name)
	}
	return before + begin + text + end + after
}
