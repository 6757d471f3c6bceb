package collector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// TestCutAnywhere cuts every fixture around the end of each line and all over: what is left is
// either all there was, or it is marked as incomplete and a true part, never with a value of its own.
func TestCutAnywhere(t *testing.T) {
	race.Pointless(t)
	files, err := filepath.Glob("../parser/testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	real, _ := filepath.Glob(corpus + "/show-l*/*/output.txt")
	for _, file := range append(files, real...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		command := capture.Detect(string(text), "")
		state, err := pasted(command.Parse)(string(text))
		if err != nil || strings.Contains(firstLine(string(text)), "|") {
			continue // not one of our commands, or filtered, which is a part on purpose
		}
		if isList(command) {
			continue // a list that ends earlier is a list: package parser cuts them within their rows
		}
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			cutAnywhere(t, string(text), command, state)
		})
	}
}

// isList reports whether the output is a list, of which a part looks like a shorter whole one.
func isList(c parser.Command) bool {
	switch c.Collector {
	case "eventlog", "rum", "usage", "summary", "syslog":
		return true
	}
	return false
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

func cutAnywhere(t *testing.T, text string, command parser.Command, state *parser.State) {
	builder := NewBuilder()
	read := func(s *parser.State) map[string]float64 {
		clock := localtime.NewClock(s.Clock, time.Time{}, nil)
		return series(builder.CaptureFamilies(Capture{Target: "t", State: s, Clock: clock}))
	}
	whole := read(state)
	for at := range len(text) {
		// Within a line the places are alike; around its end they are not.
		nearEnd := strings.Contains(text[max(0, at-2):min(len(text), at+2)], "\n")
		if !nearEnd && at%11 != 0 {
			continue
		}
		state, err := pasted(command.Parse)(text[:at])
		if state == nil {
			if err == nil {
				t.Fatalf("cut at %d: neither a state nor an error", at)
			}
			continue
		}
		part := read(state)
		for s, v := range part {
			if w, ok := whole[s]; (!ok || w != v) && !partOf(s) {
				t.Fatalf("cut at %d, after %q: %s %v, whole: %v %v", at, tail(text[:at]), s, v, w, ok)
			}
		}
		for s := range whole {
			if _, ok := part[s]; err == nil && !ok && !mayGoMissing(command, s) {
				t.Fatalf("cut at %d, after %q: shown as if whole without %s", at, tail(text[:at]), s)
			}
		}
	}
}

// mayGoMissing are the series whose absence cannot be noticed: of status, what stands below the
// first whole member of the trust list; of tech support before SLP, the line after Overall Trust.
func mayGoMissing(c parser.Command, series string) bool {
	return c.Text == "show license status" && strings.HasPrefix(series, "slp_trust_code_") ||
		strings.HasPrefix(series, "slp_device_ntp_synced")
}

// partOf are the series whose labels come from several sections: a part of them is true.
func partOf(series string) bool {
	return strings.HasPrefix(series, "slp_device_info{") || strings.HasPrefix(series, "slp_trust_code_info{")
}

func tail(s string) string { return s[max(0, len(s)-60):] }
