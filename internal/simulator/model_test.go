package simulator

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// manual is a clock that a test moves.
type manual struct {
	mu  sync.Mutex
	now time.Time
}

func newManual() *manual { return &manual{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *manual) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *manual) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// syncTotal reads the number of Trust Sync attempts out of tech support.
func syncTotal(t *testing.T, text string) int {
	t.Helper()
	m := regexp.MustCompile(`\nTrust Sync:\n.*Total=(\d+)`).FindStringSubmatch(text)
	if m == nil {
		t.Fatal("no Trust Sync")
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func allCommands() []string {
	return []string{
		"show license tech support", "show license status", "show license all", "show license usage",
		"show license summary", "show license udi", "show license eventlog", "show license eventlog 1",
		"show license history message", "show license rum id all", "show logging", "show version",
		"show clock", "show running-config", "show license authorization", "show logging | include SMART_LIC",
	}
}

func TestDeterminism(t *testing.T) {
	clocks := [2]*manual{newManual(), newManual()}
	var fleets [2]*Fleet
	for i := range fleets {
		f, err := New(Options{Switches: 24, Seed: 7, Clock: clocks[i]})
		if err != nil {
			t.Fatal(err)
		}
		fleets[i] = f
	}
	// One fleet is asked each few hours, the other only at the end.
	for range 60 {
		clocks[0].move(5 * time.Hour)
		for _, s := range fleets[0].Switches() {
			s.Render("show license status")
		}
	}
	clocks[1].move(300 * time.Hour)
	for i, a := range fleets[0].Switches() {
		b := fleets[1].Switches()[i]
		if a.Name() != b.Name() || string(a.HostKey().Marshal()) != string(b.HostKey().Marshal()) || a.Password() != b.Password() {
			t.Errorf("switch %d is not the same", i)
		}
		for _, c := range allCommands() {
			if x, y := a.Render(c), b.Render(c); x != y {
				t.Errorf("%s (%s): %s depends on how often one asks", a.Name(), a.Scenario(), c)
			}
		}
	}
	other, err := New(Options{Switches: 1, Seed: 8, Clock: clocks[0]})
	if err != nil {
		t.Fatal(err)
	}
	if s := other.Switches()[0]; s.Render("show license udi") == fleets[0].Switches()[0].Render("show license udi") {
		t.Error("another seed gives the same switch")
	}
}

// TestInvariants lets every scenario run for months, slow and fast.
func TestInvariants(t *testing.T) {
	for _, scenario := range Scenarios() {
		for seed := range uint64(4) {
			clock := newManual()
			s, err := NewSwitch(Options{Seed: seed, Clock: clock}, SwitchOptions{Scenario: scenario})
			if err != nil {
				t.Fatal(err)
			}
			if seed > 0 {
				s.agent.Hasten(float64(seed * 8))
			}
			for range 8 {
				s.agent.act(func(a *automaton) { checkAgent(t, scenario, a) })
				clock.move(15 * day)
			}
			s.agent.Reload()
			s.agent.act(func(a *automaton) { checkAgent(t, scenario, a) })
			clock.move(15 * day)
			s.agent.Switchover()
			s.agent.act(func(a *automaton) { checkAgent(t, scenario, a) })
		}
	}
}

func checkAgent(t *testing.T, scenario Scenario, a *automaton) {
	t.Helper()
	for m, c := range a.tallies {
		odd := c.response == "BUILD REQUEST ERROR"
		if c.total != c.success+c.fail && !odd {
			t.Errorf("%s: %s: total %d, success %d, fail %d", scenario, message(m), c.total, c.success, c.fail)
		}
		if c.ongoing > c.fail || c.ongoingComm > c.ongoing || c.ongoing < 0 || c.ongoingComm < 0 {
			t.Errorf("%s: %s: streak %d/%d of %d failures", scenario, message(m), c.ongoing, c.ongoingComm, c.fail)
		}
		if max(c.lastSuccess, c.lastFailure, c.responseAt) > a.now {
			t.Errorf("%s: %s happened in the future", scenario, message(m))
		}
	}
	r := &a.rum
	if r.created != r.acked+r.unacknowledged()+r.purged+r.missing {
		t.Errorf("%s: %d reports: %d acknowledged, %d without, %d purged, %d missing", scenario, r.created, r.acked, r.unacknowledged(), r.purged, r.missing)
	}
	if len(r.stored) > storage || r.count(reportAck) > ackedKept {
		t.Errorf("%s: %d reports stored, %d of them acknowledged", scenario, len(r.stored), r.count(reportAck))
	}
	if len(a.log.events) > logSize {
		t.Errorf("%s: %d events", scenario, len(a.log.events))
	}
	for i, due := range a.timers {
		if due != 0 && due <= a.now {
			t.Errorf("%s: timer %d is overdue", scenario, i)
		}
	}
}

// TestScenarios checks what each scenario promises at its start.
func TestScenarios(t *testing.T) {
	type check func(a *automaton) bool
	streak := func(a *automaton) (n int) {
		for _, c := range a.tallies {
			n = max(n, c.ongoingComm)
		}
		return n
	}
	failing := func(why reason) check {
		return func(a *automaton) bool { return a.outage && a.reason == why && streak(a) > 0 && a.hasTrust() }
	}
	promises := map[Scenario]check{
		Healthy: func(a *automaton) bool {
			return a.hasTrust() && streak(a) == 0 && a.lastAck != 0 && a.deadline > a.now && a.timers[timerPush] > a.now
		},
		NeverTrusted: func(a *automaton) bool {
			return !a.hasTrust() && a.tallies[msgTrust].fail > 0 && a.tallies[msgTrust].success == 0
		},
		DNSFailure:   failing(reasonDNS),
		Timeout:      failing(reasonTimeout),
		ProxyRefused: failing(reasonProxy),
		AckOverdue: func(a *automaton) bool {
			return a.hasTrust() && a.lastAck != 0 && a.deadline < a.now && a.rum.count(reportUnack) > 0
		},
		ReportBacklog: func(a *automaton) bool { return a.rum.missing > 0 && a.rum.unacknowledged() > 100 },
		LostTrust: func(a *automaton) bool {
			return !a.hasTrust() && a.policySince == 0 && a.tallies[msgTrust].total == 0 && a.rum.created < 40
		},
		StackMemberWithoutTrust: func(a *automaton) bool { return a.hasTrust() && len(a.trusted) > 1 && a.trusted[len(a.trusted)-1] == 0 },
		Offline:                 func(a *automaton) bool { return !a.hasTrust() && a.p.transport.url == "" },
		PreSLP: func(a *automaton) bool {
			return a.p.version.preSLP && a.p.unregistered == (a.reg.registered == 0) && (a.p.unregistered || a.reg.expires > a.now)
		},
		LongOutage: func(a *automaton) bool {
			return failing(reasonTimeout)(a) && streak(a) > 72 && firstFailure(a) < a.now.add(-3*day)
		},
		NeverRestored: func(a *automaton) bool {
			return failing(reasonDNS)(a) && firstFailure(a) > a.booted && a.booted > a.start.add(-9*day) && streak(a) > 24
		},
		SkewedClock: func(a *automaton) bool { return !a.p.ntp && a.p.skew != 0 && a.p.zone.name != "UTC" && a.hasTrust() },
	}
	for _, scenario := range Scenarios() {
		for seed := range uint64(10) {
			s, err := NewSwitch(Options{Seed: seed, Clock: newManual()}, SwitchOptions{Scenario: scenario})
			if err != nil {
				t.Fatal(err)
			}
			s.agent.act(func(a *automaton) {
				if !promises[scenario](a) {
					t.Errorf("%s with seed %d does not keep its promise", scenario, seed)
				}
			})
		}
	}
}

// firstFailure is the first COMM_FAIL behind the last COMM_RESTORED.
func firstFailure(a *automaton) (first instant) {
	for _, e := range a.log.until(a.now) {
		switch {
		case e.kind == evCommRestored:
			first = 0
		case e.kind == evCommFail && first == 0:
			first = e.at
		}
	}
	return first
}

// TestRecovery watches an outage end: the streak grows, falls to 0 and grows again.
func TestRecovery(t *testing.T) {
	clock := newManual()
	s, err := NewSwitch(Options{Seed: 3, Clock: clock}, SwitchOptions{Scenario: DNSFailure})
	if err != nil {
		t.Fatal(err)
	}
	var grown, fallen, again bool
	last := 0
	for range 120 {
		clock.move(time.Hour)
		s.agent.act(func(a *automaton) {
			now := a.tallies[msgSync].ongoingComm
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

func TestTempo(t *testing.T) {
	clock := newManual()
	s := startSwitch(t, Options{Seed: 3, Clock: clock, Tempo: 720}, SwitchOptions{Scenario: DNSFailure, Agent: "5.8.3"})
	before := syncTotal(t, s.Render("show license tech support"))
	clock.move(10 * time.Minute)
	after := syncTotal(t, s.Render("show license tech support"))
	if after < before+20 {
		t.Errorf("Trust Sync total went from %d to %d in ten minutes at tempo 720", before, after)
	}
}

// TestLongGap lets ten years pass between two questions.
func TestLongGap(t *testing.T) {
	clock := newManual()
	s, err := NewSwitch(Options{Seed: 3, Clock: clock}, SwitchOptions{Scenario: Timeout})
	if err != nil {
		t.Fatal(err)
	}
	clock.move(10 * 365 * day)
	if got := s.Render("show license tech support"); !strings.Contains(got, "2036") {
		t.Error("time has not passed")
	}
}

// TestConcurrency asks and disturbs one switch from several sides; the race detector
// watches.
func TestConcurrency(t *testing.T) {
	clock := newManual()
	s := startSwitch(t, Options{Seed: 3, Clock: clock, Tempo: 100}, SwitchOptions{Topology: StackOfTwo})
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for _, c := range allCommands() {
				if s.Render(c) == "" {
					t.Errorf("%s prints nothing", c)
				}
				clock.move(time.Hour)
				s.SetFaults(Faults{Switchover: i%2 == 0, HostnameChange: "other"})
				_, _ = s.Name(), s.HostKey()
			}
		})
	}
	all.Wait()
}
