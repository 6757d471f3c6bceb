package evidence_test

import (
	"reflect"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
)

// TestKindOf: commands are recognised however they are abbreviated, and whatever follows.
func TestKindOf(t *testing.T) {
	for typed, want := range map[string]evidence.Kind{
		"show clock detail":                       evidence.Clock,
		"sh clo":                                  evidence.Clock,
		"show ntp status":                         evidence.NTP,
		"sh run | inc ^license smart":             evidence.Config,
		"show ip int br | exclude unassigned":     evidence.Interfaces,
		"show ip route vrf mgmt 192.0.2.1":        evidence.Route,
		"show ip cef 192.0.2.1":                   evidence.CEF,
		"sh hosts":                                evidence.Hosts,
		"show ip dns view vrf mgmt":               evidence.View,
		"show crypto pki trustpoints X status":    evidence.TrustPoint,
		"show ip arp 192.0.2.1":                   evidence.ARP,
		"sh arp":                                  evidence.ARP,
		"show mac address-table address aabb.1.2": evidence.MAC,
		"ping vrf mgmt example.net":               evidence.Ping,
		"telnet 192.0.2.1 443 /vrf mgmt":          evidence.Telnet,
		"show ntp associations":                   evidence.Unknown,
		"show license status":                     evidence.Unknown,
		"show ip":                                 evidence.Unknown,
		"s c":                                     evidence.Unknown,
	} {
		if got := evidence.KindOf(typed); got != want {
			t.Errorf("%q is of kind %d, want %d", typed, got, want)
		}
	}
}

// TestRefusals: a refused command is no answer, but telnet that finds no such host has tried.
func TestRefusals(t *testing.T) {
	const invalid = "    ^\n% Invalid input detected at '^' marker.\n"
	if o := evidence.Answer("show ip cef 192.0.2.1", invalid, true); o.Answered() || o.Refused != "% Invalid input detected at '^' marker." {
		t.Errorf("%+v", o)
	}
	if o := evidence.Answer("show running-config | include ntp", "", true); !o.Answered() {
		t.Errorf("an empty answer is refused: %+v", o)
	}
	const nobody = "Translating \"smartreceiver.example.net\"\n\nTranslating \"smartreceiver.example.net\"\n% Bad IP address or host name\n"
	if o := evidence.Answer("telnet smartreceiver.example.net 443", nobody, true); !o.Answered() {
		t.Errorf("%+v", o)
	}
}

