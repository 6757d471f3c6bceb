package evidence

import (
	"net/netip"
	"strings"
)

// Way is how a switch would send to an address: "show ip route ADDRESS", "show ip cef ADDRESS".
type Way struct {
	// Exists is false if the output says that there is no way.
	Exists bool
	// Prefix is the route that is taken: 0.0.0.0/0 is the default route.
	Prefix string
	// NextHop is the address of the next router; empty if the network is connected.
	NextHop string
	// Interface is where it goes out; empty if the output does not say.
	Interface string
	// Line is the line that says so.
	Line string
}

// ReadCEF reads "show ip cef [vrf NAME] ADDRESS"; false if it says nothing about a way.
//
//	0.0.0.0/0
//	  nexthop 192.0.2.1 Vlan10
func ReadCEF(o Output) (w Way, ok bool) {
	for line := range o.Lines() {
		word := strings.Fields(line)
		if _, err := netip.ParsePrefix(word[0]); err == nil {
			w.Prefix = word[0]
			word = word[1:]
		}
		switch {
		case len(word) == 0 || ok:
		case word[0] == "nexthop" && len(word) > 2:
			w.Exists, w.NextHop, w.Interface, w.Line, ok = true, word[1], word[2], line, true
		case word[0] == "attached" && len(word) > 2:
			w.Exists, w.Interface, w.Line, ok = true, word[2], line, true
		case word[0] == "receive":
			w.Exists, w.Line, ok = true, line, true
		case strings.HasPrefix(line, "%"), strings.HasSuffix(line, "no route"), word[0] == "drop", word[0] == "discard", word[0] == "unresolved":
			w.Line, ok = line, true
		}
	}
	return w, ok
}

// ReadRoute reads "show ip route [vrf NAME] ADDRESS"; false if it says nothing about a way. "% Network not in
// table" says nothing: with a default route releases print it all the same, and only CEF knows.
//
//	Routing entry for 0.0.0.0/0, supernet
//	  Known via "static", distance 1, metric 0, candidate default path
//	  * 192.0.2.1
func ReadRoute(o Output) (w Way, ok bool) {
	for line := range o.Lines() {
		word := strings.Fields(strings.TrimLeft(line, "* "))
		switch {
		case strings.HasPrefix(line, "Routing entry for "):
			w.Prefix, _, _ = strings.Cut(strings.TrimPrefix(line, "Routing entry for "), ",")
			w.Exists, w.Line, ok = true, line, true
		case !w.Exists || len(word) == 0 || w.NextHop != "" || w.Interface != "":
		case strings.HasPrefix(strings.Join(word, " "), "directly connected, via "):
			w.Interface = word[len(word)-1]
		default:
			w.hop(word)
		}
	}
	return w, ok
}

// hop reads "192.0.2.1, from 192.0.2.1, 00:00:12 ago, via Vlan10".
func (w *Way) hop(word []string) {
	addr, err := netip.ParseAddr(strings.TrimSuffix(word[0], ","))
	if err != nil {
		return
	}
	w.NextHop = addr.String()
	for i := range word[:len(word)-1] {
		if word[i] == "via" {
			w.Interface = word[i+1]
		}
	}
}

// NotInTable reports whether "show ip route" says that the address is in no route but perhaps the default one.
func NotInTable(o Output) (line string, ok bool) {
	for line := range o.Lines() {
		if strings.HasPrefix(line, "%") && strings.Contains(line, "not in table") {
			return line, true
		}
	}
	return "", false
}

// ReadARP is the hardware address of an address in "show ip arp ADDRESS"; empty if it is incomplete or missing.
func ReadARP(o Output, address string) (mac string) {
	for line := range o.Lines() {
		word := strings.Fields(line)
		if len(word) > 3 && word[0] == "Internet" && word[1] == address && word[3] != "Incomplete" {
			return word[3]
		}
	}
	return ""
}

// ReadMAC is the port of a hardware address in "show mac address-table address MAC"; empty without one.
func ReadMAC(o Output, mac string) (port string) {
	for line := range o.Lines() {
		word := strings.Fields(line)
		if len(word) > 3 && strings.EqualFold(word[1], mac) {
			return word[len(word)-1]
		}
	}
	return ""
}
