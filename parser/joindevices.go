package parser

import "slices"

// joinTrust: the CLI knows the members with their roles, types, numbers and expiry, NETCONF whether
// a trust code is installed, and since when exactly.
func (s *State) joinTrust(netconf, cli *State) {
	if len(netconf.TrustCodes) == 0 {
		s.HAUDIs, s.TrustCodes = cli.HAUDIs, cli.TrustCodes
		return
	}
	left := slices.Clone(netconf.TrustCodes)
	var members, nameless []TrustCode
	for _, m := range cli.knownMembers() {
		if m.PID == "" && m.SerialNumber == "" {
			nameless = append(nameless, m)
			continue
		}
		if at := slices.IndexFunc(left, func(c TrustCode) bool { return c.SameMachine(m.Device) }); at >= 0 {
			m.believe(left[at])
			left = slices.Delete(left, at, at+1)
		}
		members = append(members, m)
	}
	for _, c := range left {
		if len(nameless) > 0 && c.Role == "active" { // what the CLI says of the switch as a whole
			c.complete(nameless[0])
		}
		members = append(members, c)
	}
	s.TrustCodes, s.HAUDIs = members, nil
	for _, m := range members {
		s.HAUDIs = append(s.HAUDIs, m.Device)
	}
	if len(members) == 1 && s.UDI != nil && s.UDI.SameMachine(members[0].Device) {
		s.HAUDIs = nil
	}
}

// knownMembers are TrustMembers, or the members of which nothing was said about trust.
func (s *State) knownMembers() []TrustCode {
	if known := s.TrustMembers(); known != nil {
		return known
	}
	var members []TrustCode
	for _, d := range s.HAUDIs {
		members = append(members, TrustCode{Device: d})
	}
	return members
}

// believe takes what NETCONF says of a member. A type, a number and an expiry stay, unless there is no
// trust code any more.
func (c *TrustCode) believe(netconf TrustCode) {
	if netconf.Installed == nil {
		return
	}
	if !*netconf.Installed {
		*c = TrustCode{Device: c.Device, Installed: netconf.Installed}
		return
	}
	c.Installed = netconf.Installed
	if netconf.InstalledOn != nil {
		c.InstalledOn = netconf.InstalledOn
	}
}

// complete adds what the CLI says.
func (c *TrustCode) complete(cli TrustCode) {
	device := c.Device
	netconf := *c
	*c = cli
	c.Device = device
	c.believe(netconf)
}

func joinAuthorizations(netconf, cli []Authorization) []Authorization {
	left, both := slices.Clone(netconf), slices.Clone(cli)
	for i := range both {
		at := slices.IndexFunc(left, func(a Authorization) bool { return a.SameMachine(both[i].Device) })
		if at >= 0 {
			both[i].Installed = left[at].Installed
			left = slices.Delete(left, at, at+1)
		}
	}
	return append(both, left...)
}
