package collector

import (
	"os"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// TestBrokenLines: a log message that breaks a line with a line break of its own in front leaves
// some places undecided. There a value may go missing; none may be wrong.
func TestBrokenLines(t *testing.T) {
	race.Pointless(t)
	const message = "\r\n*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured from console by admin on vty0\r\n"
	step := 2
	if testing.Short() {
		step = 13 // make test-all takes every second place
	}
	builder := NewBuilder()
	read := func(s *parser.State) map[string]float64 {
		clock := localtime.NewClock(s.Clock, time.Time{}, nil)
		return series(builder.CaptureFamilies(Capture{Target: "t", State: s, Clock: clock}))
	}
	for _, file := range []string{"techsupport-5.11.4-stack-backlog", "all-6.2.0-stack", "status-6.3.10-stack"} {
		text, err := os.ReadFile("../parser/testdata/" + file + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		command := capture.Detect(string(text), "")
		state, err := pasted(command.Parse)(string(text))
		if err != nil {
			t.Fatal(err)
		}
		whole := read(state)
		for at := 1; at < len(text); at += step {
			if text[at] == '\n' || text[at-1] == '\n' {
				continue // IOS writes the line break only within a line
			}
			state, err := pasted(command.Parse)(string(text[:at]) + message + string(text[at:]))
			if err != nil {
				continue // a clear failure
			}
			for s, v := range read(state) {
				if w, ok := whole[s]; !ok || w != v {
					t.Errorf("%s, broken at %d, after %q: %s %v, whole: %v %v", file, at, tail(string(text[:at])), s, v, w, ok)
				}
			}
		}
	}
}
