package main

import (
	"strings"
	"testing"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// nexusFleet is a Nexus of each form, after a Catalyst, and a configuration for them.
func nexusFleet(t *testing.T) (*simulator.Fleet, *config.Config) {
	t.Helper()
	forms := len(simulator.NexusForms())
	switches, err := startFleet(simulator.Options{Switches: forms + 1, Nexus: forms, Seed: 3, Scenarios: []simulator.Scenario{simulator.Healthy}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = switches.Close() })
	file := t.TempDir() + "/slp-exporter.yml"
	if err := writeConfig(file, switches, "polling: {min_interval: 0}", config.CollectorsOf(config.ProtocolSSH)); err != nil {
		t.Fatal(err)
	}
	conf, err := loadConfig(t.Context(), file, log.NewNopLogger())
	if err != nil {
		t.Fatal(err)
	}
	return switches, conf
}

// TestNexusFleet polls Nexus switches of all forms beside a Catalyst, by one module.
func TestNexusFleet(t *testing.T) {
	switches, conf := nexusFleet(t)
	polled := newFleet(conf, log.NewNopLogger(), nil)
	defer func() { _ = logOut(polled) }()
	for range 2 { // the second poll is on the session of the first one
		for i, status := range polled.Collect(t.Context()) {
			checkNexus(t, switches.Switches()[i].Nexus(), status)
		}
	}
}

func checkNexus(t *testing.T, form simulator.Nexus, status fleet.Status) {
	t.Helper()
	platform, licences, why := "nx_os", 0, ""
	switch form {
	case "":
		platform, licences = "ios_xe", len(status.Result.State.Licenses)
	case simulator.NexusPolicy:
		licences = 2
	case simulator.NexusNodeLocked:
		why = "this is node-locked or honor-based licensing of NX-OS"
	case simulator.NexusHonor:
		why = "licensing of this release is node-locked (before 9.3(3))"
	case simulator.NexusACI:
		why = "licensing of this release is ACI mode (the APIC reports the licences)"
	}
	r := status.Result
	if r.Up() != (why == "") || status.Platform() != platform || len(r.State.Licenses) != licences {
		t.Errorf("%q: up %v, %q, %d licences: %v", form, r.Up(), status.Platform(), len(r.State.Licenses), r.Err)
	}
	if form != "" && (len(r.Collectors) != 4 || r.State.OSVersion != form.Release()) {
		t.Errorf("%s: %d collectors, release %s", form, len(r.Collectors), r.State.OSVersion)
	}
	if why != "" && (r.Reason() != failure.Unsupported || !strings.Contains(r.Err.Error(), why)) {
		t.Errorf("%s: %v", form, r.Err)
	}
	for _, c := range r.Collectors {
		if len(c.Unread) > 0 {
			t.Errorf("%q, %s: not read: %v", form, c.Name, c.Unread)
		}
	}
}

// TestWrongPlatform: a module for the other platform fails with what the switch runs, and what to write.
func TestWrongPlatform(t *testing.T) {
	for platform, want := range map[string]map[bool]string{
		config.PlatformIOSXE: {true: `the switch runs NX-OS, and module "default" says platform: ios_xe; give it a module with platform: nx_os, or auto`},
		config.PlatformNXOS:  {false: `the switch runs IOS-XE, and module "default" says platform: nx_os; give it a module with platform: ios_xe, or auto`},
	} {
		switches, conf := nexusFleet(t)
		for _, module := range conf.Modules {
			module.Platform = platform
		}
		polled := newFleet(conf, log.NewNopLogger(), nil)
		for i, status := range polled.Collect(t.Context()) {
			isNexus := switches.Switches()[i].Nexus() != ""
			if text := want[isNexus]; text != "" && (status.Result.Reason() != failure.Unsupported || !strings.HasSuffix(status.Result.Err.Error(), text)) {
				t.Errorf("%s: %v", status.Target.Name, status.Result.Err)
			}
		}
		_ = logOut(polled)
	}
}
