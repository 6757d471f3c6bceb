package screen

import (
	"net"
	"net/netip"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// ShowInterfaces is "show ip interface brief".
func ShowInterfaces(pg *Page) {
	pg.line("%-22s %-15s %s %-6s %-21s %s", "Interface", "IP-Address", "OK?", "Method", "Status", "Protocol")
	for _, i := range pg.p.Network.Interfaces {
		address, method, protocol := "unassigned", "unset", "down"
		if i.Address.IsValid() {
			address = i.Address.Addr().String()
		}
		if i.Address.IsValid() || strings.HasPrefix(i.Name, "Vlan") {
			method = "NVRAM"
		}
		if i.Status == "up" {
			protocol = "up"
		}
		pg.line("%-22s %-15s YES %-6s %-21s %-8s", i.Name, address, method, i.Status, protocol)
	}
}

// ShowRoute is "show ip route [vrf NAME] ADDRESS". It denies an address that only the default route carries, as
// most releases do.
func ShowRoute(vrf string, to netip.Addr) Command {
	return func(pg *Page) {
		if vrf != "" {
			pg.lines("", "Routing Table: "+vrf)
		}
		r, ok := pg.a.Network().Route(vrf, to)
		if !ok || r.Prefix.Bits() == 0 {
			pg.line("%% Network not in table")
			return
		}
		pg.line("Routing entry for %s", r.Prefix)
		pg.lines(`  Known via "connected", distance 0, metric 0 (connected, via interface)`, "  Routing Descriptor Blocks:")
		pg.line("  * directly connected, via %s", r.Interface.Name)
		pg.line("      Route metric is 0, traffic share count is 1")
	}
}

// ShowCEF is "show ip cef [vrf NAME] ADDRESS".
func ShowCEF(vrf string, to netip.Addr) Command {
	return func(pg *Page) {
		r, ok := pg.a.Network().Route(vrf, to)
		switch {
		case !ok:
			pg.lines("0.0.0.0/0", "  no route")
		case r.Own:
			pg.lines(to.String()+"/32", "  receive for "+r.Interface.Name)
		case r.NextHop.IsValid():
			pg.lines(r.Prefix.String(), "  nexthop "+r.NextHop.String()+" "+r.Interface.Name)
		default:
			pg.lines(to.String()+"/32", "  attached to "+r.Interface.Name)
		}
	}
}

// neighbour is an entry of the ARP table.
type neighbour struct {
	address netip.Addr
	age     string // minutes; "-" for the switch itself
	mac     string
	on      network.Interface
}

// neighbours returns the ARP table of a VRF: for each interface that is up, the switch itself and the gateway.
func (pg *Page) neighbours(vrf string) []neighbour {
	var all []neighbour
	for n, i := range pg.p.Network.Interfaces {
		if i.Up() && i.VRF == vrf {
			hop := pg.p.Network.Gateways[vrf]
			all = append(all, neighbour{hop, itoa(3 + pg.p.Index%200), gatewayMAC(hop), i},
				neighbour{i.Address.Addr(), "-", ownMAC(pg.p.Index, n), i})
		}
	}
	return all
}

// gatewayMAC returns the virtual address of a pair of routers (HSRP version 2).
func gatewayMAC(hop netip.Addr) string {
	b := hop.As4()
	return dotted(net.HardwareAddr{0, 0, 0x0c, 0x9f, 0xf0, b[1]})
}

func ownMAC(index, port int) string {
	return dotted(net.HardwareAddr{0xaa, 0xbb, 0xcc, byte(index >> 8), byte(index), byte(port)})
}

// dotted returns a hardware address as "aabb.cc00.0100".
func dotted(mac net.HardwareAddr) string {
	s := strings.ReplaceAll(mac.String(), ":", "")
	return s[:4] + "." + s[4:8] + "." + s[8:]
}

// ShowARP is "show ip arp [vrf NAME] [ADDRESS]". An invalid address stands for all.
func ShowARP(vrf string, of netip.Addr) Command {
	return func(pg *Page) {
		headed := false
		for _, n := range pg.neighbours(vrf) {
			if of.IsValid() && n.address != of {
				continue
			}
			if !headed {
				pg.line("%-9s %-15s  %-9s  %-15s %-6s %s", "Protocol", "Address", "Age (min)", "Hardware Addr", "Type", "Interface")
				headed = true
			}
			pg.line("%-9s %-15s  %9s  %-15s %-6s %s", "Internet", n.address, n.age, n.mac, "ARPA", n.on.Name)
		}
	}
}

// ShowMAC is "show mac address-table [address MAC]". An empty address stands for all.
func ShowMAC(of string) Command {
	return func(pg *Page) {
		pg.lines("          Mac Address Table", strings.Repeat("-", 43), "",
			"Vlan    Mac Address       Type        Ports", "----    -----------       --------    -----")
		count := 0
		for _, n := range pg.neighbours("") {
			vlan, switched := strings.CutPrefix(n.on.Name, "Vlan")
			if !switched || of != "" && !strings.EqualFold(of, n.mac) {
				continue
			}
			count++
			kind, port := "DYNAMIC", shortPort(pg.p.Network.Uplink)
			if n.age == "-" {
				kind, port = "STATIC", "Vl"+vlan+" "
			}
			pg.line("%4s    %s    %-8s    %s", vlan, n.mac, kind, port)
		}
		pg.line("Total Mac Addresses for this criterion: %d", count)
	}
}

// shortPort returns "Te1/1/1" for "TenGigabitEthernet1/1/1".
func shortPort(name string) string {
	return name[:2] + strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

func netmask(p netip.Prefix) string { return net.IP(net.CIDRMask(p.Bits(), 32)).String() }
