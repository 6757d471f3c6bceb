package fleet_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// chronicle is what a simulated switch has ever had in its event log, of which it keeps a part.
type chronicle struct {
	last         string // the event seen last
	streak       int
	since, after string // the times of the first failure of the streak, and of the last restore
}

// read goes on after the event seen last.
func (c *chronicle) read(log string) {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	begin := 0
	for i, line := range lines {
		if line == c.last {
			begin = i + 1
		}
	}
	for _, line := range lines[begin:] {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[3], "SAEVT_") {
			continue
		}
		stamp := words[0] + " " + words[1]
		switch words[3] {
		case fail:
			if c.streak++; c.streak == 1 {
				c.since = stamp
			}
		case restored:
			c.streak, c.since, c.after = 0, "", stamp
		}
		c.last = line
	}
}

func (c *chronicle) String() string {
	return fmt.Sprintf("%d since %s, restored %s", c.streak, c.since, c.after)
}

// told is the same of what is shown.
func told(log *eventlog.Log) string {
	stamp := func(t *localtime.Time) string {
		if t == nil {
			return ""
		}
		return t.Wall.Format("2006-01-02 15:04:05.000")
	}
	return fmt.Sprintf("%d since %s, restored %s", *log.Streak, stamp(log.FailSince), stamp(log.LastRestored))
}

// TestStreakOfSimulatedOutages polls switches whose outages last longer than the window, and
// longer than their log can tell, for simulated weeks. Once a restore or a failure was seen, the
// streak is exact at each poll, over recoveries and new outages.
func TestStreakOfSimulatedOutages(t *testing.T) {
	for _, scenario := range []simulator.Scenario{simulator.LongOutage, simulator.NeverRestored} {
		for seed := range uint64(2) {
			t.Run(fmt.Sprint(scenario, " ", seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					sw, err := simulator.NewSwitch(simulator.Options{Seed: seed}, simulator.SwitchOptions{Scenario: scenario, Zone: "UTC"})
					if err != nil {
						t.Fatal(err)
					}
					l, longer := newLab(t, 1, func(s *setup) { s.Collectors, s.EventlogDays = []string{status, eventLog}, 1 }), 0
					l.switches[0].becomes(behaviour{run: func(_ context.Context, command string) (string, error) {
						if command == showLonger {
							longer++
						}
						return sw.Render(command), nil
					}})
					var all chronicle
					all.read(sw.Render(showEventlog))
					streaks, longest := 0, 0
					for range 50 * 3 {
						before := all.streak
						all.read(sw.Render(showEventlog + " 1"))
						if before > 0 && all.streak == 0 {
							streaks++
						}
						longest = max(longest, all.streak)
						log := l.shown()
						if got, want := told(log), all.String(); got != want {
							t.Fatalf("after %s: %s, want %s", l.elapsed(), got, want)
						}
						if *log.Window != day {
							t.Fatalf("a window of %s", *log.Window)
						}
						time.Sleep(8 * time.Hour)
					}
					if longest < 100 || scenario == simulator.LongOutage && streaks < 3 {
						t.Errorf("the outages are not long: %d failures; %d ended", longest, streaks)
					}
					if longer != 1 {
						t.Errorf("the longer log was asked for %d times", longer)
					}
				})
			})
		}
	}
}