func TestReadClock(t *testing.T) {
	for text, want := range map[string]evidence.ClockState{
		"09:35:06.123 IST Tue Feb 3 2026\nTime source is NTP\n":                 {Set: true, Synced: true, Source: "NTP"},
		"*03:53:50.000 pacific Sun Mar 1 2026\nNo time source\n":                {},
		".03:53:50.000 UTC Sun Mar 1 2026\nTime source is user configuration\n": {Set: true, Source: "user configuration"},
		"03:53:50.000 UTC Sun Mar 1 2026\n":                                     {Set: true, Synced: true},
	} {
		got, ok := evidence.ReadClock(evidence.Output{Text: text})
		if !ok || got.Set != want.Set || got.Synced != want.Synced || got.Source != want.Source || got.Line == "" {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	if c, ok := evidence.ReadClock(evidence.Output{Text: "nothing\n"}); ok {
		t.Errorf("%+v", c)
	}
}

func TestReadNTP(t *testing.T) {
	for text, want := range map[string]evidence.NTPState{
		"Clock is synchronized, stratum 3, reference is 192.0.2.123\nnominal freq is 250.0000 Hz\n": {
			Enabled: true, Synced: true, Stratum: 3, Reference: "192.0.2.123",
		},
		"Clock is unsynchronized, stratum 16, no reference clock\n": {Enabled: true, Stratum: 16},
		"%NTP is not enabled.\n":                                    {},
	} {
		got, ok := evidence.ReadNTP(evidence.Output{Text: text})
		got.Line = ""
		if !ok || got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	if n, ok := evidence.ReadNTP(evidence.Output{}); ok {
		t.Errorf("an empty output says %+v", n)
	}
}

func TestReadServers(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       evidence.Servers
	}{
		{
			"hosts", "Name lookup view: Global\nDefault domain is example.net\nName/address lookup uses domain service\nName servers are 192.0.2.53, 192.0.2.54\n\nCodes: UN - unknown\n",
			evidence.Servers{Addresses: []string{"192.0.2.53", "192.0.2.54"}, Lookup: new(true)},
		},
		{
			"the broadcast address stands for none", "Default domain is not set\nName/address lookup uses static mappings\nName servers are 255.255.255.255\n",
			evidence.Servers{Lookup: new(false)},
		},
		{
			"a view", "DNS View default parameters:\nDNS Resolver settings:\n  Domain lookup is enabled\n  Default domain name: \n  Domain name-servers:\n    192.0.2.53\n    2001:db8::53\nDNS Server settings:\n",
			evidence.Servers{Addresses: []string{"192.0.2.53", "2001:db8::53"}, Lookup: new(true)},
		},
		{
			"a view without any", "DNS View vrf mgmt parameters:\n  Domain lookup is enabled\n  Domain name-servers:\nDNS Server settings:\n  Forwarding of queries is enabled\n",
			evidence.Servers{Lookup: new(true)},
		},
	} {
		got, ok := evidence.ReadServers(evidence.Output{Text: tt.text})
		got.Line = ""
		if !ok || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if s, ok := evidence.ReadServers(evidence.Output{Text: "Default domain is not set\n"}); ok {
		t.Errorf("%+v", s)
	}
}

func TestReadSettings(t *testing.T) {
	const text = `Building configuration...
hostname acc-1
username admin privilege 15 secret 9 $9$abc
no ip domain lookup
ip domain lookup vrf mgmt source-interface Vlan 99
ip name-server vrf mgmt 192.0.2.53 192.0.2.54
ip host smart.example.net 192.0.2.80
ip http client source-interface Vlan10
ip http client password 0 hunter2
license smart url https://smart.example.net/licservice/license
license smart vrf mgmt
license smart transport smart
license smart proxy address proxy.example.net
license smart proxy port 3128
license smart proxy password hunter2
ntp server vrf mgmt 192.0.2.123 prefer
`
	s, ok := evidence.ReadSettings(evidence.Output{Text: text})
	want := evidence.Settings{
		NameServers: map[string][]string{"mgmt": {"192.0.2.53", "192.0.2.54"}}, LookupOff: true,
		LookupSource: map[string]string{"mgmt": "Vlan99"}, Hosts: map[string]string{"smart.example.net": "192.0.2.80"},
		HTTPSource: "Vlan10", VRF: "mgmt", Proxy: "proxy.example.net", ProxyPort: "3128", NTPServers: []string{"192.0.2.123"},
	}
	if len(s.Lines) != 11 || s.Line("ip http client source") != "ip http client source-interface Vlan10" || s.Line("ip dhcp") != "" {
		t.Errorf("lines %q", s.Lines)
	}
	s.Lines = nil
	if !ok || !reflect.DeepEqual(s, want) {
		t.Errorf("%+v\nwant %+v", s, want)
	}
	if s, ok := evidence.ReadSettings(evidence.Output{Text: "Building configuration...\nhostname acc-1\nend\n"}); ok {
		t.Errorf("a configuration that shows nothing of it says %+v", s)
	}
}

func TestReadInterfaces(t *testing.T) {
	const text = `Interface              IP-Address      OK? Method Status                Protocol
Vlan10                 192.0.2.10      YES NVRAM  up                    up
Vlan20                 198.51.100.20   YES manual administratively down down
GigabitEthernet0/0     unassigned      YES unset  down                  down
`
	list, ok := evidence.ReadInterfaces(evidence.Output{Text: text})
	if !ok || len(list) != 3 {
		t.Fatalf("%+v", list)
	}
	if !list[0].Up() || list[1].Up() || list[1].Status != "administratively down" || list[2].Address != "" || list[2].Line == "" {
		t.Errorf("%+v", list)
	}
	if list, ok = evidence.ReadInterfaces(evidence.Output{Text: "\n"}); ok {
		t.Errorf("%+v", list)
	}
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Vlan10", "Vl10", true}, {"Gi1/0/1", "GigabitEthernet1/0/1", true}, {"Loopback0", "loopback 0", true},
		{"Vlan10", "Vlan100", false}, {"Vlan10", "V10", false}, {"Te1/0/1", "Gi1/0/1", false},
	} {
		if got := evidence.SameInterface(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}

// TestReadWays: with a default route, "show ip route" may deny what CEF knows, so that only CEF denies a way.
func TestReadWays(t *testing.T) {
	for text, want := range map[string]evidence.Way{
		"0.0.0.0/0\n  nexthop 192.0.2.1 Vlan10\n": {Exists: true, Prefix: "0.0.0.0/0", NextHop: "192.0.2.1", Interface: "Vlan10"},
		"192.0.2.0/24\n  attached to Vlan10\n":    {Exists: true, Prefix: "192.0.2.0/24", Interface: "Vlan10"},
		"0.0.0.0/0\n  no route\n":                 {Prefix: "0.0.0.0/0"},
		"0.0.0.0/0 no route\n":                    {Prefix: "0.0.0.0/0"},
		"%IPv4 CEF not running\n":                 {},
	} {
		got, ok := evidence.ReadCEF(evidence.Output{Text: text})
		got.Line = ""
		if !ok || got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	for text, want := range map[string]evidence.Way{
		"Routing entry for 0.0.0.0/0, supernet\n  Known via \"static\", distance 1, metric 0, candidate default path\n  Routing Descriptor Blocks:\n  * 192.0.2.1\n      Route metric is 0, traffic share count is 1\n": {Exists: true, Prefix: "0.0.0.0/0", NextHop: "192.0.2.1"},
		"Routing entry for 198.51.100.0/24\n  Routing Descriptor Blocks:\n  * 192.0.2.1, from 192.0.2.1, 00:00:12 ago, via Vlan10\n":                                                                                    {Exists: true, Prefix: "198.51.100.0/24", NextHop: "192.0.2.1", Interface: "Vlan10"},
		"Routing entry for 192.0.2.0/24\n  Routing Descriptor Blocks:\n  * directly connected, via Vlan10\n":                                                                                                            {Exists: true, Prefix: "192.0.2.0/24", Interface: "Vlan10"},
	} {
		got, ok := evidence.ReadRoute(evidence.Output{Text: text})
		got.Line = ""
		if !ok || got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	absent := evidence.Output{Text: "% Network not in table\n"}
	if w, ok := evidence.ReadRoute(absent); ok {
		t.Errorf("%+v", w)
	}
	if line, ok := evidence.NotInTable(absent); !ok || line != "% Network not in table" {
		t.Errorf("%q %v", line, ok)
	}
}

func TestReadNeighbours(t *testing.T) {
	const arp = "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\nInternet  192.0.2.1               12   aabb.cc00.0100  ARPA   Vlan10\nInternet  192.0.2.2                0   Incomplete      ARPA\n"
	if got := evidence.ReadARP(evidence.Output{Text: arp}, "192.0.2.1"); got != "aabb.cc00.0100" {
		t.Errorf("%q", got)
	}
	if got := evidence.ReadARP(evidence.Output{Text: arp}, "192.0.2.2"); got != "" {
		t.Errorf("%q", got)
	}
	const mac = "          Mac Address Table\n-------------------------------------------\n\nVlan    Mac Address       Type        Ports\n----    -----------       --------    -----\n  10    aabb.cc00.0100    DYNAMIC     Gi1/0/48\nTotal Mac Addresses for this criterion: 1\n"
	if got := evidence.ReadMAC(evidence.Output{Text: mac}, "AABB.cc00.0100"); got != "Gi1/0/48" {
		t.Errorf("%q", got)
	}
	if got := evidence.ReadMAC(evidence.Output{Text: mac}, "aabb.cc00.0200"); got != "" {
		t.Errorf("%q", got)
	}
}

func TestReadCA(t *testing.T) {
	const text = `Trustpoint SLA-TrustPoint:
  Issuing CA certificate configured:
    Subject Name:
     cn=Cisco Licensing Root CA,o=Cisco
  State:
    Keys generated ............. No
    Issuing CA authenticated ....... Yes
    Certificate request(s) ..... None
`
	if ca, ok := evidence.ReadCA(evidence.Output{Text: text}); !ok || !ca.Found || ca.Authenticated == nil || !*ca.Authenticated {
		t.Errorf("%+v", ca)
	}
	if ca, ok := evidence.ReadCA(evidence.Output{Text: "% Trustpoint SLA-TrustPoint does not exist\n"}); !ok || ca.Found {
		t.Errorf("%+v", ca)
	}
	if ca, ok := evidence.ReadCA(evidence.Output{}); ok {
		t.Errorf("%+v", ca)
	}
}

// TestReadAttempt: pings that are lost prove nothing, and the port that telnet prints is not the one that was typed.
func TestReadAttempt(t *testing.T) {
	yes, no := new(true), new(false)
	for _, tt := range []struct {
		command, text string
		want          evidence.Attempt
	}{
		{
			"telnet smart.example.net 443", "Translating \"smart.example.net\"...domain server (192.0.2.53) [OK]\nTrying smart.example.net (198.51.100.7, 80)... Open\n",
			evidence.Attempt{Resolved: yes, Address: "198.51.100.7", Result: evidence.Open},
		},
		{"telnet 198.51.100.7 443", "Trying 198.51.100.7, 443 ... \n% Connection refused by remote host\n", evidence.Attempt{Address: "198.51.100.7", Result: evidence.Refused}},
		{"telnet 198.51.100.7 443", "Trying 198.51.100.7, 443 ... \n% Connection timed out; remote host not responding\n", evidence.Attempt{Address: "198.51.100.7", Result: evidence.TimedOut}},
		{"telnet 198.51.100.7 443", "Trying 198.51.100.7, 443 ... \n% Destination unreachable; gateway or host down\n", evidence.Attempt{Address: "198.51.100.7", Result: evidence.Unreachable}},
		{"telnet smart.example.net 443", "Translating \"smart.example.net\"...domain server (255.255.255.255)\n% Unknown command or computer name, or unable to find computer address\n", evidence.Attempt{Resolved: no, Result: evidence.Unresolved}},
		{"telnet 198.51.100.7 443", "% telnet connections not permitted from this terminal\n", evidence.Attempt{Result: evidence.Forbidden}},
		{"ping smart.example.net", "% Unrecognized host or address, or protocol not running.\n", evidence.Attempt{Resolved: no, Result: evidence.Unresolved}},
		{
			"ping smart.example.net source Vlan10", "Type escape sequence to abort.\nSending 5, 100-byte ICMP Echos to 198.51.100.7, timeout is 2 seconds:\nPacket sent with a source address of 192.0.2.10 \n.....\nSuccess rate is 0 percent (0/5)\n",
			evidence.Attempt{Resolved: yes, Address: "198.51.100.7", Result: evidence.Unproven},
		},
		{
			"ping 198.51.100.7", "Sending 5, 100-byte ICMP Echos to 198.51.100.7, timeout is 2 seconds:\n!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 1/2/4 ms\n",
			evidence.Attempt{Address: "198.51.100.7", Result: evidence.Open},
		},
		{"ping 198.51.100.7 source Vlan20", "% Invalid source interface - IP not enabled or interface is down\n", evidence.Attempt{Result: evidence.BadSource}},
		{"ping 198.51.100.7", "", evidence.Attempt{Result: evidence.Unproven}},
	} {
		got := evidence.ReadAttempt(evidence.Output{Command: tt.command, Text: tt.text})
		got.Line = ""
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %q is %+v, want %+v", tt.command, tt.text, got, tt.want)
		}
	}
}

// TestSplit: what somebody pasted is cut at the echoes and at the heads of "show tech-support", and one output
// alone is taken for what it looks like.
func TestSplit(t *testing.T) {
	const pasted = "acc-1#show clock detail\n09:35:06.123 IST Tue Feb 3 2026\nTime source is NTP\nacc-1#sh ip cef 192.0.2.1\n% Invalid input detected at '^' marker.\nacc-1#show license status\nUtility:\nacc-1#ping 192.0.2.1\n!!!!!\n"
	all, host := evidence.Split(pasted)
	if host != "acc-1" || len(all) != 3 {
		t.Fatalf("%q %+v", host, all)
	}
	if all[0].Command != "show clock detail" || !all[0].Whole || all[1].Answered() || all[2].Text != "!!!!!\n" || all[2].Whole {
		t.Errorf("%+v", all)
	}
	if of := all.Of(evidence.Ping); len(of) != 1 || !of[0].About("192.0.2.1") {
		t.Errorf("%+v", of)
	}
	if _, ok := all.Find("show clock detail"); !ok || len(all.Answered()) != 2 {
		t.Errorf("%+v", all)
	}
	all, _ = evidence.Split("------------------ show clock ------------------\n\n*09:35:06.123 UTC Tue Feb 3 2026\n\n------------------ show version ------------------\n\nCisco IOS XE Software\n")
	if len(all) != 1 || all[0].Command != "show clock" {
		t.Errorf("%+v", all)
	}
	all, _ = evidence.Split("Clock is synchronized, stratum 3, reference is 192.0.2.123\n")
	if len(all) != 1 || all[0].Command != "show ntp status" {
		t.Errorf("%+v", all)
	}
	if all, _ = evidence.Split("Smart Licensing Status\n"); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	vrf := evidence.Output{Command: "telnet 192.0.2.1 443 /vrf mgmt"}
	if vrf.VRF() != "mgmt" || vrf.Filtered() {
		t.Errorf("%q", vrf.VRF())
	}
}
