package syslog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// brokenAt breaks lines as a terminal of that width does.
func brokenAt(text string, width int) string {
	var out strings.Builder
	for l := range strings.Lines(text) {
		for ; len(l) > width+1; l = l[width:] {
			out.WriteString(l[:width] + "\n")
		}
		out.WriteString(l)
	}
	return out.String()
}

// TestSyslogWidths: a reason is told whole or not at all, however wide the terminal was.
func TestSyslogWidths(t *testing.T) {
	var numbers strings.Builder // nowhere the same
	for i := 1000; i < 1100; i++ {
		fmt.Fprint(&numbers, i)
	}
	log := "sw#show logging\nLog Buffer (4096 bytes):\n" + strings.Repeat(stamped+enabled+"\n"+stamped+failed+"\n"+
		stamped+"%A-1-B: "+numbers.String()+"\n", 4)
	for width := 64; width < 200; width++ {
		text := brokenAt(log, width)
		l := syslogOf(t, text+"sw#")
		// Where messages end at the last column by chance, the width cannot be told.
		tellable := width != len(stamped+enabled)
		if !isWholeOrNone(l, tellable) || !strings.Contains(tally(l), "4×3-COMM_FAILED") {
			t.Errorf("%d: %s", width, tally(l))
		}
		if l := syslogOf(t, brokenAt("sw#show logging\n"+stamped+failed+"\n"+stamped+enabled+"\n", width)); !isWholeOrNone(l, false) {
			t.Errorf("%d, one: %s", width, tally(l))
		}
		for cut := len(text) - 200; cut < len(text); cut++ {
			if s, err := fixture.Pasted(parser.ParseSyslog)(text[:cut]); err == nil && !isWholeOrNone(s.Syslog, tellable) {
				t.Fatalf("%d cut behind %q: %s", width, text[cut-40:cut], tally(s.Syslog))
			}
		}
	}
}

func isWholeOrNone(l *syslog.Log, told bool) bool {
	return l.CommFailReason == "Connection timed out" || l.CommFailReason == "" && !told
}

// TestSyslogRemarks: text below or after a message that is not part of it.
func TestSyslogRemarks(t *testing.T) {
	for behind, want := range map[string]string{
		"     <--- DNS": "Connection timed out", " <<< here": "Connection timed out", " ← here": "Connection timed out",
		"\n     ^^^^ this one": "Connection timed out", "\n<--- DNS": "Connection timed out", "\n...": "Connection timed out",
		"\n(seen hourly)": "Connection timed out", "\nsw-1(config)#exit": "Connection timed out", "\n\nand more": "Connection timed out",
		"\nwhen calling home": "", // broken between words
	} {
		if got := syslogOf(t, stamped+failed+behind+"\n"+stamped+enabled+"\n").CommFailReason; got != want {
			t.Errorf("%q: %q", behind, got)
		}
	}
	const secret = "hunter2"
	log := stamped + strings.TrimSuffix(failed, "Connection timed out") + `{"error":"x","token":"` + secret
	for _, end := range []string{"", "\"}\n"} {
		s, err := fixture.Pasted(parser.ParseSyslog)(log + end)
		if err != nil && strings.Contains(err.Error(), secret) || strings.Contains(s.Syslog.CommFailReason, secret) {
			t.Errorf("%v, %s", err, tally(s.Syslog))
		}
	}
}
