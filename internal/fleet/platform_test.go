package fleet_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

const (
	nexusUsage = "\nLicense Authorization:\n  Status: Not Applicable\n\n(LAN_ENTERPRISE_SERVICES_PKG):\n  Description: LAN license for Nexus 9300-XF\n" +
		"  Count: 1\n  Version: 1.0\n  Status: IN USE\n  Enforcement Type: NOT ENFORCED\n  License Type: Generic\n"
	noCommand = "          ^\n% Invalid command at '^' marker.\n"
)

// asNexus makes a switch answer as a Nexus does.
func asNexus(sw *fakeSwitch) {
	sw.becomes(behaviour{system: platform.NXOS(), run: func(_ context.Context, command string) (string, error) {
		if command == "show license usage" {
			return nexusUsage, nil
		}
		return noCommand, nil
	}})
}

func collectorNames(list []fleet.CollectorResult) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// TestPlatform: a Nexus is asked its own commands, and stays one while polls of it fail.
func TestPlatform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2, func(s *setup) { s.Collectors = []string{status, "eventlog"} })
		status := func(i int) fleet.Status { return l.All().Peek()[i] }
		if got := status(1); got.Platform() != "" || !slices.Equal(collectorNames(first(got.Collectors())), []string{"status", "eventlog"}) {
			t.Errorf("before any poll: %q, %v", got.Platform(), collectorNames(first(got.Collectors())))
		}
		asNexus(l.switches[1])
		l.All().Collect(t.Context())
		nexus := []string{"version", "usage", "summary"}
		got := status(1)
		if typed := l.switches[1].asked(); !slices.Equal(typed, []string{"show version", "show license usage", "show license summary"}) {
			t.Errorf("typed %q", typed)
		}
		if !got.Result.Up() || got.Platform() != "nx_os" || !slices.Equal(collectorNames(got.Result.Collectors), nexus) {
			t.Errorf("up %t, %q, %v: %v", got.Result.Up(), got.Platform(), collectorNames(got.Result.Collectors), got.Result.Err)
		}
		if got.Result.Reason() != failure.Unsupported || len(got.Result.State.Licenses) != 1 {
			t.Errorf("%v, %+v", got.Result.Err, got.Result.State)
		}
		if catalyst := status(0); catalyst.Platform() != "ios_xe" {
			t.Errorf("the Catalyst is %q", catalyst.Platform())
		}
		l.switches[1].becomes(behaviour{system: platform.NXOS(), run: func(context.Context, string) (string, error) { return "", failed(failure.Disconnected) },
			open: func(context.Context) error { return failed(failure.Unreachable) }})
		time.Sleep(2 * time.Minute)
		l.All().Collect(t.Context())
		if got := status(1); got.Result.Up() || got.Platform() != "nx_os" || !slices.Equal(collectorNames(got.Result.Collectors), nexus) {
			t.Errorf("down: up %t, %q, %v", got.Result.Up(), got.Platform(), collectorNames(got.Result.Collectors))
		}
	})
}

func first(list []fleet.CollectorResult, _ bool) []fleet.CollectorResult { return list }

// TestPlatformOfChange: what is known of the system goes with the settings that lead to the switch.
func TestPlatformOfChange(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*config.Target)
		want   string
	}{
		"label":    {func(t *config.Target) { t.Labels = map[string]string{"site": "muc"} }, "nx_os"},
		"days":     {func(t *config.Target) { t.Module.EventlogDays = 7 }, "nx_os"},
		"host key": {func(t *config.Target) { t.Module.HostKey.Policy = config.HostKeyInsecure }, ""},
		"platform": {func(t *config.Target) { t.Module.Platform = config.PlatformIOSXE }, ""},
		"address":  {func(t *config.Target) { t.Address = "192.0.2.9:22" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				asNexus(l.switches[0])
				l.All().Collect(t.Context())
				before := l.All().Peek()[0]
				module := *before.Target.Module
				target := *before.Target
				target.Module = &module
				c.change(&target)
				l.Update(&config.Config{Polling: config.Polling{MaxConcurrent: 256, MaxConcurrentNetconf: 16, MinInterval: time.Minute, Timeout: 30 * time.Second},
					Targets: []*config.Target{&target}})
				if got := l.All().Peek()[0].Platform(); before.Platform() != "nx_os" || got != c.want {
					t.Errorf("%q, then %q, want %q", before.Platform(), got, c.want)
				}
			})
		})
	}
}

// TestNoModel: with both protocols, a switch that its CLI has found to be a Nexus is not asked over NETCONF: it is up without
// a failure and without a pause, and the log says so once. One that takes its place is asked again.
func TestNoModel(t *testing.T) {
	const line = "NETCONF is not asked: the switch runs a system without the licensing model"
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays, func(s *setup) {
			s.Collectors, s.CollectorsListed = []string{"usage", byNetconf}, true
			s.Platform = config.PlatformAuto
		})
		sw := l.switches[0]
		asNexus(sw)
		sw.does.netconf.open = fails(failed(failure.Refused))
		said := func() (n int) {
			for _, got := range l.log.take("msg", "platform") {
				if got == " msg="+line+" platform=nx_os" {
					n++
				}
			}
			return n
		}
		l.each(3, func(minute int, s fleet.Status) {
			r := s.Result
			if !r.Up() || r.Err != nil || !r.NextTry.IsZero() || !slices.Equal(collectorNames(r.Collectors), []string{"usage"}) {
				t.Errorf("minute %d: up %t, %v, next try %s, %v", minute, r.Up(), r.Err, r.NextTry, collectorNames(r.Collectors))
			}
			wantFailures(t, s, nil)
			if n := said(); n != max(0, 1-minute) {
				t.Errorf("minute %d: said %d times", minute, n)
			}
		})
		changed := *l.Peek()[0].Target
		module := *changed.Module
		module.EventlogDays, changed.Module = 7, &module
		l.Update(&config.Config{Polling: config.Polling{MaxConcurrent: 256, MaxConcurrentNetconf: 16, MinInterval: time.Minute, Timeout: 30 * time.Second},
			Targets: []*config.Target{&changed}})
		time.Sleep(time.Minute)
		if r := l.result(); r.Err != nil || said() != 0 || len(sw.netconfOpens()) != 0 {
			t.Errorf("after a change: %v, NETCONF opened %d times", r.Err, len(sw.netconfOpens()))
		}
		sw.becomes(behaviour{run: saying(nexusUsage)})
		time.Sleep(time.Minute)
		l.result()
		time.Sleep(time.Minute)
		if r := l.result(); r.Err != nil || len(sw.netconfOpens()) == 0 || !slices.Equal(collectorNames(r.Collectors), []string{"usage", byNetconf}) {
			t.Errorf("replaced by a Catalyst: %v, NETCONF opened %d times, %v", r.Err, len(sw.netconfOpens()), collectorNames(r.Collectors))
		}
	})
}

// TestNoModelWhileNothingIsRead: what the session found counts, also if none of its commands is answered.
func TestNoModelWhileNothingIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		l.switches[0].becomes(behaviour{system: platform.NXOS(), run: saying(noCommand)})
		l.each(3, func(int, fleet.Status) {})
		if n := len(l.switches[0].netconfOpens()); n != 0 {
			t.Errorf("NETCONF opened %d times", n)
		}
	})
}
