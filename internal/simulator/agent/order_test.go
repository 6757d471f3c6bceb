package agent

import (
	"testing"
	"time"
)

// TestSync checks that "license smart sync" makes the agent send at once, that the request follows the command,
// and that it succeeds only where the line and the trust are there.
func TestSync(t *testing.T) {
	for _, tt := range []struct {
		scenario      Scenario
		total, failed int // messages of Trust Sync that the command causes
	}{
		{Healthy, 1, 0}, {DNSFailure, 1, 1}, {Timeout, 1, 1}, {LostTrust, 1, 1}, {NeverRestored, 1, 1},
		{Offline, 0, 0}, {PreSLP, 0, 0},
	} {
		g, clock := manualAgent(t, 2, tt.scenario)
		var before Tally
		g.See(func(s *State) { before = s.Tallies[MessageSync] })
		typed := toInstant(clock.now)
		g.Sync()
		clock.move(30 * time.Second)
		g.See(func(s *State) {
			after := s.Tallies[MessageSync]
			if after.Total-before.Total != tt.total || after.Fail-before.Fail != tt.failed {
				t.Errorf("%s: %+v, before %+v", tt.scenario, after, before)
			}
			if h := s.History[MessageSync]; tt.total > 0 && (len(h) == 0 || h[len(h)-1].At <= typed) {
				t.Errorf("%s: no request after the command: %+v", tt.scenario, h)
			}
		})
	}
}

// TestSyncSendsReports checks that waiting reports go out with a sync, at most once a day.
func TestSyncSendsReports(t *testing.T) {
	g, clock := manualAgent(t, 2, Healthy)
	clock.move(5 * Day)
	count := func() (n int) {
		g.Sync()
		clock.move(time.Minute)
		g.See(func(s *State) { n = s.Tallies[MessageUsage].Total })
		return n
	}
	var before int
	g.See(func(s *State) { before = s.Tallies[MessageUsage].Total })
	if first, second := count(), count(); first != before+1 || second != first {
		t.Errorf("%d reports, %d after a sync, %d after another", before, first, second)
	}
}

func TestFactoryReset(t *testing.T) {
	g, _ := manualAgent(t, 2, Healthy)
	g.FactoryReset()
	g.See(func(s *State) {
		if s.HasTrust() || s.LastAck != 0 || s.Tallies[MessageTrust].Total != 0 {
			t.Errorf("something is left: trust %v, ACK %d, %+v", s.Trusted, s.LastAck, s.Tallies[MessageTrust])
		}
	})
}
