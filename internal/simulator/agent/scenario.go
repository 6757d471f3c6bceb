package agent

import "slices"

// Scenario is what happens to a switch.
type Scenario string

// The scenarios.
const (
	// Healthy has trust, pushes its reports on time and gets them acknowledged. It has a
	// short outage every few weeks, like any switch.
	Healthy Scenario = "healthy"
	// NeverTrusted keeps trying Trust Establishment and never succeeds.
	NeverTrusted Scenario = "never_trusted"
	// DNSFailure cannot resolve the name of the server; outages and recoveries alternate.
	DNSFailure Scenario = "dns_failure"
	// Timeout gets no answer; outages and recoveries alternate.
	Timeout Scenario = "timeout"
	// ProxyRefused goes through a proxy that refuses the connection; outages and
	// recoveries alternate.
	ProxyRefused Scenario = "proxy_refused"
	// AckOverdue pushes successfully, but acknowledgements stopped arriving and the
	// deadline has passed.
	AckOverdue Scenario = "ack_overdue"
	// ReportBacklog accumulates reports without acknowledgement; some go missing (MIA).
	ReportBacklog Scenario = "report_backlog"
	// LostTrust had trust until an operator typed "license smart factory reset".
	LostTrust Scenario = "lost_trust"
	// StackMemberWithoutTrust is a stack whose last member has no trust code.
	StackMemberWithoutTrust Scenario = "stack_member_without_trust"
	// Offline is air-gapped: transport off, or CSLU without an address.
	Offline Scenario = "offline"
	// PreSLP runs an agent of the registration era (before 17.3.2).
	PreSLP Scenario = "pre_slp"
	// SkewedClock is in another time zone; its clock is some minutes off and not synchronised.
	SkewedClock Scenario = "skewed_clock"
	// LongOutage gets no answer for days, with a failure each hour, and then recovers for some
	// hours. Its streak begins before the period over which an event log is read.
	LongOutage Scenario = "long_outage"
	// NeverRestored rebooted days ago during an outage that never ends: there are only
	// failures after the COMM_RESTORED that the agent logs at each start.
	NeverRestored Scenario = "never_restored"
	// WrongSourceInterface sends from an interface that is down; the line from the others is free.
	WrongSourceInterface Scenario = "wrong_source_interface"
	// VRFWithoutNameServer talks in the management VRF, but only the global table has name servers.
	VRFWithoutNameServer Scenario = "vrf_without_name_server"
	// TLSInspection is behind a firewall that shows a certificate of its own.
	TLSInspection Scenario = "tls_inspection"
	// WrongProxyPort asks its proxy at a port that a firewall closes. The proxy answers at another.
	WrongProxyPort Scenario = "wrong_proxy_port"
	// WrongClock is two hours late, so that it does not believe the server's new certificate.
	WrongClock Scenario = "wrong_clock"
	// LostRoute loses its default route again and again.
	LostRoute Scenario = "lost_route"
	// TransportOff was set to "transport off" some days ago, by mistake. Until then it reported.
	TransportOff Scenario = "transport_off"
)

// Scenarios returns all scenarios in the order of their declaration.
func Scenarios() []Scenario {
	return []Scenario{
		Healthy, NeverTrusted, DNSFailure, Timeout, ProxyRefused, AckOverdue,
		ReportBacklog, LostTrust, StackMemberWithoutTrust, Offline, PreSLP, SkewedClock,
		LongOutage, NeverRestored, WrongSourceInterface, VRFWithoutNameServer, TLSInspection, WrongProxyPort,
		WrongClock, LostRoute, TransportOff,
	}
}

// direct reports whether the switch must talk to CSSM itself: over TLS, and by its name.
func (s Scenario) direct() bool {
	return s == VRFWithoutNameServer || s == TLSInspection || s == WrongClock
}

// Valid reports whether s is one of Scenarios.
func (s Scenario) Valid() bool { return slices.Contains(Scenarios(), s) }
