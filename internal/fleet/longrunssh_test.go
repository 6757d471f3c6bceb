package fleet_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/leak"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// settlesAt reports whether at most so many descriptors and goroutines are left once the switches have
// noticed that sessions ended.
func settlesAt(t *testing.T, fds, goroutines int) bool {
	t.Helper()
	return leak.Settles(func() bool { return leak.Descriptors(t) <= fds && runtime.NumGoroutine() <= goroutines })
}

// TestLongRunOverSSH polls simulated switches 250 times in real sessions, kept and not, well and broken off.
// Descriptors, of which each session has one at each end, and goroutines are as after the first hundred
// polls.
func TestLongRunOverSSH(t *testing.T) { testLongRunOverSSH(t, 25) }

// TestLongerRunOverSSH does the same with a thousand polls.
func TestLongerRunOverSSH(t *testing.T) {
	if testing.Short() {
		t.Skip("long: 1,000 polls, of which TestLongRunOverSSH makes 250; make test-all runs it")
	}
	testLongRunOverSSH(t, 100/min(race.Slowdown, 4))
}

func testLongRunOverSSH(t *testing.T, rounds int) {
	t.Helper()
	const switches = 10
	sims, err := simulator.New(simulator.Options{Switches: switches, Seed: 4, Scenarios: []simulator.Scenario{simulator.Healthy}})
	if err != nil {
		t.Fatal(err)
	}
	if err := sims.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.Close() })
	before := runtime.NumGoroutine()
	f := sshFleet(t, sims)
	round := func(n int) {
		for i, sw := range sims.Switches() {
			sw.SetFaults(simulator.Faults{CloseMidOutputTCP: i%5 == 3 && n%4 == 2, VTYFull: i%5 == 4 && n%4 == 3})
		}
		up := 0
		for _, s := range f.Collect(t.Context()) {
			if s.Result != nil && s.Result.Up() {
				up++
			}
		}
		if up < switches*3/5 {
			t.Fatalf("round %d: %d of %d switches up", n, up, switches)
		}
	}
	for n := range 12 {
		round(n)
	}
	const kept = switches / 2
	fds, goroutines := settled(t, sims, f)
	for n := 12; n < rounds-rounds%4; n++ { // up to a round with the same faults
		round(n)
	}
	if s := f.Stats(); s.Sessions > kept {
		t.Errorf("%d sessions open", s.Sessions)
	}
	if !settlesAt(t, fds, goroutines) {
		t.Errorf("%d descriptors became %d, %d goroutines %d", fds, leak.Descriptors(t), goroutines, runtime.NumGoroutine())
	}
	if err := f.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if !settlesAt(t, fds, before) {
		t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
	}
}

// settled waits until the switches have no more sessions than the fleet, and measures.
func settled(t *testing.T, sims *simulator.Fleet, f *fleet.Fleet) (fds, goroutines int) {
	t.Helper()
	if !leak.Settles(func() bool {
		open, last := 0, fds
		for _, sw := range sims.Switches() {
			open += sw.Sessions()
		}
		fds = leak.Descriptors(t)
		return int64(open) == f.Stats().Sessions && fds == last
	}) {
		t.Fatal("the switches keep sessions that the fleet does not have")
	}
	return fds, runtime.NumGoroutine()
}

// sshFleet polls the switches over SSH, with every other session kept.
func sshFleet(t *testing.T, sims *simulator.Fleet) *fleet.Fleet {
	t.Helper()
	hosts := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(hosts, sims.KnownHosts(), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 1000, Timeout: time.Minute}}
	for i, sw := range sims.Switches() {
		m := &config.Module{
			Protocol: "ssh", Collectors: []string{status}, Session: config.SessionKeep, IdleTimeout: time.Hour,
			Auth:    &config.Auth{Name: "ro", Username: sw.Username(), Password: config.NewSecret(sw.Password())},
			HostKey: config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: hosts},
		}
		if i%2 == 1 {
			m.Session = config.SessionClose
		}
		c.Targets = append(c.Targets, &config.Target{Name: sw.Name(), Address: sw.Addr(), Module: m, Labels: map[string]string{}})
	}
	return fleet.New(c, fleet.Options{Open: dialSSH()})
}

// dialSSH opens real sessions.
func dialSSH() fleet.OpenFunc {
	dialer := device.NewDialer()
	return func(ctx context.Context, t *config.Target) (fleet.Session, error) {
		s, err := dialer.Open(ctx, t)
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}

func dialNetconf() fleet.NetconfOpenFunc {
	dialer := device.NewDialer()
	return func(ctx context.Context, t *config.Target) (fleet.NetconfSession, error) {
		s, err := dialer.OpenNetconf(ctx, t)
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}
