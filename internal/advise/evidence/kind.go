package evidence

import "strings"

// Kind is what a command asks for, whatever its arguments are.
type Kind int

// The kinds of commands that are read here. Unknown is any other command.
const (
	Unknown Kind = iota
	Clock
	NTP
	Config
	Hosts
	View
	Interfaces
	Route
	CEF
	TrustPoint
	ARP
	MAC
	Ping
	Telnet
)

// words are the words by which commands of a kind begin.
type words struct {
	kind  Kind
	begin string
	// least is how few letters of each word may be typed.
	least int
}

// table has what is typed for each kind; of two rows that fit, the first counts.
func table() []words {
	return []words{
		{NTP, "show ntp status", 2},
		{Clock, "show clock", 2},
		{Config, "show running-config", 2},
		{Hosts, "show hosts", 2},
		{View, "show ip dns view", 2},
		{Interfaces, "show ip interface brief", 2},
		{Route, "show ip route", 2},
		{CEF, "show ip cef", 2},
		{TrustPoint, "show crypto pki trustpoints", 2},
		{ARP, "show ip arp", 2},
		{ARP, "show arp", 2},
		{MAC, "show mac address-table", 2},
		{Ping, "ping", 2},
		{Telnet, "telnet", 3},
	}
}

// KindOf is the kind of a command as it was typed, abbreviated or not: "sh ip ro vrf mgmt 192.0.2.1".
func KindOf(typed string) Kind {
	for _, row := range table() {
		if row.fits(typed) {
			return row.kind
		}
	}
	return Unknown
}

func (row words) fits(typed string) bool {
	typed, _, _ = strings.Cut(typed, "|")
	said := strings.Fields(typed)
	for i, word := range strings.Fields(row.begin) {
		if i >= len(said) || len(said[i]) < min(row.least, len(word)) || !strings.HasPrefix(word, strings.ToLower(said[i])) {
			return false
		}
	}
	return true
}

// Filtered reports whether only a part of the answer was asked for.
func (o Output) Filtered() bool { return strings.Contains(o.Command, "|") }

// VRF is the VRF that the command names; empty for the global one.
func (o Output) VRF() string {
	said := strings.Fields(o.Command)
	for i, word := range said {
		if word = strings.TrimPrefix(word, "/"); word == "vrf" && i+1 < len(said) {
			return said[i+1]
		}
	}
	return ""
}

// About reports whether a command has that word, such as an address.
func (o Output) About(word string) bool {
	for said := range strings.FieldsSeq(o.Command) {
		if strings.EqualFold(said, word) {
			return true
		}
	}
	return false
}
