package screen

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// TestStamps checks that each form of stamps looks like its configuration.
func TestStamps(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for stamps, want := range map[agent.Stamps]string{
		agent.StampsUTC: `^Feb 28 11:02:\d\d\.\d{3}: %`, agent.StampsUTCYear: `^Feb 28 2026 11:02:\d\d\.\d{3}: %`,
		agent.StampsLocal: `^Feb 28 12:02:\d\d\.\d{3}: %`, agent.StampsZone: `^Feb 28 12:02:\d\d\.\d{3} CET: %`,
		agent.StampsFull: `^Feb 28 2026 12:02:\d\d\.\d{3} CET: %`, agent.StampsSeconds: `^Feb 28 12:02:\d\d CET: %`,
	} {
		p, err := agent.NewProfile(11, 0, agent.SwitchOptions{Agent: "5.8.3", Scenario: agent.LongOutage, Zone: "CET", Stamps: stamps})
		if err != nil {
			t.Fatal(err)
		}
		a := agent.NewAgent(p, agent.SpedUp(now, 0), now)
		a.See(func(s *agent.State) {
			at := time.Date(2026, 2, 28, 11, 2, 3, 0, time.UTC)
			s.Log.Add(agent.Event{At: agent.Instant(at.UnixMilli()), Kind: agent.EventConfigI})
		})
		_, lines := Draw(a, p.Hostname, ShowLogging)
		found, wanted := false, regexp.MustCompile(want)
		for line := range strings.Lines(lines) {
			if !regexp.MustCompile("CONFIG_I.*192.0.2.250").MatchString(line) {
				continue
			}
			if p.Log.Sequence {
				_, line, _ = strings.Cut(line, ": ")
			}
			found = found || wanted.MatchString(line)
		}
		if !found {
			t.Errorf("%s: nothing looks like %s:\n%s", stamps, want, lines)
		}
	}
	if _, err := agent.NewProfile(0, 0, agent.SwitchOptions{Stamps: "uptime"}); err == nil {
		t.Error("an unknown form is accepted")
	}
}
