package eventlog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestEndlessEventlogs: what is kept does not grow with what a switch prints. Anything but one pass
// would take minutes here.
func TestEndlessEventlogs(t *testing.T) {
	const many = 400_000
	var names strings.Builder
	for i := range many {
		fmt.Fprintf(&names, "2026-01-02 10:00:00.000 UTC SAEVT_NAME_%d\n", i)
	}
	const fail = "2026-01-02 10:01:00.000 UTC SAEVT_COMM_FAIL "
	ready := at(2, "READY")
	for name, text := range map[string]string{
		"names":              names.String() + ready,
		"a long name":        ready + "2026-01-02 10:01:00.000 UTC SAEVT_" + strings.Repeat("X", many) + "\n" + ready,
		"a long zone":        "2026-01-02 10:01:00.000 " + strings.Repeat("Z", many) + " SAEVT_COMM_FAIL\n" + ready,
		"a long reason":      fail + `error="` + strings.Repeat("x ", many) + "\"\n" + ready,
		"many pieces":        fail + "error=\"" + strings.Repeat("x\n", many) + "\"\n" + ready,
		"many last pieces":   ready + fail + "error=\"" + strings.Repeat("x\n", many) + "\"\n",
		"many broken events": strings.Repeat(fail+"error=\"x\ny\nz\"\n", many/20) + ready,
		"many quotes":        fail + `error="` + strings.Repeat(`" `, many) + "\n" + ready,
		"many attributes":    fail + strings.Repeat(`k="v" `, many) + "\n" + ready,
		"many nameless":      strings.Repeat("2026-01-02 10:00:00.000 UTC\n", many) + ready,
		"many prompts":       ready + strings.Repeat("sw#\n", many),
		"many echoes":        strings.Repeat("show license eventlog 1\n", many) + ready,
		"pager remains":      ready + strings.Repeat(" --More-- \b\b\b\b\b\x1b[K\r\n", many/4),
	} {
		s, err := fixture.Pasted(parser.ParseEventlog)(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		l, kept := s.Eventlog, 0
		for _, e := range l.Events {
			kept += len(e.Name)
		}
		for _, u := range s.Unread {
			kept += len(u.Text)
		}
		if len(l.Events) > 201 || len(l.LastFailReason) > 1024 || len(s.Unread) > 500 || kept > 100_000 {
			t.Errorf("%s: %d names, a reason of %d bytes, %d lines unread, %d bytes", name, len(l.Events), len(l.LastFailReason), len(s.Unread), kept)
		}
		if l.LastFail != nil && len(l.LastFail.Zone) > 64 {
			t.Errorf("%s: a zone of %d bytes", name, len(l.LastFail.Zone))
		}
		if name == "names" && (total(l) != many+1 || l.Events[200] != eventlog.Count{Name: "other", Count: many + 1 - 200}) {
			t.Errorf("%s: %d in all, the rest is %+v", name, total(l), l.Events[200])
		}
	}
}

// TestUnreadEvents: an event that has no proper name is named as not read, and counts as nothing.
func TestUnreadEvents(t *testing.T) {
	s, err := fixture.Pasted(parser.ParseEventlog)(at(1, "READY") + "2026-01-02 10:02:00.000 UTC\n" +
		"2026-01-02 10:03:00.000 UTC SAEVT_A=b serial=\"XYZ2117Q00D\"\n" + at(4, "READY"))
	if err != nil || total(s.Eventlog) != 2 || len(s.Unread) != 2 || s.Unread[1].Line != 3 {
		t.Errorf("%+v, %v", s, err)
	}
}

func FuzzEventlog(f *testing.F) {
	for _, text := range fixture.Fixtures(f) {
		if strings.Contains(text, "EventLog") || strings.Contains(text, "SAEVT_") {
			f.Add(text)
			f.Add(fixture.Wrap(text))
			f.Add(fixture.Paged(text))
		}
	}
	f.Add("sw#sh lic e 7 | i COMM\n*" + at(1, "COMM_FAIL error=\"a=\"b\" c\"."))
	f.Add(at(1, "COMM_FAIL") + "error=\"" + strings.Repeat("x", 80) + "\n\"\x1b[K\b\rsw#")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := fixture.Pasted(parser.ParseEventlog)(text)
		if s == nil || s.Eventlog == nil {
			if err == nil {
				t.Fatal("neither a log nor an error")
			}
			return
		}
		l := s.Eventlog
		if n := total(l); n > strings.Count(text, "\n")+1 {
			t.Fatalf("%d events in %q", n, text)
		}
		counts := map[string]int{}
		for _, e := range l.Events {
			if e.Count < 1 || counts[e.Name] != 0 || e.Name != "other" && !strings.HasPrefix(e.Name, "SAEVT_") {
				t.Fatalf("%+v", l.Events)
			}
			counts[e.Name] = e.Count
		}
		fails := counts["SAEVT_COMM_FAIL"] + counts["other"]
		switch {
		case l.Streak == nil && l.FailSince != nil, err != nil && l.Streak != nil:
			t.Fatalf("a streak that cannot be told: %+v, %v", l, err)
		case l.Streak != nil && (*l.Streak > fails || *l.Streak == 0 && l.FailSince != nil):
			t.Fatalf("a streak of %d with %d failures: %+v", *l.Streak, fails, l)
		case fails == 0 && (l.LastFail != nil || l.LastFailReason != ""):
			t.Fatalf("no failure, and yet %+v", l)
		case counts["SAEVT_COMM_RESTORED"]+counts["other"] == 0 && l.LastRestored != nil:
			t.Fatalf("no restore, and yet %+v", l)
		case l.Open && (l.Streak == nil || counts["SAEVT_COMM_RESTORED"] > 0 || l.LastRestored != nil):
			t.Fatalf("open, and yet %+v", l)
		}
		again := tailed(t, text, l.LastFail, err)
		if tail := again.Tail; verdict(again) != verdict(l) || tail.Found != (l.LastFail != nil) || tail.Fails != 0 {
			t.Fatalf("after the last failure: %+v of %+v", tail, l)
		}
		if tail := tailed(t, text, l.FailSince, err).Tail; tail.Found != (l.FailSince != nil) || tail.Found && tail.Fails >= *l.Streak {
			t.Fatalf("after the first failure: %+v of %+v", tail, l)
		}
	})
}

// BenchmarkEventlog reads a log of some 4 MB; a switch keeps up to 5.
func BenchmarkEventlog(b *testing.B) {
	one := fixture.Fixtures(b)["testdata/eventlog-5.9.2-comm-fail-streak"]
	banner, events, _ := strings.Cut(one, "\n\n")
	events, _, _ = strings.Cut(events, "\n\n")
	whole := banner + "\n\n" + strings.Repeat(events+"\n", 1800)
	for name, text := range map[string]string{"whole": whole, "wrapped": fixture.Wrap(whole)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fixture.Pasted(parser.ParseEventlog)(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
