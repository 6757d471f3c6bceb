package screen

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// ShowConfig is "show running-config", limited to what concerns licensing and the way to its server.
func ShowConfig(pg *Page) {
	pg.lines("Building configuration...", "", "Current configuration : 1024 bytes", "!")
	pg.line("version %s", strings.Join(strings.Split(shortRelease(pg.v.IOS), ".")[:2], "."))
	pg.line("service timestamps log %s", pg.p.Log.Stamps)
	if pg.p.Log.Sequence {
		pg.line("service sequence-numbers")
	}
	pg.line("!")
	pg.line("hostname %s", pg.host)
	pg.lines("!", "vrf definition "+network.ManagementVRF, " !", " address-family ipv4", " exit-address-family", "!")
	if pg.p.Log.Buffer != 4096 {
		pg.lines("logging buffered "+itoa(pg.p.Log.Buffer), "!")
	}
	if pg.p.Zone.Offset != 0 {
		minutes := int(pg.p.Zone.Offset / time.Minute)
		pg.line("clock timezone %s %d %d", pg.p.Zone.Name, minutes/60, max(minutes, -minutes)%60)
	}
	pg.nameConfig()
	pg.interfaceConfig()
	pg.routeConfig()
	pg.transportConfig()
	if ntp := pg.p.Network.NTP; ntp.IsValid() {
		pg.line("ntp server %s", ntp)
	}
	pg.lines("!", "end", "")
}

// ShowEmptyConfig is "show running-config" for a user who may configure nothing.
func ShowEmptyConfig(pg *Page) {
	pg.lines("Building configuration...", "", "Current configuration : 54 bytes", "!", "!", "!", "end", "")
}

// nameConfig prints how names are resolved.
func (pg *Page) nameConfig() {
	n := pg.p.Network
	for _, vrf := range slices.Sorted(maps.Keys(n.NameServers)) {
		words := "ip name-server"
		if vrf != "" {
			words += " vrf " + vrf
		}
		for _, a := range n.NameServers[vrf] {
			words += " " + a.String()
		}
		pg.line("%s", words)
	}
	pg.lines("ip domain name "+n.Domain, "!")
}

func (pg *Page) interfaceConfig() {
	for _, i := range pg.p.Network.Interfaces {
		pg.line("interface %s", i.Name)
		if i.VRF != "" {
			pg.line(" vrf forwarding %s", i.VRF)
		}
		switch {
		case i.Address.IsValid():
			pg.line(" ip address %s %s", i.Address.Addr(), netmask(i.Address))
		case strings.HasPrefix(i.Name, "Vlan"), i.VRF != "":
			pg.line(" no ip address")
		default:
			pg.line(" switchport mode trunk")
		}
		if strings.HasPrefix(i.Status, "admin") {
			pg.line(" shutdown")
		}
		pg.line("!")
	}
}

// routeConfig prints the default routes, and from where the HTTP client sends.
func (pg *Page) routeConfig() {
	m := pg.a.Network()
	if m.HTTPSource != "" {
		pg.line("ip http client source-interface %s", m.HTTPSource)
	}
	if m.Learned {
		pg.lines("router ospf 1", " network 198.18.0.0 0.1.255.255 area 0", "!")
		return
	}
	for _, vrf := range slices.Sorted(maps.Keys(m.Gateways)) {
		words := "ip route "
		if vrf != "" {
			words += "vrf " + vrf + " "
		}
		pg.line("%s0.0.0.0 0.0.0.0 %s", words, m.Gateways[vrf])
	}
}

// transportConfig prints how the server is reached.
func (pg *Page) transportConfig() {
	switch t := pg.a.Transport(); t.Kind {
	case "Smart":
		pg.lines("license smart url "+t.URL, "license smart transport smart")
		if t.ProxyHost != "" {
			pg.line("license smart proxy address %s", t.ProxyHost)
			pg.line("license smart proxy port %d", t.ProxyPort)
		}
	case "cslu":
		if t.URL != "" {
			pg.line("license smart url cslu %s", t.URL)
		}
		pg.line("license smart transport cslu")
	case "Transport Off":
		pg.line("license smart transport off")
	default:
		pg.line("license smart transport callhome")
	}
	if vrf := pg.p.Network.VRF; vrf != "" {
		pg.line("license smart vrf %s", vrf)
	}
}
