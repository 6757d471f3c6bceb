package network

import (
	"cmp"
	"net/netip"
	"strings"
)

// Trouble is what is wrong on the way to the server.
type Trouble int

// The troubles. Each concerns the peer to which the switch connects, except NoNames.
const (
	None     Trouble = iota
	NoNames          // no name server answers
	NoAnswer         // a firewall drops the packets
	Refusal          // the port is closed
	NoRoute          // the default route of the agent's VRF is gone
)

// Moment is the network at one moment.
type Moment struct {
	*Network
	Trouble Trouble
}

// Route is how packets to an address leave.
type Route struct {
	Prefix    netip.Prefix // 0.0.0.0/0 for the default route
	NextHop   netip.Addr   // invalid if the address is on a connected network
	Interface Interface
	Own       bool // the address is the switch's own
}

// Route returns the way to an address; false if there is none.
func (m Moment) Route(vrf string, to netip.Addr) (Route, bool) {
	for _, i := range m.Interfaces {
		if i.Up() && i.VRF == vrf && i.Address.Contains(to) {
			return Route{Prefix: i.Address.Masked(), Interface: i, Own: i.Address.Addr() == to}, true
		}
	}
	hop, ok := m.Gateways[vrf]
	if !ok || m.Trouble == NoRoute && vrf == m.VRF {
		return Route{}, false
	}
	r, ok := m.Route(vrf, hop)
	if !ok || !r.Interface.Up() {
		return Route{}, false
	}
	return Route{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), NextHop: hop, Interface: r.Interface}, true
}

// Resolve asks the name servers of a VRF. asked are those that were tried; the address is invalid if none of
// them knows the name. An address needs no name server.
func (m Moment) Resolve(vrf, name string) (address netip.Addr, asked []netip.Addr) {
	if address, err := netip.ParseAddr(name); err == nil {
		return address, nil
	}
	servers := m.NameServers[vrf]
	if m.Trouble == NoNames || len(servers) == 0 {
		return netip.Addr{}, servers
	}
	if _, ok := m.Route(vrf, servers[0]); !ok {
		return netip.Addr{}, servers
	}
	for _, p := range []Peer{m.Server, m.Proxy} {
		if p.Named() && p.Address.IsValid() && strings.EqualFold(p.Host, name) {
			return p.Address, servers[:1]
		}
	}
	return netip.Addr{}, servers
}

// Outcome is how an attempt to connect ends.
type Outcome int

// The outcomes.
const (
	Open Outcome = iota
	Refused
	TimedOut
	Unreachable
)

// Connect returns what becomes of a TCP connection.
func (m Moment) Connect(vrf string, to netip.Addr, port int) Outcome {
	r, ok := m.Route(vrf, to)
	switch {
	case !ok:
		return Unreachable
	case r.Own, to == r.Interface.Address.Addr(), m.isGateway(to):
		return Refused
	}
	next := m.Next()
	switch {
	case to == next.Address && m.Trouble == NoAnswer:
		return TimedOut
	case to == next.Address && m.Trouble == Refusal:
		return Refused
	case to == next.Address && port == cmp.Or(next.Listens, next.Port):
		return Open
	case to == next.Address && port == next.Port:
		return TimedOut
	case to == next.Address && m.Proxy.Host != "":
		return Refused
	}
	return TimedOut // a firewall lets nothing else pass
}

// Echo reports whether an address answers a ping.
func (m Moment) Echo(vrf string, to netip.Addr) bool {
	r, ok := m.Route(vrf, to)
	switch {
	case !ok:
		return false
	case r.Own, m.isGateway(to):
		return true
	case m.isNameServer(to):
		return m.Trouble != NoNames
	case to == m.Next().Address && m.Trouble == NoAnswer:
		return false
	case to == m.Proxy.Address, to == m.NTP:
		return true
	case to == m.Server.Address:
		return !m.SilentPing && m.Proxy.Host == ""
	}
	return false
}

func (m Moment) isGateway(a netip.Addr) bool {
	for _, g := range m.Gateways {
		if g == a {
			return true
		}
	}
	return false
}

func (m Moment) isNameServer(a netip.Addr) bool {
	for _, servers := range m.NameServers {
		for _, s := range servers {
			if s == a {
				return true
			}
		}
	}
	return false
}
