package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

func startFleet(options simulator.Options) (*simulator.Fleet, error) {
	switches, err := simulator.New(options)
	if err != nil {
		return nil, err
	}
	if err := switches.Start(); err != nil {
		return nil, errors.Join(err, switches.Close())
	}
	return switches, nil
}

// protocolOf is the protocol by which simulated switches can be polled.
func protocolOf(switches *simulator.Fleet) string {
	switch first := switches.Switches()[0]; {
	case first.NetconfAddr() == "":
		return config.ProtocolSSH
	case first.Addr() == "":
		return config.ProtocolNETCONF
	}
	return config.ProtocolBoth
}

// These endings make the names of the files that are written beside FILE of --write-config.
const (
	knownHostsEnding = ".known_hosts"
	passwordEnding   = ".password"
)

// writeConfig writes a configuration for the switches, as an operator would, with their host keys
// and the password in files of their own beside it.
func writeConfig(file string, switches *simulator.Fleet, polling string, collectors []string) error {
	for _, f := range []struct{ name, text string }{
		{file + knownHostsEnding, string(switches.KnownHosts())},
		{file + passwordEnding, switches.Switches()[0].Password() + "\n"},
		{file, configOf(switches, polling, filepath.Base(file), collectors)}, // last, so that the other files exist once it does
	} {
		if err := os.WriteFile(f.name, []byte(f.text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// configOf is the text of a configuration for simulated switches, with these collectors.
func configOf(switches *simulator.Fleet, polling, file string, collectors []string) string {
	var b strings.Builder
	first := switches.Switches()[0]
	fmt.Fprintf(&b, `# A simulated fleet: every name, serial number and secret in here is invented.
%s
auths:
  simulated:
    username: %q
    password_file: %q
modules:
  default:
    auth: simulated
    protocol: %s
    host_key: {policy: known_hosts, known_hosts_file: %q}
    collectors: [%s]
targets:
`, polling, first.Username(), file+passwordEnding, protocolOf(switches), file+knownHostsEnding, strings.Join(collectors, ", "))
	for _, sw := range switches.Switches() {
		var labels []string
		for _, name := range slices.Sorted(maps.Keys(sw.Labels())) {
			labels = append(labels, fmt.Sprintf("%s: %q", name, sw.Labels()[name]))
		}
		fmt.Fprintf(&b, "  - {name: %q, %s, labels: {%s}} # %s\n",
			sw.Name(), addressOf(sw), strings.Join(labels, ", "), kindOf(switches, sw))
	}
	return b.String()
}

// kindOf says what a simulated switch is: why it cannot be polled well, how it licenses if it is a Nexus, or else its
// scenario.
func kindOf(switches *simulator.Fleet, sw *simulator.Switch) string {
	if trouble := switches.Trouble(sw); trouble != "" {
		return trouble
	}
	if sw.Nexus() != "" {
		return "nexus, " + string(sw.Nexus())
	}
	return string(sw.Scenario())
}

// addressOf is the address of a simulated switch, as a configuration has it.
func addressOf(sw *simulator.Switch) string {
	netconf := sw.NetconfAddr()
	if sw.Addr() == "" {
		return fmt.Sprintf("address: %q", netconf)
	}
	text := fmt.Sprintf("address: %q", sw.Addr())
	if netconf != "" {
		text += ", netconf_port: " + portOf(netconf)
	}
	return text
}

// portOf is the port of host:port.
func portOf(address string) string { return address[strings.LastIndexByte(address, ':')+1:] }
