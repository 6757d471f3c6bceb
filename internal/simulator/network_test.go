package simulator

import (
	"strconv"
	"strings"
	"testing"
	"time"
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

// TestAttempts checks that ping and telnet meet what the agent meets.
func TestAttempts(t *testing.T) {
	const ping, telnet, name = "ping ADDRESS", "telnet ADDRESS PORT", "telnet HOST PORT"
	for _, tt := range []struct {
		scenario Scenario
		command  string // with the peer's HOST, ADDRESS and PORT
		want     string // in the output; with "!" in front: not in it
	}{
		{Healthy, telnet, "Trying ADDRESS, PORT ... Open\n"},
		{Healthy, "telnet ADDRESS 1", "\n% Connection "},
		{Healthy, "telnet ADDRESS PORT /vrf Mgmt-vrf", "\n% Destination unreachable; gateway or host down\n"},
		{Healthy, "telnet ADDRESS PORT /vrf other", "% VRF other does not exist\n"},
		{Healthy, "telnet ADDRESS PORT /source-interface GigabitEthernet0/0", "% Invalid source"},
		{Healthy, "telnet ADDRESS 0", "% Invalid input detected"},
		{Healthy, "telnet", "% Incomplete command.\n"},
		{Healthy, "ping 198.18.0.1", "\n!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = "},
		{Healthy, "ping 198.18.0.1 source 198.18.0.10", "Packet sent with a source address of 198.18.0.10 \n!!!!!\n"},
		{Healthy, "ping 198.18.0.1 source gi 0/0", "% Invalid source interface - IP not enabled or interface is down\n"},
		{Healthy, "ping 198.18.0.1 source Vlan4000", "% Invalid source. Must use same-VRF IP address"},
		{Healthy, "ping vrf Mgmt-vrf ADDRESS", "\n.....\nSuccess rate is 0 percent (0/5)\n"},
		{Healthy, "ping nowhere.example.net", "domain server (192.0.2.53) (192.0.2.54)\n% Unrecognized host or address, or protocol not running.\n"},
		{Healthy, "ping vrf Mgmt-vrf nowhere.example.net", "domain server (255.255.255.255)\n% Unrecognized host"},
		{DNSFailure, "ping 192.0.2.53", "Success rate is 0 percent (0/5)\n"},
		{DNSFailure, name, "Translating \"HOST\"...domain server (192.0.2.53) (192.0.2.54)\n% Bad IP address or host name\n"},
		{DNSFailure, telnet, "Open\n"},
		{NeverRestored, name, "% Bad IP address or host name\n"},
		{Timeout, telnet, "Trying ADDRESS, PORT ... \n% Connection timed out; remote host not responding\n"},
		{Timeout, ping, "Success rate is 0 percent (0/5)\n"},
		{LongOutage, telnet, "% Connection timed out; remote host not responding\n"},
		{WrongSourceInterface, telnet, "Open\n"},
		{WrongSourceInterface, telnet + " /source-interface Vlan 99", "% Invalid source interface"},
		{WrongSourceInterface, "ping ADDRESS source Vlan99", "% Invalid source interface - IP not enabled or interface is down\n"},
		{WrongSourceInterface, "show ip interface brief | exclude unassigned", "Vlan99                 198.19.0.10     YES NVRAM  down                  down"},
		{WrongSourceInterface, "show running-config | include ^license smart|^ip http client", "ip http client source-interface Vlan99\n"},
		{VRFWithoutNameServer, "show ip dns view vrf Mgmt-vrf", "  Domain name-servers: \nDNS Server"},
		{VRFWithoutNameServer, "show running-config | include ^license smart", "license smart vrf Mgmt-vrf\n"},
		{VRFWithoutNameServer, "show running-config | include name-server", "ip name-server 192.0.2.53 192.0.2.54\n"},
		{VRFWithoutNameServer, "show license status", "  VRF: Mgmt-vrf\n"},
		{VRFWithoutNameServer, name + " /vrf Mgmt-vrf", "domain server (255.255.255.255)\n% Bad IP address or host name\n"},
		{VRFWithoutNameServer, name, "[OK]\n\nTrying HOST (ADDRESS, PORT)... Open\n"},
		{VRFWithoutNameServer, "show ip cef vrf Mgmt-vrf ADDRESS", "0.0.0.0/0\n  nexthop 198.19.0.1 GigabitEthernet0/0\n"},
		{TLSInspection, name, "Open\n"},
		{TLSInspection, "show license eventlog 1", "self signed certificate in certificate chain"},
		{WrongProxyPort, telnet, "% Connection timed out; remote host not responding\n"},
		{WrongProxyPort, "telnet ADDRESS 3128", "Open\n"},
		{WrongProxyPort, ping, "Success rate is 100 percent (5/5)"},
		{WrongClock, "show clock detail", "10:00:00.000 UTC Sun Mar 1 2026\nNo time source\n"},
		{WrongClock, name, "Open\n"},
		{LostRoute, "show ip cef ADDRESS", "0.0.0.0/0\n  no route\n"},
		{LostRoute, telnet, "% Destination unreachable; gateway or host down\n"},
		{LostRoute, "show running-config | include ^ip route", "!ip route 0.0.0.0"},
		{TransportOff, "show license status", "  Type: Transport Off\n"},
		{TransportOff, "show running-config | include ^license smart", "license smart transport off\n"},
		{TransportOff, "show license tech support | section Trust Sync", "!Total=0"},
		{ProxyRefused, telnet, "% Connection refused by remote host\n"},
		{ProxyRefused, ping, "Success rate is 100 percent (5/5)"},
	} {
		s, err := NewSwitch(Options{Seed: 3, Clock: frozen()}, SwitchOptions{Scenario: tt.scenario})
		if err != nil {
			t.Fatal(err)
		}
		next := s.Profile().Network.Next()
		fill := strings.NewReplacer("ADDRESS", next.Address.String(), "HOST", next.Host, "PORT", strconv.Itoa(next.Port)).Replace
		want, not := strings.CutPrefix(fill(tt.want), "!")
		if got := s.Render(fill(tt.command)); strings.Contains(got, want) == not {
			t.Errorf("%s: %q prints\n%s\nwant %q", tt.scenario, fill(tt.command), got, fill(tt.want))
		}
	}
}

// TestRestoredLine checks that a line that is restored answers again.
func TestRestoredLine(t *testing.T) {
	c := newManual()
	s, err := NewSwitch(Options{Seed: 3, Clock: c}, SwitchOptions{Scenario: Timeout})
	if err != nil {
		t.Fatal(err)
	}
	next := s.Profile().Network.Next()
	command := "telnet " + next.Address.String() + " " + strconv.Itoa(next.Port)
	for range 24 * 7 {
		if strings.Contains(s.Render(command), "Open") {
			return
		}
		c.move(time.Hour)
	}
	t.Error("the line is not restored within a week")
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
