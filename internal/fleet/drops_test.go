package fleet_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestDrops: a switch that lists more than is shown gets a line whenever their number changes, and its result says how many
// are missing.
func TestDrops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{"summary"} })
		listing := func(licences int) {
			var b strings.Builder
			b.WriteString("License Usage:\n  License                 Entitlement Tag               Count Status\n")
			b.WriteString("  -----------------------------------------------------------------------------\n")
			for i := range licences {
				fmt.Fprintf(&b, "  licence-%04d            (Tag %04d)                    1 IN USE\n", i, i)
			}
			l.switches[0].becomes(behaviour{run: func(context.Context, string) (string, error) { return b.String(), nil }})
		}
		lines := 0
		for _, step := range []struct{ licences, dropped, lines int }{
			{500, 0, 0}, {501, 1, 1}, {501, 1, 1}, {700, 200, 2}, {3, 0, 3}, {3, 0, 3},
		} {
			listing(step.licences)
			r := l.scrape(forever)[0].Result
			if r.Err != nil || r.Collectors[0].Dropped != step.dropped || len(r.State.Licenses) != min(step.licences, 500) {
				t.Fatalf("%+v: %v, %d licences, %d dropped", step, r.Err, len(r.State.Licenses), r.Collectors[0].Dropped)
			}
			lines = 0
			for _, entry := range l.log.lines {
				if line := entry["msg"]; strings.Contains(line, "that the switch lists") || strings.Contains(line, "lists more than") {
					lines++
				}
			}
			if lines != step.lines {
				t.Errorf("%+v: %d lines", step, lines)
			}
			time.Sleep(time.Minute)
		}
	})
}
