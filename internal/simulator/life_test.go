package simulator

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
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

// frozen is a clock that stands still.
func frozen() Clock { return SpedUp(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0) }

// startSwitch makes and starts a switch that ends with the test.
func startSwitch(t *testing.T, o Options, so SwitchOptions) *Switch {
	t.Helper()
	s, err := NewSwitch(o, so)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
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
	// One fleet is used every five hours, the other only at the end.
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
				t.Errorf("%s (%s): %s depends on how often it is asked", a.Name(), a.Scenario(), c)
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

// TestLongGap lets ten years pass between two commands.
func TestLongGap(t *testing.T) {
	clock := newManual()
	s, err := NewSwitch(Options{Seed: 3, Clock: clock}, SwitchOptions{Scenario: Timeout})
	if err != nil {
		t.Fatal(err)
	}
	clock.move(10 * 365 * agent.Day)
	if got := s.Render("show license tech support"); !strings.Contains(got, "2036") {
		t.Error("time has not passed")
	}
}

// TestConcurrency uses and disturbs one switch from several goroutines, for the race detector.
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

func allCommands() []string {
	return []string{
		"show license tech support", "show license status", "show license all", "show license usage",
		"show license summary", "show license udi", "show license eventlog", "show license eventlog 1",
		"show license history message", "show license rum id all", "show logging", "show version",
		"show clock", "show running-config", "show license authorization", "show logging | include SMART_LIC",
	}
}

// syncTotal reads the number of Trust Sync attempts from tech support.
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

func TestSwitchover(t *testing.T) {
	s := startSwitch(t, Options{Seed: 1, Clock: frozen()}, SwitchOptions{Agent: "5.8.3", Topology: StackOfTwo})
	before := s.Render("show license tech support")
	s.SetFaults(Faults{Switchover: true})
	after := s.Render("show license tech support")
	if a, b := syncTotal(t, before), syncTotal(t, after); b >= a || b == 0 {
		t.Errorf("Trust Sync total: %d before, %d after", a, b)
	}
	if !strings.Contains(after, "Active:"+s.Profile().Members[1].UDI()) {
		t.Error("the standby has not become active")
	}
	if !strings.Contains(s.Render("show logging"), "REDUNDANCY") {
		t.Error("the switchover is not logged")
	}
}
