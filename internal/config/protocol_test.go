package config_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/shown"
)

// protocols are three modules, one for each protocol.
const protocols = oneAuth + "modules: {default: {}, xml: {protocol: netconf}, twofold: {protocol: both}}\n"

func TestKnownCollectors(t *testing.T) {
	cli := []string{"tech_support", "status", "usage", "summary", "eventlog", "history", "rum", "syslog", "version"}
	for protocol, want := range map[string]struct{ all, usual []string }{
		config.ProtocolSSH:     {cli, []string{"tech_support", "status", "eventlog"}},
		config.ProtocolNETCONF: {[]string{"netconf"}, []string{"netconf"}},
		config.ProtocolBoth:    {append(slices.Clone(cli), "netconf"), []string{"netconf", "tech_support", "status", "eventlog"}},
	} {
		if got := config.CollectorsOf(protocol); !slices.Equal(got, want.all) {
			t.Errorf("%s: collectors %v", protocol, got)
		}
		if got := config.DefaultCollectors(protocol); !slices.Equal(got, want.usual) {
			t.Errorf("%s: by default %v", protocol, got)
		}
	}
	config.Collectors()[0] = "changed"
	if got := config.Collectors(); !slices.Equal(got, append(slices.Clone(cli), "netconf")) {
		t.Errorf("all of them are %v", got)
	}
}

// TestProtocolCollectors: what a module of each protocol asks, by what is written.
func TestProtocolCollectors(t *testing.T) {
	dir := fixtureDir(t)
	for module, want := range map[string]string{
		"":                          "tech_support status eventlog",
		"protocol: ssh":             "tech_support status eventlog",
		"protocol: netconf":         "netconf",
		"protocol: both":            "netconf tech_support status eventlog",
		"collectors: [rum, status]": "rum status",
		"protocol: netconf, collectors: [netconf]":                             "netconf",
		"collectors: [rum, status], protocol: both":                            "netconf rum status",
		"protocol: both, collectors: [rum, netconf]":                           "netconf rum",
		"protocol: both, collectors: [version]":                                "netconf version",
		"protocol: netconf, session: keep, idle_timeout: 1m, eventlog_days: 7": "netconf",
	} {
		cfg, warnings := parse(t, oneAuth+"modules: {default: {"+module+"}}\n"+oneTarget, dir)
		m := cfg.Modules["default"]
		if got := strings.Join(m.Collectors, " "); got != want || len(warnings) != 0 {
			t.Errorf("%s: %q, %v", module, got, warnings)
		}
		if asks := slices.Contains(m.Collectors, config.NetconfCollector); m.Netconf() != asks || m.CLI() != (m.Protocol != "netconf") {
			t.Errorf("%s: CLI %t, NETCONF %t", module, m.CLI(), m.Netconf())
		}
	}
}

