// Package network models how a switch is connected: its interfaces, VRFs, routes and name servers, and what
// a packet meets that it sends at a certain moment. It does no I/O. Package agent invents the network of a
// switch and knows what is wrong at the moment; packages screen and server show what follows from both.
package network

import (
	"net/netip"
	"slices"
	"strings"
)

// ManagementVRF is the VRF of the management port of a Catalyst 9000.
const ManagementVRF = "Mgmt-vrf"

// Network is how a switch is connected and configured. It never changes.
type Network struct {
	Interfaces []Interface
	// Gateways are the next hops of the default routes by VRF. The global table is the VRF "".
	Gateways map[string]netip.Addr
	Learned  bool // the default routes are learned by a routing protocol
	// NameServers are configured by "ip name-server", by VRF.
	NameServers map[string][]netip.Addr
	Domain      string     // ip domain name
	NTP         netip.Addr // ntp server; invalid if none is configured
	VRF         string     // license smart vrf; empty for the global table
	HTTPSource  string     // ip http client source-interface; empty if not configured
	Uplink      string     // the port towards the gateway

	Server, Proxy Peer // with whom the agent talks; Proxy has no host if none is configured
	// Misconfigured means that what fails does so by this configuration, and nothing on the way is wrong.
	Misconfigured bool
	// SilentPing means that the internet's side of the firewall answers no echo.
	SilentPing bool
}

// Interface is an interface of layer 3.
type Interface struct {
	Name    string
	Address netip.Prefix // invalid: unassigned
	VRF     string
	Status  string // up, down, administratively down
}

// Up reports whether packets can leave the interface.
func (i Interface) Up() bool { return i.Status == "up" && i.Address.IsValid() }

// Peer is a server or a proxy.
type Peer struct {
	Host    string     // a name or an address, as configured
	Address netip.Addr // invalid if nobody knows the name
	Port    int
	Listens int // the port at which it really listens; 0: Port
}

// Named reports whether the peer is configured by its name.
func (p Peer) Named() bool {
	_, err := netip.ParseAddr(p.Host)
	return p.Host != "" && err != nil
}

// Next returns the peer to which the switch itself connects: the proxy, or else the server.
func (n *Network) Next() Peer {
	if n.Proxy.Host != "" {
		return n.Proxy
	}
	return n.Server
}

// HasVRF reports whether the VRF is configured.
func (n *Network) HasVRF(name string) bool { return name == "" || name == ManagementVRF }

// Interface returns the interface of that name. Blanks and case do not matter, and the kind may be
// abbreviated: "vl 10" is Vlan10.
func (n *Network) Interface(name string) (Interface, bool) {
	kind, number := cutNumber(name)
	at := slices.IndexFunc(n.Interfaces, func(i Interface) bool {
		k, no := cutNumber(i.Name)
		return kind != "" && strings.HasPrefix(k, kind) && no == number
	})
	if at < 0 {
		return Interface{}, false
	}
	return n.Interfaces[at], true
}

// cutNumber cuts "Gi 1/0/1" into "gi" and "1/0/1".
func cutNumber(name string) (kind, number string) {
	name = strings.ReplaceAll(strings.ToLower(name), " ", "")
	at := strings.IndexAny(name, "0123456789")
	if at < 0 {
		return name, ""
	}
	return name[:at], name[at:]
}
