package parser

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/reports"
)

// sides are what NETCONF and the CLI said, each for itself, of a state that was joined. They are kept
// because a poll's commands come one by one, and the CLI's have to be merged among themselves first.
type sides struct{ netconf, cli *State }

// onlyCLI reports whether NETCONF said nothing of a state.
func (s *State) onlyCLI() bool { return !s.ByNetconf && s.sides == nil }

// bySide returns what NETCONF said and what the CLI said; nil for a side that said nothing. A state without
// anything in it is the CLI's.
func (s *State) bySide() (netconf, cli *State) {
	own := *s
	switch {
	case s.sides != nil:
		return s.sides.netconf, s.sides.cli
	case s.ByNetconf:
		return &own, nil
	}
	return nil, &own
}

// believed merges what one side said twice.
func believed(first, second *State) *State {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	both := *first
	both.Unread = slices.Clone(first.Unread)
	both.merge(second)
	return &both
}

// joined is what both sides said, NETCONF believed first.
func joined(netconf, cli *State) *State {
	whole := *netconf
	whole.ByNetconf, whole.sides = false, &sides{netconf, cli}
	whole.Unread = slices.Clone(netconf.Unread)
	whole.joinTrust(netconf, cli)
	whole.Transport = joinTransport(netconf.Transport, cli.Transport)
	whole.Policy = joinPolicy(netconf.Policy, cli.Policy)
	whole.Usage = joinUsage(netconf.Usage, cli.Usage)
	whole.Licenses = joinLicenses(netconf.Licenses, cli.Licenses)
	whole.RUMStates = joinRUMStates(netconf.RUMStates, cli.RUMStates)
	whole.Authorizations = joinAuthorizations(netconf.Authorizations, cli.Authorizations)
	if netconf.Registration != nil && cli.Registration != nil {
		both := *netconf.Registration
		fill(&both.Registered, cli.Registration.Registered)
		fill(&both.Expires, cli.Registration.Expires)
		whole.Registration = &both
	}
	if netconf.Authorization != nil && cli.Authorization != nil {
		both := *netconf.Authorization
		fill(&both.Authorized, cli.Authorization.Authorized)
		fill(&both.CommDeadline, cli.Authorization.CommDeadline)
		whole.Authorization = &both
	}
	whole.merge(cli)
	return &whole
}

// joinTransport: the model has no URL but that of smart, no proxy, VRF and trust point. If the
// transport was changed between the two, those of the other are of no use.
func joinTransport(netconf, cli *Transport) *Transport {
	if netconf == nil || cli == nil {
		return either(netconf, cli)
	}
	both := *netconf
	if both.Type != "" && cli.Type != "" && both.Type != cli.Type {
		return &both
	}
	fillText(&both.Type, cli.Type)
	fillText(&both.URL, cli.URL)
	fillText(&both.ProxyAddress, cli.ProxyAddress)
	fillText(&both.ProxyPort, cli.ProxyPort)
	fillText(&both.VRF, cli.VRF)
	fillText(&both.IPMode, cli.IPMode)
	fillText(&both.TrustPoint, cli.TrustPoint)
	return &both
}

func joinPolicy(netconf, cli *Policy) *Policy {
	if netconf == nil || cli == nil {
		return either(netconf, cli)
	}
	both := *netconf
	fillText(&both.Name, cli.Name)
	fillText(&both.Source, cli.Source)
	fill(&both.InstalledOn, cli.InstalledOn)
	fill(&both.AckRequired, cli.AckRequired)
	both.Classes = slices.Clone(netconf.Classes)
	for _, c := range cli.Classes {
		at := slices.IndexFunc(both.Classes, func(b PolicyClass) bool { return b.Class == c.Class })
		if at < 0 {
			both.Classes = append(both.Classes, c)
			continue
		}
		b := &both.Classes[at]
		fill(&b.FirstReport, c.FirstReport)
		fill(&b.ReportInterval, c.ReportInterval)
		fill(&b.OnChange, c.OnChange)
	}
	return &both
}

func joinUsage(netconf, cli *UsageReporting) *UsageReporting {
	if netconf == nil || cli == nil {
		return either(netconf, cli)
	}
	both := *netconf
	fill(&both.LastAck, cli.LastAck)
	fill(&both.AckDeadline, cli.AckDeadline)
	fill(&both.NextAckCheck, cli.NextAckCheck)
	fill(&both.NextPush, cli.NextPush)
	fill(&both.LastPush, cli.LastPush)
	fill(&both.LastFileWrite, cli.LastFileWrite)
	fill(&both.PushInterval, cli.PushInterval)
	return &both
}

func either[T any](a, b *T) *T {
	if a == nil {
		return b
	}
	return a
}

func joinRUMStates(netconf, cli []reports.StateCount) []reports.StateCount {
	if netconf == nil {
		return cli
	}
	both := slices.Clone(netconf)
	for _, c := range cli {
		if !slices.ContainsFunc(netconf, func(n reports.StateCount) bool { return n.State == c.State }) {
			both = append(both, c)
		}
	}
	return both
}
