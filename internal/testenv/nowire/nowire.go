// Package nowire lets tests poll simulated switches without a network: its sessions call the switch directly.
// Tests compare its results with those of real sessions, and poll a month of a fleet's life in seconds. It
// joins the simulator to the fleet, and nothing but tests may import it.
package nowire

import (
	"context"
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// Open opens sessions on the switches that the targets are named after.
func Open(byTarget map[string]*simulator.Switch) fleet.OpenFunc {
	return func(_ context.Context, target *config.Target) (fleet.Session, error) {
		sw, ok := byTarget[target.Name]
		if !ok {
			return nil, fmt.Errorf("there is no switch for target %s", target.Name)
		}
		return session{sw}, nil
	}
}

type session struct{ *simulator.Switch }

func (s session) Run(_ context.Context, command string, _ ...string) (platform.Output, error) {
	return platform.Output{Text: s.Render(command), Whole: true, Host: s.Name(), OS: s.System()}, nil
}

func (s session) Resume(_ context.Context, command string, _ time.Duration, _ ...string) (platform.Output, bool, error) {
	return platform.Output{Text: s.Render(command), Whole: true, Host: s.Name(), OS: s.System()}, true, nil
}

func (s session) CheckOutput(command, output string) error {
	return device.CheckOutput(s.System(), command, output)
}
func (s session) Redacted(e *failure.Error) *failure.Error { return e }
func (s session) Alive(context.Context) error              { return nil }
func (s session) Close(context.Context) error              { return nil }

// System tells a Nexus by what the simulator made it.
func (s session) System() *platform.OS {
	if s.Nexus() != "" {
		return platform.NXOS()
	}
	return platform.IOSXE()
}
