package config

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config/address"
)

// The protocols by which a switch can be polled.
const (
	ProtocolSSH     = "ssh"     // show commands over SSH
	ProtocolNETCONF = "netconf" // the YANG model over NETCONF
	ProtocolBoth    = "both"    // NETCONF for what the model has, show commands for the rest
)

// The ports of addresses without one.
const (
	defaultPortSSH     = "22"
	defaultPortNETCONF = "830"
)

// defaultPort is the port of a target's address without one.
func defaultPort(protocol string) string {
	if protocol == ProtocolNETCONF {
		return defaultPortNETCONF
	}
	return defaultPortSSH
}

// CLI reports whether the module's switches are polled with show commands.
func (m *Module) CLI() bool { return m.Protocol != ProtocolNETCONF }

// Netconf reports whether the module's switches are polled over NETCONF.
func (m *Module) Netconf() bool { return m.Protocol == ProtocolNETCONF || m.Protocol == ProtocolBoth }

// NetconfAddress is the host:port of the NETCONF server; empty if the module's protocol is ssh.
func (t *Target) NetconfAddress() string {
	switch {
	case t.Module == nil || !t.Module.Netconf():
		return ""
	case !t.Module.CLI():
		return t.Address
	}
	host, _, err := net.SplitHostPort(t.Address)
	if err != nil {
		return ""
	}
	port := t.NetconfPort
	if port == "" {
		port = defaultPortNETCONF
	}
	return net.JoinHostPort(host, port)
}

// Addresses are the addresses that polls connect to, as net.JoinHostPort writes them: the CLI's first, then
// NETCONF's.
func (t *Target) Addresses() []string {
	if at := t.NetconfAddress(); at != "" && at != t.Address {
		return []string{t.Address, at}
	}
	return []string{t.Address}
}

// isAt reports whether one of these is an address of the target.
func (t *Target) isAt(addresses []string) bool {
	return slices.ContainsFunc(t.Addresses(), func(own string) bool {
		return slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(own, a) })
	})
}

// readings are the addresses that a text may mean, with its own port or, without one, with a usual port.
func readings(text string) []string {
	var out []string
	for _, port := range []string{defaultPortSSH, defaultPortNETCONF} {
		if address, what := address.Parse(text, port); what == "" && !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	return out
}

// finishProtocol settles the protocol, the platform, and the collectors, which depend on both.
func (m *moduleText) finishProtocol() {
	sure := true
	if m.protocol.given() {
		var text string
		if text, sure = m.protocol.oneOf(ProtocolSSH, ProtocolNETCONF, ProtocolBoth); sure {
			m.Protocol = text
		}
	}
	m.finishPlatform(sure)
	m.Collectors = DefaultCollectors(m.Protocol)
	if m.Platform == PlatformNXOS {
		m.Collectors = defaultNXOSCollectors()
	}
	if !m.collectors.given() {
		return
	}
	m.CollectorsListed = true
	if m.Platform == PlatformNXOS {
		m.Collectors = m.collectors.nxosList()
		return
	}
	m.Collectors = m.collectors.collectorList(m.Protocol, sure)
}

// netconfPort reads the port of a target's NETCONF server. It reports a port that is wrong or of no use, and
// returns an empty one. With only one protocol, the port is part of the address.
func (v value) netconfPort(module *Module) string {
	const write = "a port from 1 to 65535"
	text, isText := v.scalar("!!str")
	number, isInt := v.scalar("!!int")
	if isInt {
		text = number
	}
	n, err := strconv.ParseUint(text, 10, 16)
	switch {
	case !isText && !isInt:
		v.wrongType(write)
	case err != nil || n == 0:
		v.bad("is no port", write)
	case module == nil: // already reported
	case module.Protocol == ProtocolNETCONF:
		v.bad("is of no use with protocol netconf", "the port after the address, as in host:"+text)
	case module.Protocol == ProtocolSSH:
		v.bad("is of no use with protocol ssh", "protocol: both into the module "+module.Name+", or leave it out")
	default:
		return strconv.FormatUint(n, 10)
	}
	return ""
}
