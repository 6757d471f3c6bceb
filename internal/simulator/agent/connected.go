package agent

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strconv"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// inventNetwork connects the switch. All addresses are from the ranges for documentation and benchmarks.
func (p *Profile) inventNetwork() {
	r := invent.Source(p.Seed, p.Index, "network")
	own := func(net byte) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{198, net, byte(p.Index / 200 % 250), byte(10 + p.Index%200)}), 24)
	}
	gateway := func(i netip.Prefix) netip.Addr { return i.Masked().Addr().Next() }
	inband, uplink := own(18), "TenGigabitEthernet1/1/1"
	if p.Tier != "access" {
		uplink = "TenGigabitEthernet1/0/1"
	}
	p.Network = network.Network{
		Domain: "example.net", Uplink: uplink, Learned: p.Scenario == LostRoute, SilentPing: r.IntN(2) == 0,
		NameServers: map[string][]netip.Addr{"": {netip.MustParseAddr("192.0.2.53"), netip.MustParseAddr("192.0.2.54")}},
		Gateways:    map[string]netip.Addr{"": gateway(inband)},
		Interfaces: []network.Interface{
			{Name: "Vlan1", Status: "administratively down"},
			{Name: "Vlan" + strconv.Itoa(10*(1+r.IntN(9))), Address: inband, Status: "up"},
			{Name: "GigabitEthernet0/0", VRF: network.ManagementVRF, Status: "down"},
			{Name: "GigabitEthernet1/0/1", Status: "up"},
			{Name: uplink, Status: "up"},
		},
		Server: p.Transport.server(), Proxy: p.Transport.proxy(),
	}
	p.misconnect(own(19))
	if p.Synced() != NeverSynced {
		p.Network.NTP = netip.MustParseAddr("192.0.2.123")
	}
}

// misconnect configures what the scenario has wrong. other is an address in another network.
func (p *Profile) misconnect(other netip.Prefix) {
	n := &p.Network
	n.Misconfigured = true
	switch p.Scenario {
	case WrongSourceInterface:
		n.HTTPSource = "Vlan99"
		n.Interfaces = slices.Insert(n.Interfaces, 2, network.Interface{Name: n.HTTPSource, Address: other, Status: "down"})
	case VRFWithoutNameServer:
		n.VRF = network.ManagementVRF
		n.Gateways[n.VRF] = other.Masked().Addr().Next()
		port := slices.IndexFunc(n.Interfaces, func(i network.Interface) bool { return i.VRF == n.VRF })
		n.Interfaces[port].Address, n.Interfaces[port].Status = other, "up"
	case WrongProxyPort:
		n.Proxy.Listens = rightProxyPort
	default:
		n.Misconfigured = false
	}
}

// The port of a proxy, and what somebody typed instead.
const rightProxyPort, wrongProxyPort = 3128, 3182

// server returns the far end that the URL names, or that the transport has without a URL.
func (t Transport) server() network.Peer {
	switch {
	case t.Kind == "Callhome":
		return peer("tools.cisco.com", 443)
	case t.Kind == "cslu" && t.URL == "":
		return peer("cslu-local", 8182)
	}
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" {
		return network.Peer{}
	}
	port, err := strconv.Atoi(cmp.Or(u.Port(), map[string]string{"https": "443"}[u.Scheme], "80"))
	if err != nil {
		return network.Peer{}
	}
	return peer(u.Hostname(), port)
}

func (t Transport) proxy() network.Peer {
	if t.ProxyHost == "" {
		return network.Peer{}
	}
	return peer(t.ProxyHost, t.ProxyPort)
}

// peer returns a far end with its address.
func peer(host string, port int) network.Peer {
	p := network.Peer{Host: host, Port: port}
	known := map[string]string{
		"smartreceiver.cisco.com": "203.0.113.7",
		"tools.cisco.com":         "203.0.113.8",
		hostCSLU:                  "192.0.2.40",
		hostProxy:                 "198.51.100.40",
	}[host]
	if a, err := netip.ParseAddr(cmp.Or(known, host)); err == nil {
		p.Address = a
	}
	return p
}

// The names of far ends where name resolution fails.
const (
	hostCSLU  = "cslu.example.net"
	hostProxy = "proxy.example.net"
)

// Network returns the network at this moment.
func (a *State) Network() network.Moment {
	m := network.Moment{Network: &a.Profile.Network}
	if !a.outage || m.Misconfigured {
		return m
	}
	switch a.reason {
	case ReasonDNS:
		m.Trouble = network.NoNames
	case ReasonTimeout:
		m.Trouble = network.NoAnswer
	case ReasonRoute:
		m.Trouble = network.NoRoute
	case ReasonRefused, ReasonProxy:
		m.Trouble = network.Refusal
	}
	return m
}

// Sync is whether NTP keeps the clock.
type Sync int

// The states of the clock.
const (
	Synced      Sync = iota
	LostSync         // NTP is configured, but no longer synchronises the clock
	NeverSynced      // NTP is not configured
)

// Synced returns the state of the clock. Unsynchronised clocks of an even index have no NTP.
func (p *Profile) Synced() Sync {
	switch {
	case p.NTP:
		return Synced
	case p.Index%2 == 1:
		return LostSync
	}
	return NeverSynced
}
