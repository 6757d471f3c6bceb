package fleet_test

import (
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// TestWrongPasswordOverSSH counts at the switches what a wrong password costs a central account: three attempts in
// all, over two scrapes of a hundred switches, asked over SSH and NETCONF.
func TestWrongPasswordOverSSH(t *testing.T) {
	sims, err := simulator.New(simulator.Options{Switches: 100, Seed: 7, Netconf: true, Scenarios: []simulator.Scenario{simulator.Healthy}})
	if err != nil {
		t.Fatal(err)
	}
	if err := sims.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.Close() })
	c := wrongPassword(sims)
	f := fleet.New(c, fleet.Options{Open: dialSSH(), OpenNetconf: dialNetconf()})
	for range 2 {
		for _, s := range f.Collect(t.Context()) {
			if s.Result == nil || s.Result.Reason() != failure.Auth {
				t.Fatalf("%s: %+v", s.Target.Name, s.Result)
			}
		}
	}
	attempts := 0
	for _, sw := range sims.Switches() {
		attempts += sw.LoginAttempts()
	}
	if attempts != 3 {
		t.Errorf("%d logins were refused, want 3", attempts)
	}
}

// wrongPassword has one auth for all switches, with a password that is not theirs. Every third switch is asked over
// NETCONF.
func wrongPassword(sims *simulator.Fleet) *config.Config {
	auth := &config.Auth{Name: "ro", Username: sims.Switches()[0].Username(), Password: config.NewSecret("not-this-one")}
	c := &config.Config{
		Polling: config.Polling{MaxConcurrent: 100, MaxConcurrentNetconf: 16, Timeout: time.Minute},
		Auths:   map[string]*config.Auth{auth.Name: auth},
	}
	for i, sw := range sims.Switches() {
		m := &config.Module{
			Protocol: config.ProtocolSSH, Auth: auth, Collectors: []string{status}, Session: config.SessionClose,
			HostKey: config.HostKey{Policy: config.HostKeyInsecure},
		}
		address := sw.Addr()
		if i%3 == 2 {
			m.Protocol, m.Collectors, address = config.ProtocolNETCONF, []string{config.NetconfCollector}, sw.NetconfAddr()
		}
		c.Targets = append(c.Targets, &config.Target{Name: sw.Name(), Address: address, Module: m, Labels: map[string]string{}})
	}
	return c
}
