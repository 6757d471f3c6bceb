package parser

// Merge takes from other what s does not have. The commands of one poll overlap; the first one
// that reported a thing is believed. If one of the two was said by NETCONF and the other by the CLI,
// whichever is which, NETCONF is believed, and lists are joined entry by entry: licences by entitlement tag, trust codes and
// authorizations by PID and serial number, RUM reports by state. Neither other nor what s pointed to
// is changed.
func (s *State) Merge(other *State) {
	if s.onlyCLI() && other.onlyCLI() {
		s.merge(other)
		return
	}
	netconf, cli := s.bySide()
	netconf2, cli2 := other.bySide()
	netconf, cli = believed(netconf, netconf2), believed(cli, cli2)
	if cli == nil {
		*s = *netconf
		return
	}
	*s = *joined(netconf, cli)
}

func (s *State) merge(other *State) {
	fillText(&s.Hostname, other.Hostname)
	fillText(&s.AgentVersion, other.AgentVersion)
	fillText(&s.SoftwareID, other.SoftwareID)
	fillText(&s.OSVersion, other.OSVersion)
	s.Nexus = s.Nexus || other.Nexus
	fillText(&s.OverallTrust, other.OverallTrust)
	fillText(&s.CommLevel, other.CommLevel)
	fillText(&s.CommState, other.CommState)
	fill(&s.Era, other.Era)
	fill(&s.Clock, other.Clock)
	fill(&s.NTPSynced, other.NTPSynced)
	fill(&s.SmartLicensing, other.SmartLicensing)
	fill(&s.PolicyMode, other.PolicyMode)
	fill(&s.Account, other.Account)
	fill(&s.UDI, other.UDI)
	fill(&s.Transport, other.Transport)
	fill(&s.Policy, other.Policy)
	fill(&s.Usage, other.Usage)
	fill(&s.RUM, other.RUM)
	fill(&s.Eventlog, other.Eventlog)
	fill(&s.History, other.History)
	fill(&s.Syslog, other.Syslog)
	fill(&s.Registration, other.Registration)
	fill(&s.Authorization, other.Authorization)
	fill(&s.Privacy, other.Privacy)
	fill(&s.Evaluation, other.Evaluation)
	fill(&s.OldestReport, other.OldestReport)
	fillList(&s.RUMStates, other.RUMStates)
	fillList(&s.HAUDIs, other.HAUDIs)
	fillList(&s.Licenses, other.Licenses)
	fillList(&s.Jobs, other.Jobs)
	fillList(&s.TrustCodes, other.TrustCodes)
	fillList(&s.TrustStore, other.TrustStore)
	fillList(&s.Messages, other.Messages)
	fillList(&s.Authorizations, other.Authorizations)
	s.Unread = append(s.Unread, other.Unread...)
}

func fill[T any](to **T, from *T) {
	if *to == nil {
		*to = from
	}
}

func fillText(to *string, from string) {
	if *to == "" {
		*to = from
	}
}

func fillList[T any](to *[]T, from []T) {
	if *to == nil {
		*to = from
	}
}
