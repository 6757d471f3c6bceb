package agent

import (
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// manual is a clock that a test moves.
type manual struct{ now time.Time }

func (c *manual) Now() time.Time { return c.now }

func (c *manual) move(d time.Duration) { c.now = c.now.Add(d) }

// manualAgent returns the agent of a switch, and its clock.
func manualAgent(t *testing.T, seed uint64, scenario Scenario) (*Agent, *manual) {
	t.Helper()
	p, err := NewProfile(seed, 0, SwitchOptions{Scenario: scenario})
	if err != nil {
		t.Fatal(err)
	}
	clock := &manual{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	return NewAgent(p, clock, clock.Now()), clock
}

// TestInvariants lets every scenario run for months, at normal and high tempo.
func TestInvariants(t *testing.T) {
	race.Pointless(t)
	for _, scenario := range Scenarios() {
		for seed := range uint64(4) {
			g, clock := manualAgent(t, seed, scenario)
			if seed > 0 {
				g.Hasten(float64(seed * 8))
			}
			for range 8 {
				g.act(func(a *automaton) { checkAgent(t, scenario, a) })
				clock.move(15 * Day)
			}
			g.Reload()
			g.act(func(a *automaton) { checkAgent(t, scenario, a) })
			clock.move(15 * Day)
			g.Switchover()
			g.act(func(a *automaton) { checkAgent(t, scenario, a) })
		}
	}
}

func checkAgent(t *testing.T, scenario Scenario, a *automaton) {
	t.Helper()
	for m, c := range a.Tallies {
		odd := c.Response == "BUILD REQUEST ERROR"
		if c.Total != c.Success+c.Fail && !odd {
			t.Errorf("%s: %s: total %d, success %d, fail %d", scenario, Message(m), c.Total, c.Success, c.Fail)
		}
		if c.Ongoing > c.Fail || c.OngoingComm > c.Ongoing || c.Ongoing < 0 || c.OngoingComm < 0 {
			t.Errorf("%s: %s: streak %d/%d of %d failures", scenario, Message(m), c.Ongoing, c.OngoingComm, c.Fail)
		}
		if max(c.LastSuccess, c.LastFailure, c.ResponseAt) > a.Now {
			t.Errorf("%s: %s happened in the future", scenario, Message(m))
		}
	}
	r := &a.RUM
	if r.Created != r.Acked+r.Unacknowledged()+r.Purged+r.Missing {
		t.Errorf("%s: %d reports: %d acknowledged, %d without, %d purged, %d missing", scenario, r.Created, r.Acked, r.Unacknowledged(), r.Purged, r.Missing)
	}
	if len(r.Stored) > Storage || r.Count(ReportAck) > ackedKept {
		t.Errorf("%s: %d reports stored, %d of them acknowledged", scenario, len(r.Stored), r.Count(ReportAck))
	}
	if len(a.Log.events) > logSize {
		t.Errorf("%s: %d events", scenario, len(a.Log.events))
	}
	for i, due := range a.Due {
		if due != 0 && due <= a.Now {
			t.Errorf("%s: timer %d is overdue", scenario, i)
		}
	}
}

// TestScenarios checks what each scenario promises at the start.
func TestScenarios(t *testing.T) {
	type check func(a *automaton) bool
	streak := func(a *automaton) (n int) {
		for _, c := range a.Tallies {
			n = max(n, c.OngoingComm)
		}
		return n
	}
	failing := func(why Reason) check {
		return func(a *automaton) bool { return a.outage && a.reason == why && streak(a) > 0 && a.HasTrust() }
	}
	promises := map[Scenario]check{
		Healthy: func(a *automaton) bool {
			return a.HasTrust() && streak(a) == 0 && a.LastAck != 0 && a.Deadline > a.Now && a.Due[TimerPush] > a.Now
		},
		NeverTrusted: func(a *automaton) bool {
			return !a.HasTrust() && a.Tallies[MessageTrust].Fail > 0 && a.Tallies[MessageTrust].Success == 0
		},
		DNSFailure:   failing(ReasonDNS),
		Timeout:      failing(ReasonTimeout),
		ProxyRefused: failing(ReasonProxy),
		AckOverdue: func(a *automaton) bool {
			return a.HasTrust() && a.LastAck != 0 && a.Deadline < a.Now && a.RUM.Count(ReportUnack) > 0
		},
		ReportBacklog: func(a *automaton) bool { return a.RUM.Missing > 0 && a.RUM.Unacknowledged() > 100 },
		LostTrust: func(a *automaton) bool {
			return !a.HasTrust() && a.PolicySince == 0 && a.Tallies[MessageTrust].Total == 0 && a.RUM.Created < 40
		},
		StackMemberWithoutTrust: func(a *automaton) bool { return a.HasTrust() && len(a.Trusted) > 1 && a.Trusted[len(a.Trusted)-1] == 0 },
		Offline:                 func(a *automaton) bool { return !a.HasTrust() && a.Profile.Transport.URL == "" },
		PreSLP: func(a *automaton) bool {
			return a.Profile.Version.PreSLP && a.Profile.unregistered == (a.Registration.Registered == 0) && (a.Profile.unregistered || a.Registration.Expires > a.Now)
		},
		LongOutage: func(a *automaton) bool {
			return failing(ReasonTimeout)(a) && streak(a) > 72 && firstFailure(a) < a.Now.Add(-3*Day)
		},
		NeverRestored: func(a *automaton) bool {
			return failing(ReasonDNS)(a) && firstFailure(a) > a.Booted && a.Booted > a.Start.Add(-9*Day) && streak(a) > 24
		},
		SkewedClock: func(a *automaton) bool {
			return !a.Profile.NTP && a.Profile.Skew != 0 && a.Profile.Zone.Name != "UTC" && a.HasTrust()
		},
		WrongSourceInterface: func(a *automaton) bool {
			i, ok := a.Profile.Network.Interface(a.Profile.Network.HTTPSource)
			return failing(ReasonTimeout)(a) && ok && !i.Up()
		},
		VRFWithoutNameServer: func(a *automaton) bool {
			n := a.Profile.Network
			return failing(ReasonDNS)(a) && a.Profile.Version.VRF && n.VRF != "" && len(n.NameServers[n.VRF]) == 0 && n.Next().Named()
		},
		TLSInspection: func(a *automaton) bool {
			return failing(ReasonInspected)(a) && a.Direct() && a.Profile.Network.Proxy.Host == ""
		},
		WrongProxyPort: func(a *automaton) bool {
			proxy := a.Profile.Network.Proxy
			return failing(ReasonTimeout)(a) && proxy.Host != "" && proxy.Listens != proxy.Port
		},
		WrongClock: func(a *automaton) bool {
			return failing(ReasonNotYetValid)(a) && a.Profile.Skew == -2*time.Hour && !a.Profile.NTP
		},
		LostRoute:    func(a *automaton) bool { return failing(ReasonRoute)(a) && !a.Profile.Network.Next().Named() },
		TransportOff: func(a *automaton) bool { return a.off && a.HasTrust() && a.LastAck != 0 && a.Due[TimerPush] == 0 },
	}
	for _, scenario := range Scenarios() {
		for seed := range uint64(10) {
			g, _ := manualAgent(t, seed, scenario)
			g.act(func(a *automaton) {
				if !promises[scenario](a) {
					t.Errorf("%s with seed %d does not keep its promise", scenario, seed)
				}
			})
		}
	}
}

// firstFailure returns the time of the first COMM_FAIL after the last COMM_RESTORED.
func firstFailure(a *automaton) (first Instant) {
	for _, e := range a.Log.Until(a.Now) {
		switch {
		case e.Kind == EventCommRestored:
			first = 0
		case e.Kind == EventCommFail && first == 0:
			first = e.At
		}
	}
	return first
}

// TestRecovery watches an outage end: the streak grows, falls to 0 and grows again.
func TestRecovery(t *testing.T) {
	g, clock := manualAgent(t, 3, DNSFailure)
	var grown, fallen, again bool
	last := 0
	for range 120 {
		clock.move(time.Hour)
		g.act(func(a *automaton) {
			now := a.Tallies[MessageSync].OngoingComm
			grown = grown || now > last
			fallen = fallen || (grown && now < last && now == 0)
			again = again || (fallen && now > 0)
			last = now
		})
	}
	if !grown || !fallen || !again {
		t.Errorf("grown %v, fallen %v, again %v", grown, fallen, again)
	}
}
