package evidence

import (
	"net/netip"
	"slices"
	"strings"
)

// Settings are the lines of "show running-config", or of a filtered part of it, that say how the agent reaches
// its server. An account below privilege 15 sees few lines or none: a line that is missing says nothing.
type Settings struct {
	// Lines are all lines that were read here.
	Lines []string
	// NameServers has the servers of "ip name-server [vrf NAME] ADDRESS…" by VRF; the key of the global one is empty.
	NameServers map[string][]string
	// LookupOff is true for "no ip domain lookup".
	LookupOff bool
	// LookupSource is the interface of "ip domain lookup [vrf NAME] source-interface INTERFACE", by VRF.
	LookupSource map[string]string
	// Hosts are the names of "ip host [vrf NAME] HOST ADDRESS…", with their first address.
	Hosts map[string]string
	// HTTPSource is the interface of "ip http client source-interface INTERFACE".
	HTTPSource string
	// VRF is that of "license smart vrf NAME".
	VRF string
	// Proxy and ProxyPort are those of "license smart proxy address|port".
	Proxy, ProxyPort string
	// NTPServers are the servers of "ntp server".
	NTPServers []string
}

// Line is the first line that begins with these words; empty without one.
func (s Settings) Line(begin string) string {
	at := slices.IndexFunc(s.Lines, func(line string) bool { return strings.HasPrefix(line, begin) })
	if at < 0 {
		return ""
	}
	return s.Lines[at]
}

// ReadSettings reads the running configuration. false if no line of it is known here, which proves nothing.
func ReadSettings(o Output) (s Settings, ok bool) {
	s.NameServers, s.LookupSource, s.Hosts = map[string][]string{}, map[string]string{}, map[string]string{}
	for line := range o.Lines() {
		if s.take(line, strings.Fields(line)) {
			s.Lines = append(s.Lines, line)
		}
	}
	return s, len(s.Lines) > 0
}

// take reads one line. Passwords have no field to be kept in.
func (s *Settings) take(line string, word []string) bool {
	begins := func(words string) (rest []string, ok bool) {
		if line != words && !strings.HasPrefix(line, words+" ") {
			return nil, false
		}
		return word[len(strings.Fields(words)):], true
	}
	if strings.HasPrefix(line, "no ip domain lookup") || strings.HasPrefix(line, "no ip domain-lookup") {
		s.LookupOff = true
		return true
	}
	for _, row := range []struct {
		words string
		take  func(rest []string)
	}{
		{"ip name-server", s.nameServer},
		{"ip domain lookup", s.lookup},
		{"ip domain-lookup", s.lookup},
		{"ip host", s.host},
		{"ip http client source-interface", func(rest []string) { s.HTTPSource = strings.Join(rest, "") }},
		{"license smart vrf", func(rest []string) { s.VRF = first(rest) }},
		{"license smart proxy address", func(rest []string) { s.Proxy = first(rest) }},
		{"license smart proxy port", func(rest []string) { s.ProxyPort = first(rest) }},
		{"license smart transport", func([]string) {}},
		{"license smart url", func([]string) {}},
		{"ip http client proxy-server", func([]string) {}},
		{"ntp server", s.ntpServer},
	} {
		if rest, ok := begins(row.words); ok {
			row.take(rest)
			return true
		}
	}
	return false
}

func (s *Settings) nameServer(rest []string) {
	vrf, rest := cutVRF(rest)
	for _, word := range rest {
		if _, err := netip.ParseAddr(word); err == nil {
			s.NameServers[vrf] = append(s.NameServers[vrf], word)
		}
	}
}

func (s *Settings) lookup(rest []string) {
	vrf, rest := cutVRF(rest)
	if len(rest) > 1 && rest[0] == "source-interface" {
		s.LookupSource[vrf] = strings.Join(rest[1:], "")
	}
}

func (s *Settings) host(rest []string) {
	if _, rest = cutVRF(rest); len(rest) > 1 {
		s.Hosts[strings.ToLower(rest[0])] = rest[1]
	}
}

func (s *Settings) ntpServer(rest []string) {
	_, rest = cutVRF(rest)
	if server := first(rest); server != "" {
		s.NTPServers = append(s.NTPServers, server)
	}
}

// cutVRF cuts "vrf NAME" off the words.
func cutVRF(words []string) (vrf string, rest []string) {
	if len(words) > 1 && words[0] == "vrf" {
		return words[1], words[2:]
	}
	return "", words
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}
