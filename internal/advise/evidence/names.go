package evidence

import (
	"net/netip"
	"strings"
)

// Servers are the name servers of one view: "show hosts", "show ip dns view".
type Servers struct {
	// VRF is that of the view; empty for the global one.
	VRF string
	// Addresses are the name servers. The broadcast address, which IOS shows where none is configured, is none.
	Addresses []string
	// Lookup is false if looking up names is switched off; nil if the output does not say.
	Lookup *bool
	// Line is the line that lists the servers.
	Line string
}

// ReadServers reads "show hosts [vrf NAME]" and "show ip dns view [vrf NAME]"; false if neither says a word
// about name servers.
//
//	Name lookup view: Global
//	Default domain is example.net
//	Name/address lookup uses domain service
//	Name servers are 192.0.2.53, 192.0.2.54
func ReadServers(o Output) (s Servers, ok bool) {
	s.VRF = o.VRF()
	listing := false
	for line := range o.Lines() {
		low := strings.ToLower(line)
		switch {
		case strings.HasPrefix(low, "name servers are"):
			s.add(line[len("name servers are"):])
			s.Line, ok = line, true
		case strings.HasPrefix(low, "domain name-servers:"), strings.HasPrefix(low, "domain name servers:"):
			listing, ok, s.Line = true, true, line
			s.add(line[strings.IndexByte(line, ':')+1:])
		case strings.HasPrefix(low, "name/address lookup uses"):
			s.Lookup = new(strings.Contains(low, "domain"))
		case strings.HasPrefix(low, "domain lookup is"):
			s.Lookup = new(strings.Contains(low, "enabled"))
		case listing && s.add(line):
		default:
			listing = false
		}
	}
	return s, ok
}

// add takes the addresses of a list; false if there is none in it.
func (s *Servers) add(list string) bool {
	took := false
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ' ' || r == ',' }) {
		if addr, err := netip.ParseAddr(word); err == nil {
			took = true
			if word != "255.255.255.255" {
				s.Addresses = append(s.Addresses, addr.String())
			}
		}
	}
	return took
}
