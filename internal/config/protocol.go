package config

import (
	"net"
	"slices"
	"strconv"
	"strings"
)

// The protocols by which a switch can be asked.
const (
	ProtocolSSH     = "ssh"     // show commands over SSH
	ProtocolNETCONF = "netconf" // the YANG model over NETCONF
	ProtocolBoth    = "both"    // NETCONF for what the model has, show commands for the rest
)

// Ports of addresses that name none.
const (
	defaultPortSSH     = "22"
	defaultPortNETCONF = "830"
)

// defaultPort is the port of a target's address that names none.
func defaultPort(protocol string) string {
	if protocol == ProtocolNETCONF {
		return defaultPortNETCONF
	}
	return defaultPortSSH
}

// CLI tells whether the module's switches are asked by show commands.
func (m *Module) CLI() bool { return m.Protocol != ProtocolNETCONF }

// Netconf tells whether the module's switches are asked over NETCONF.
func (m *Module) Netconf() bool { return m.Protocol == ProtocolNETCONF || m.Protocol == ProtocolBoth }

// NetconfAddress is host:port where NETCONF is spoken; empty if the module's protocol is ssh.
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

// Addresses are the places at which the switch is asked, as net.JoinHostPort writes them: the CLI's
// first, then NETCONF's.
func (t *Target) Addresses() []string {
	if at := t.NetconfAddress(); at != "" && at != t.Address {
		return []string{t.Address, at}
	}
	return []string{t.Address}
}

// isAt tells whether one of these is an address of the target.
func (t *Target) isAt(addresses []string) bool {
	return slices.ContainsFunc(t.Addresses(), func(own string) bool {
		return slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(own, a) })
	})
}

// readings are the addresses that a text may stand for, which has a port or leaves out a usual one.
func readings(text string) []string {
	var out []string
	for _, port := range []string{defaultPortSSH, defaultPortNETCONF} {
		if address, what := parseAddress(text, port); what == "" && !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	return out
}

// finishProtocol settles the protocol, and the collectors, which depend on it.
func (m *moduleText) finishProtocol() {
	sure := true
	if m.protocol.given() {
		var text string
		if text, sure = m.protocol.oneOf(ProtocolSSH, ProtocolNETCONF, ProtocolBoth); sure {
			m.Protocol = text
		}
	}
	m.Collectors = DefaultCollectors(m.Protocol)
	if !m.collectors.given() {
		return
	}
	m.Collectors = m.collectors.collectorList(m.Protocol, sure)
}

// netconfPort reads the port of a target's NETCONF server; empty if it is wrong, which is reported, or
// of no use. With one protocol alone, the port stands in the address.
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
		v.bad("is of no use with protocol netconf", "the port behind the address, as in host:"+text)
	case module.Protocol == ProtocolSSH:
		v.bad("is of no use with protocol ssh", "protocol: both into the module "+module.Name+", or leave it out")
	default:
		return strconv.FormatUint(n, 10)
	}
	return ""
}
