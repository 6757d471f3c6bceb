package syslog_test

import (
	"bufio"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// TestEndlessSyslogs: what is kept does not grow with what a switch prints. Anything but one pass
// would take minutes here.
func TestEndlessSyslogs(t *testing.T) {
	const many = 100_000
	var names strings.Builder
	for i := range many {
		fmt.Fprintf(&names, "%s%%SMART_LIC-3-NAME_%d: x\n", stamped, i)
	}
	end := stamped + enabled + "\n"
	for name, text := range map[string]string{
		"mnemonics":       names.String() + end,
		"a long mnemonic": end + stamped + "%SMART_LIC-3-" + strings.Repeat("X", many) + ": y\n" + end,
		"a long zone":     "Nov 17 18:05:09 " + strings.Repeat("Z", many) + ": " + failed + "\n" + end,
		"a long reason":   end + stamped + failed + strings.Repeat(" x", many) + "\n" + end,
		"a long line":     end + strings.Repeat("%SMART_LIC-", many) + "\n" + end,
		"no line ends":    strings.Repeat(stamped+enabled, many) + "\n" + end,
		"quoted":          end + "%A-1-B: " + strings.Repeat(stamped+failed+" ", many/4) + "\n" + end,
		"percents":        end + "SMART_LIC" + strings.Repeat(" %", many) + "\n" + end,
		"dashes":          end + "SMART_LIC %" + strings.Repeat("A-", many) + "\n" + end,
		"wrapped":         end + stamped + failed[:58] + "\n" + strings.Repeat(strings.Repeat("x", 80)+"\n", many/4) + end,
		"broken":          end + strings.Repeat("%SMART_LIC-3-X"+stamped+"%A-1-B: c\n", many) + end,
		"broken reasons":  end + strings.Repeat(stamped+failed+stamped+"%A-1-B: c\nx\n", many/4) + end,
		"a long next":     end + strings.Repeat(stamped+failed, many/4) + "\n" + stamped + strings.Repeat("x", 30*many) + "\n" + end,
		"unreadable":      end + strings.Repeat("%SMART_LIC-3-X\n", many) + end,
		"echoes":          strings.Repeat("show logging\n", many) + end,
		"prompts":         end + strings.Repeat("sw#\n", many),
		"pager remains":   end + strings.Repeat(" --More-- \b\b\b\b\b\x1b[K\r\n", many/4),
		"binary":          end + strings.Repeat("\x00\xff%\x1b[\b\r", many/4) + "\n" + end,
	} {
		s, err := fixture.Pasted(parser.ParseSyslog)(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if kept := keptOfSyslog(s); kept > 100_000 || len(s.Syslog.CommFailReason) > 1024 {
			t.Errorf("%s: %d bytes kept", name, kept)
		}
		if name == "mnemonics" {
			if l := s.Syslog; len(l.Messages) != 202 || l.Messages[200] != (syslog.Count{Mnemonic: "other", Severity: "3", Count: many - 200}) || l.Last[200].Mnemonic != "other" {
				t.Errorf("%d mnemonics, the rest is %+v", len(l.Messages), l.Messages[200:])
			}
		}
	}
}

// keptOfSyslog is about what a state of the log buffer holds in memory.
func keptOfSyslog(s *parser.State) int {
	const entry = 64
	kept := len(s.Hostname)
	for _, u := range s.Unread {
		kept += entry + len(u.Text)
	}
	if l := s.Syslog; l != nil {
		kept += len(l.CommFailReason)
		for _, m := range l.Messages {
			kept += entry + len(m.Mnemonic)
		}
		for _, last := range l.Last {
			kept += 2*entry + len(last.Mnemonic) + len(last.At.Zone)
		}
	}
	return kept
}

// TestSyslogCutAnywhere cuts the logs at every byte: what is left is an error, or says what the
// whole lines before the cut say.
func TestSyslogCutAnywhere(t *testing.T) {
	for name, text := range fixture.Fixtures(t) {
		if !strings.Contains(name, "/syslog-") {
			continue
		}
		for cut := range len(text) {
			s, err := fixture.Pasted(parser.ParseSyslog)(text[:cut])
			if s == nil || s.Syslog == nil {
				if err == nil {
					t.Fatalf("%s cut at %d: nothing and no error", name, cut)
				}
				continue
			}
			if err != nil {
				if s.Syslog.Last != nil || s.Syslog.CommFailReason != "" {
					t.Fatalf("%s cut at %d: more than can be told: %s", name, cut, tally(s.Syslog))
				}
				continue
			}
			front := text[:strings.LastIndexByte(text[:cut], '\n')+1]
			last := text[len(front):]
			last, _, _ = strings.Cut(last, "\n")
			for _, whole := range []string{front, front + last + "\n"} {
				if w, _ := fixture.Pasted(parser.ParseSyslog)(whole); w != nil && w.Syslog != nil && tally(w.Syslog) == tally(s.Syslog) {
					s = nil
					break
				}
			}
			if s != nil {
				t.Fatalf("%s cut at %d: %s", name, cut, tally(s.Syslog))
			}
		}
	}
}

func FuzzSyslog(f *testing.F) {
	for name, text := range fixture.Fixtures(f) {
		if strings.Contains(name, "/syslog-") {
			f.Add(text)
			f.Add(fixture.Wrap(text))
			f.Add(fixture.Paged(text))
		}
	}
	f.Add(stamped + enabled + stamped + failed[:16] + stamped + "%A-1-B: c\n" + failed[16:])
	f.Add("RP/0/RP0/CPU0:2026 Aug 20 18:41:28.381 UTC: a[2]: %LICENSE-SMART_LIC-3-COMM_FAILED : x : y\n\b\x1b[K sw#")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := fixture.Pasted(parser.ParseSyslog)(text)
		if s == nil || s.Syslog == nil {
			if err == nil {
				t.Fatal("neither a log nor an error")
			}
			return
		}
		type key struct{ mnemonic, severity string }
		counts, last, n := map[key]bool{}, map[string]bool{}, 0
		for _, m := range s.Syslog.Messages {
			if m.Count < 1 || counts[key{m.Mnemonic, m.Severity}] || m.Severity < "0" || m.Severity > "7" || len(m.Severity) != 1 {
				t.Fatalf("%+v", s.Syslog.Messages)
			}
			counts[key{m.Mnemonic, m.Severity}], last[m.Mnemonic] = true, true
			n += m.Count
		}
		if most := strings.Count(text, "%"); n > most {
			t.Fatalf("%d messages from %d signs", n, most)
		}
		for _, l := range s.Syslog.Last {
			if !last[l.Mnemonic] || l.At == nil || l.At.NoYear != (l.At.Wall.Year() < 2) || l.At.NoZone != (l.At.Zone == "") {
				t.Fatalf("%+v of %+v", l, s.Syslog)
			}
			last[l.Mnemonic] = false
		}
		if err != nil && (s.Syslog.Last != nil || s.Syslog.CommFailReason != "") {
			t.Fatalf("more than can be told: %+v", s.Syslog)
		}
		if kept := keptOfSyslog(s); kept > 100_000 {
			t.Fatalf("%d bytes kept", kept)
		}
	})
}

// BenchmarkSyslog reads a log of some 4 MB; the scanner only walks its lines.
func BenchmarkSyslog(b *testing.B) {
	one := fixture.Fixtures(b)["testdata/syslog-17.9.4-buffer"]
	head, log, _ := strings.Cut(one, "bytes):\n")
	log = strings.TrimSuffix(log, "acc-lab-07#\n")
	whole := head + "bytes):\n" + strings.Repeat(log, 1800)
	for name, text := range map[string]string{"whole": whole, "wrapped": fixture.Wrap(whole)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fixture.Pasted(parser.ParseSyslog)(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			for s := bufio.NewScanner(strings.NewReader(whole)); s.Scan(); {
				_ = s.Text()
			}
		}
	})
}
