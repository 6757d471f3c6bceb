package screen

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// ShowHosts is "show hosts [vrf NAME]": the name servers and the cache of resolved names.
func ShowHosts(vrf string) Command {
	return func(pg *Page) {
		m := pg.a.Network()
		if vrf == "" {
			pg.line("Name lookup view: Global")
		} else {
			pg.line("Name lookup view: %s", vrf)
		}
		if vrf == "" {
			pg.line("Default domain is %s", m.Domain)
		} else {
			pg.line("Default domain is not set")
		}
		servers := make([]string, 0, 2)
		for _, a := range m.NameServers[vrf] {
			servers = append(servers, a.String())
		}
		if len(servers) == 0 {
			servers = append(servers, "255.255.255.255") // IOS asks everybody
		}
		pg.lines("Name/address lookup uses domain service", "Name servers are "+strings.Join(servers, ", "), "",
			"Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate",
			"       temp - temporary, perm - permanent", "       NA - Not Applicable None - Not defined", "")
		pg.line("%-25s %-5s %-10s %-3s %-4s   %s", "Host", "Port", "Flags", "Age", "Type", "Address(es)")
		if vrf == m.VRF {
			pg.cached(m)
		}
	}
}

// cached prints the names that the agent has looked up. They live for minutes, so they have expired.
func (pg *Page) cached(m network.Moment) {
	p := m.Next()
	if !p.Named() || !p.Address.IsValid() || len(m.NameServers[m.VRF]) == 0 {
		return
	}
	pg.line("%-25s %-5s %-10s %2d  %-4s   %s", p.Host, "None", "(temp, EX)", 1+pg.p.Index%30, " IP", p.Address)
}

// ShowView is "show ip dns view [vrf NAME]".
func ShowView(vrf string) Command {
	return func(pg *Page) {
		n := pg.p.Network
		if vrf == "" {
			pg.line("DNS View default parameters:")
		} else {
			pg.line("DNS View default vrf %s parameters:", vrf)
		}
		pg.lines("Logging is off", "DNS Resolver settings:", "  Domain lookup is enabled")
		if vrf == "" {
			pg.line("  Default domain name: %s", n.Domain)
		} else {
			pg.line("  Default domain name: ")
		}
		pg.lines("  Domain search list: ", "  Lookup timeout: 3 seconds", "  Lookup retries: 2", "  Domain name-servers: ")
		for _, a := range n.NameServers[vrf] {
			pg.line("    %s", a)
		}
		pg.lines("DNS Server settings:", "  Forwarding of queries is enabled", "  Forwarder timeout: 3 seconds",
			"  Forwarder retries: 2", "  Forwarder addresses: ")
	}
}
