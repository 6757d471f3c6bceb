//go:build unix

package fleet_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/bench/bareclient"
	"github.com/slp-exporter/slp-exporter/internal/bench/compare"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// benchServer, set in the environment, makes the test binary a simulated switch and nothing else.
const benchServer = "SLP_EXPORTER_BENCH_SERVER"

// serveBenchmark is that switch. It prints how to log in, and serves until its input ends.
func serveBenchmark() bool {
	if os.Getenv(benchServer) == "" {
		return false
	}
	sims, err := simulator.New(simulator.Options{Switches: 1, Seed: 1, Netconf: true, Scenarios: []simulator.Scenario{simulator.Healthy}})
	if err == nil {
		err = sims.Start()
	}
	if err != nil {
		panic(err)
	}
	sw := sims.Switches()[0]
	fmt.Printf("%q\n", []string{sw.Name(), sw.Addr(), sw.NetconfAddr(), sw.Username(), sw.Password(), string(sims.KnownHosts())})
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = sims.Close()
	return true
}

// benched is a simulated switch in a process of its own, so that its CPU time is not counted.
type benched struct{ name, address, netconf, username, password, knownHosts string }

func startBenched(b *testing.B) benched {
	b.Helper()
	var s benched
	line := compare.Serve(b, benchServer)
	if _, err := fmt.Sscanf(line, "[%q %q %q %q %q %q]", &s.name, &s.address, &s.netconf, &s.username, &s.password, &s.knownHosts); err != nil {
		b.Fatal(err, line)
	}
	return s
}

// overSSH polls the switch at each Collect.
func (s benched) overSSH(b *testing.B, session config.Session) *fleet.Fleet {
	b.Helper()
	return s.fleet(b, s.address, &config.Module{
		Protocol: config.ProtocolSSH, Collectors: []string{techSupport, status}, Session: session, IdleTimeout: time.Hour,
	})
}

// overNetconf polls the switch at each Collect.
func (s benched) overNetconf(b *testing.B) *fleet.Fleet {
	b.Helper()
	return s.fleet(b, s.netconf, &config.Module{Protocol: config.ProtocolNETCONF, Collectors: []string{config.NetconfCollector}})
}

func (s benched) fleet(b *testing.B, address string, m *config.Module) *fleet.Fleet {
	b.Helper()
	hosts := filepath.Join(b.TempDir(), "known_hosts")
	if err := os.WriteFile(hosts, []byte(s.knownHosts), 0o600); err != nil {
		b.Fatal(err)
	}
	m.Auth = &config.Auth{Name: "ro", Username: s.username, Password: config.NewSecret(s.password)}
	m.HostKey = config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: hosts}
	f := fleet.New(&config.Config{
		Polling: config.Polling{MaxConcurrent: 1000, MaxConcurrentNetconf: 1000, Timeout: time.Minute},
		Targets: []*config.Target{{Name: s.name, Address: address, Module: m, Labels: map[string]string{}}},
	}, fleet.Options{Open: dialSSH(), OpenNetconf: dialNetconf()})
	b.Cleanup(func() { _ = f.Close(b.Context()) })
	return f
}

// BenchmarkPoll is a whole poll, read and kept as a scrape shows it, beside the bare client's same
// dialogue in turns of twenty: CPU time per poll, and the ratio. It should stay below 2 for polls with
// a login and a logout, and below 3 for polls on a kept session. Over NETCONF there is always a login; the bare
// client does not read the XML of the reply, which is most of what the ratio is.
func BenchmarkPoll(b *testing.B) {
	commands := []string{"show license tech support", "show license status"}
	b.Run("close", func(b *testing.B) {
		s := startBenched(b)
		compare.Run(b, func() error {
			bare, err := bareclient.Dial(s.address, s.name, bareclient.Config(s.username, s.password))
			if err != nil {
				return err
			}
			defer bare.Logout()
			return bare.Ask(commands...)
		}, polls(b, s.overSSH(b, config.SessionClose)))
	})
	b.Run("keep", func(b *testing.B) {
		s := startBenched(b)
		bare, err := bareclient.Dial(s.address, s.name, bareclient.Config(s.username, s.password))
		if err != nil {
			b.Fatal(err)
		}
		defer bare.HangUp()
		compare.Run(b, func() error { return bare.Ask(commands...) }, polls(b, s.overSSH(b, config.SessionKeep)))
	})
	b.Run("netconf", func(b *testing.B) {
		s := startBenched(b)
		compare.Run(b, func() error {
			bare, err := bareclient.DialNetconf(s.netconf, bareclient.Config(s.username, s.password))
			if err != nil {
				return err
			}
			defer bare.Close()
			_, err = bare.Get(netconf.Filter)
			return err
		}, polls(b, s.overNetconf(b)))
	})
}

// polls is one poll of the fleet's switch, which must be up.
func polls(b *testing.B, f *fleet.Fleet) func() error {
	return func() error {
		s := f.Collect(b.Context())[0]
		if s.Result == nil || !s.Result.Up() || s.Result.Err != nil {
			return fmt.Errorf("not up: %+v", s.Result)
		}
		return nil
	}
}
