package config_test

import (
	"slices"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// TestPlatforms: the platforms of the configuration are those that package platform knows.
func TestPlatforms(t *testing.T) {
	want := []string{config.PlatformIOSXE, config.PlatformNXOS}
	var got []string
	for _, os := range platform.Systems() {
		got = append(got, os.Key())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCollectorsOn: what a module asks of a Catalyst, and what of a Nexus.
func TestCollectorsOn(t *testing.T) {
	nexus := []string{"usage", "summary", "version"}
	for module, want := range map[string][2][]string{
		"{}":                                     {{"tech_support", "status", "eventlog"}, nexus},
		"{platform: auto}":                       {{"tech_support", "status", "eventlog"}, nexus},
		"{platform: nx_os}":                      {nexus, nexus},
		"{platform: nx_os, collectors: [usage]}": {{"usage"}, {"usage"}},
		"{collectors: [status, history]}":        {{"status", "history"}, nexus},
		"{collectors: [status, version]}":        {{"status", "version"}, nexus},
		"{collectors: [status, syslog]}":         {{"status", "syslog"}, {"usage", "summary", "syslog", "version"}},
		"{collectors: [syslog, usage, status]}":  {{"syslog", "usage", "status"}, {"usage", "syslog"}},
		"{protocol: both}":                       {{"netconf", "tech_support", "status", "eventlog"}, nexus},
	} {
		cfg, _ := parse(t, oneAuth+"modules: {default: "+module+"}\n"+oneTarget, fixtureDir(t))
		m := cfg.Modules["default"]
		if on := m.CollectorsOn(config.PlatformIOSXE); !slices.Equal(on, want[0]) {
			t.Errorf("%s: %v on a Catalyst, want %v", module, on, want[0])
		}
		if on := m.CollectorsOn(config.PlatformNXOS); !slices.Equal(on, want[1]) {
			t.Errorf("%s: %v on a Nexus, want %v", module, on, want[1])
		}
	}
}
