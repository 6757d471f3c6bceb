package simulator

import (
	"strings"
	"testing"
)

// TestNetworkCommands checks what the commands about the way to the server show, and that no scenario contradicts
// itself.
func TestNetworkCommands(t *testing.T) {
	for _, tt := range []struct {
		so      SwitchOptions
		command string
		want    string // in the output; with "!" in front: not in it
	}{
		{SwitchOptions{}, "show clock detail", "12:00:00.000 UTC Sun Mar 1 2026\nTime source is NTP\n"},
		{SwitchOptions{Scenario: SkewedClock}, "show clock detail", "\nNo time source\n"},
		{SwitchOptions{}, "show ntp status", "Clock is synchronized, stratum 3, reference is 192.0.2.123"},
		{SwitchOptions{Scenario: SkewedClock}, "show ntp status", "%NTP is not enabled.\n"},
		{SwitchOptions{}, "show hosts", "Name servers are 192.0.2.53, 192.0.2.54\n"},
		{SwitchOptions{}, "show hosts vrf Mgmt-vrf", "Name servers are 255.255.255.255\n"},
		{SwitchOptions{}, "show ip dns view", "  Domain name-servers: \n    192.0.2.53\n    192.0.2.54\nDNS Server settings:\n"},
		{SwitchOptions{}, "show ip dns view vrf Mgmt-vrf", "  Domain name-servers: \nDNS Server settings:\n"},
		{SwitchOptions{}, "show ip dns view vrf other", "% VRF other does not exist\n"},
		{SwitchOptions{}, "show ip interface brief | exclude unassigned", "198.18.0.10     YES NVRAM  up                    up"},
		{SwitchOptions{}, "show ip interface brief | exclude unassigned", "!unassigned"},
		{SwitchOptions{}, "show ip route 192.0.2.53", "% Network not in table\n"},
		{SwitchOptions{}, "show ip route 198.18.0.1", "Routing entry for 198.18.0.0/24\n"},
		{SwitchOptions{}, "show ip cef 192.0.2.53", "0.0.0.0/0\n  nexthop 198.18.0.1 Vlan"},
		{SwitchOptions{}, "show ip cef 198.18.0.1", "198.18.0.1/32\n  attached to Vlan"},
		{SwitchOptions{}, "show ip cef 198.18.0.10", "198.18.0.10/32\n  receive for Vlan"},
		{SwitchOptions{}, "show ip cef vrf Mgmt-vrf 192.0.2.53", "0.0.0.0/0\n  no route\n"},
		{SwitchOptions{}, "show ip cef", "% Incomplete command.\n"},
		{SwitchOptions{}, "show ip cef rubbish", "% Invalid input detected"},
		{SwitchOptions{}, "show ip cef 192.0.2.53 rubbish", "% Invalid input detected"},
		{SwitchOptions{}, "show ip arp 198.18.0.1", "0000.0c9f.f012  ARPA   Vlan"},
		{SwitchOptions{}, "show ip arp 198.18.0.1", "!198.18.0.10 "},
		{SwitchOptions{}, "show mac address-table address 0000.0C9F.F012", "    0000.0c9f.f012    DYNAMIC     Te1/"},
		{SwitchOptions{}, "show mac address-table address 0000.0000.0001", "Total Mac Addresses for this criterion: 0\n"},
		{SwitchOptions{}, "show crypto pki trustpoints SLA-TrustPoint status", "    Issuing CA authenticated ....... Yes\n"},
		{SwitchOptions{}, "show crypto pki trustpoints other status", "% Trustpoint other does not exist\n"},
		{SwitchOptions{}, "show running-config | include name-server|domain lookup|ip host", "ip name-server 192.0.2.53 192.0.2.54\n"},
	} {
		s, err := NewSwitch(Options{Seed: 3, Clock: frozen()}, tt.so)
		if err != nil {
			t.Fatal(err)
		}
		want, not := strings.CutPrefix(tt.want, "!")
		if got := s.Render(tt.command); strings.Contains(got, want) == not {
			t.Errorf("%q of %q prints\n%s\nwant %q", tt.command, tt.so.Scenario, got, tt.want)
		}
	}
}

// TestNamesAreNeeded checks that name resolution fails only where there is a name to resolve.
func TestNamesAreNeeded(t *testing.T) {
	for seed := range uint64(20) {
		for _, scenario := range []Scenario{DNSFailure, NeverRestored} {
			s, err := NewSwitch(Options{Seed: seed, Clock: frozen()}, SwitchOptions{Scenario: scenario})
			if err != nil {
				t.Fatal(err)
			}
			next := s.Profile().Network.Next()
			if !next.Named() || !next.Address.IsValid() {
				t.Errorf("%s, seed %d: the switch connects to %q", scenario, seed, next.Host)
			}
			if got := s.Render("show hosts"); !strings.Contains(got, next.Host) {
				t.Errorf("%s, seed %d: the cache of names lacks %s:\n%s", scenario, seed, next.Host, got)
			}
		}
		s, err := NewSwitch(Options{Seed: seed, Clock: frozen()}, SwitchOptions{LogBuffer: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if next := s.Profile().Network.Next(); !next.Named() && strings.Contains(s.Render("show logging"), "Unable to resolve") {
			t.Errorf("seed %d: %s is an address, but did not resolve", seed, next.Host)
		}
	}
}
