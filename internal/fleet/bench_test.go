//go:build unix

package fleet_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/bareclient"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/sidebyside"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// benchServer, set in the environment, makes the test binary a simulated switch and nothing else.
const benchServer = "SLP_EXPORTER_BENCH_SERVER"

// serveBenchmark is that switch. It prints how to log in, and serves until its input ends.
func serveBenchmark() bool {
	if os.Getenv(benchServer) == "" {
		return false
	}
	sims, err := simulator.New(simulator.Options{Switches: 1, Seed: 1, Scenarios: []simulator.Scenario{simulator.Healthy}})
	if err == nil {
		err = sims.Start()
	}
	if err != nil {
		panic(err)
	}
	sw := sims.Switches()[0]
	fmt.Println(sw.Name(), sw.Addr(), sw.Username(), sw.Password(), strings.TrimSpace(string(sims.KnownHosts())))
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = sims.Close()
	return true
}

// benched is a simulated switch in a process of its own, so that its CPU time is not counted.
type benched struct{ name, address, username, password, knownHosts string }

func startBenched(b *testing.B) benched {
	b.Helper()
	words := strings.SplitN(sidebyside.Serve(b, benchServer), " ", 5)
	return benched{words[0], words[1], words[2], words[3], words[4] + "\n"}
}

// fleet polls the switch at each Collect.
func (s benched) fleet(b *testing.B, session config.Session) *fleet.Fleet {
	b.Helper()
	hosts := filepath.Join(b.TempDir(), "known_hosts")
	if err := os.WriteFile(hosts, []byte(s.knownHosts), 0o600); err != nil {
		b.Fatal(err)
	}
	m := &config.Module{
		Protocol: "ssh", Collectors: []string{techSupport, status}, Session: session, IdleTimeout: time.Hour,
		Auth:    &config.Auth{Name: "ro", Username: s.username, Password: config.NewSecret(s.password)},
		HostKey: config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: hosts},
	}
	f := fleet.New(&config.Config{
		Polling: config.Polling{MaxConcurrent: 1000, Timeout: time.Minute},
		Targets: []*config.Target{{Name: s.name, Address: s.address, Module: m, Labels: map[string]string{}}},
	}, fleet.Options{Open: dialSSH()})
	b.Cleanup(func() { _ = f.Close(b.Context()) })
	return f
}

// BenchmarkPoll is a whole poll, read and kept as a scrape shows it, beside the bare client's same
// dialogue in turns of twenty: CPU time per poll, and the ratio. It should stay below 2 for polls with
// a login and a logout, and below 3 for polls on a kept session.
func BenchmarkPoll(b *testing.B) {
	commands := []string{"show license tech support", "show license status"}
	b.Run("close", func(b *testing.B) {
		s := startBenched(b)
		sidebyside.Compare(b, func() error {
			bare, err := bareclient.Dial(s.address, s.name, bareclient.Config(s.username, s.password))
			if err != nil {
				return err
			}
			defer bare.Logout()
			return bare.Ask(commands...)
		}, polls(b, s.fleet(b, config.SessionClose)))
	})
	b.Run("keep", func(b *testing.B) {
		s := startBenched(b)
		bare, err := bareclient.Dial(s.address, s.name, bareclient.Config(s.username, s.password))
		if err != nil {
			b.Fatal(err)
		}
		defer bare.HangUp()
		sidebyside.Compare(b, func() error { return bare.Ask(commands...) }, polls(b, s.fleet(b, config.SessionKeep)))
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