// TestNetconfAddresses: where each target is asked, as it is written in the configuration and in a target file.
func TestNetconfAddresses(t *testing.T) {
	dir := fixtureDir(t)
	for target, want := range map[string]struct{ address, port, netconf string }{
		"address: 192.0.2.10":                                                  {"192.0.2.10:22", "", ""},
		"address: 192.0.2.10, module: xml":                                     {"192.0.2.10:830", "", "192.0.2.10:830"},
		"address: 192.0.2.10:22, module: xml":                                  {"192.0.2.10:22", "", "192.0.2.10:22"},
		"address: \"2001:db8::1\", module: xml":                                {"[2001:db8::1]:830", "", "[2001:db8::1]:830"},
		"address: 192.0.2.10, module: twofold":                                 {"192.0.2.10:22", "830", "192.0.2.10:830"},
		"address: 192.0.2.10:2222, module: twofold":                            {"192.0.2.10:2222", "830", "192.0.2.10:830"},
		"address: \"[2001:db8::1]:2222\", netconf_port: 8300, module: twofold": {"[2001:db8::1]:2222", "8300", "[2001:db8::1]:8300"},
		"netconf_port: \"0830\", address: sw.example.net, module: twofold":     {"sw.example.net:22", "830", "sw.example.net:830"},
		"address: 192.0.2.10, netconf_port: , module: twofold":                 {"192.0.2.10:22", "830", "192.0.2.10:830"},
	} {
		cfg, _ := parse(t, protocols+"targets: [{name: a, "+target+"}]\n", dir)
		got := cfg.Targets[0]
		if got.Address != want.address || got.NetconfPort != want.port || got.NetconfAddress() != want.netconf {
			t.Errorf("%s: %s, %q, %q", target, got.Address, got.NetconfPort, got.NetconfAddress())
		}
	}
	writeFile(t, dir+"/targets/ports.yml", `
- targets: [192.0.2.20, 192.0.2.21:2222]
  labels: {__slp_module: twofold, __slp_netconf_port: "8300", site: muc}
- targets: [192.0.2.22]
  labels: {__slp_module: twofold, __slp_netconf_port: 8301}
`)
	cfg, _ := parse(t, protocols+"target_files: [targets/ports.yml]\n", dir)
	var got []string
	for _, target := range cfg.Targets {
		got = append(got, target.Address+" "+target.NetconfAddress())
		if len(target.Labels) > 1 {
			t.Errorf("%s has the labels %v", target.Name, target.Labels)
		}
	}
	if want := []string{"192.0.2.20:22 192.0.2.20:8300", "192.0.2.21:2222 192.0.2.21:8300", "192.0.2.22:22 192.0.2.22:8301"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestTargetByNetconfAddress: a target is found by either address, and by its host where a port is the usual one.
func TestTargetByNetconfAddress(t *testing.T) {
	cfg, _ := parse(t, protocols+`targets:
  - {name: plain, address: 192.0.2.1}
  - {name: xml, address: 192.0.2.2, module: xml}
  - {name: twofold, address: 192.0.2.3, module: twofold}
  - {name: odd, address: 192.0.2.4:2222, netconf_port: 8300, module: twofold}
  - {name: half, address: sw.example.net:2222, module: twofold}
`, fixtureDir(t))
	for text, want := range map[string]string{
		"192.0.2.1": "plain", "192.0.2.1:22": "plain", "192.0.2.1:830": "",
		"192.0.2.2": "xml", "192.0.2.2:830": "xml", "192.0.2.2:22": "",
		"192.0.2.3": "twofold", "192.0.2.3:22": "twofold", "192.0.2.3:830": "twofold",
		"192.0.2.4": "", "192.0.2.4:2222": "odd", "192.0.2.4:8300": "odd", "192.0.2.4:830": "",
		"SW.example.net": "half", "sw.example.net:830": "half", "sw.example.net:22": "",
	} {
		got := cfg.Target(text)
		if (got == nil) != (want == "") || got != nil && got.Name != want {
			t.Errorf("%s finds %v, want %q", text, got, want)
		}
	}
}

// TestShowProtocols: what Show writes of each protocol is a configuration again.
func TestShowProtocols(t *testing.T) {
	dir := fixtureDir(t)
	cfg, _ := parse(t, strings.Replace(protocols, "password_file: ro.password", "password: c", 1)+`targets:
  - {name: plain, address: 192.0.2.1}
  - {name: xml, address: 192.0.2.2, module: xml}
  - {name: twofold, address: 192.0.2.3, module: twofold, netconf_port: 8300}
`, dir)
	first, err := shown.YAML(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"    collectors: [netconf]\n", "    collectors: [netconf, tech_support, status, eventlog]\n",
		"    address: 192.0.2.2:830\n    module: xml\n", "    address: 192.0.2.3:22\n    netconf_port: 8300\n",
	} {
		if !strings.Contains(string(first), want) {
			t.Errorf("does not show %q", want)
		}
	}
	again, _ := parse(t, string(first), dir)
	second, err := shown.YAML(again)
	if err != nil || string(first) != string(second) {
		t.Errorf("%v\n%s\n%s", err, first, second)
	}
}
