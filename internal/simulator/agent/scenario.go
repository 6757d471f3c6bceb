package agent

import "slices"

// Scenario names what a switch goes through.
type Scenario string

// The scenarios.
const (
	// Healthy has trust, pushes its reports in time and gets them acknowledged; a
	// short outage every couple of weeks, as everywhere.
	Healthy Scenario = "healthy"
	// NeverTrusted tries Trust Establishment again and again and never succeeds.
	NeverTrusted Scenario = "never_trusted"
	// DNSFailure cannot resolve the server's name; outage and recovery alternate.
	DNSFailure Scenario = "dns_failure"
	// Timeout reaches no answer; outage and recovery alternate.
	Timeout Scenario = "timeout"
	// ProxyRefused goes through a proxy that refuses the connection; outage and
	// recovery alternate.
	ProxyRefused Scenario = "proxy_refused"
	// AckOverdue pushes successfully, but no acknowledgement arrives any more and
	// the deadline for it has passed.
	AckOverdue Scenario = "ack_overdue"
	// ReportBacklog piles up reports without acknowledgement; some go missing (MIA).
	ReportBacklog Scenario = "report_backlog"
	// LostTrust had trust until somebody typed "license smart factory reset".
	LostTrust Scenario = "lost_trust"
	// StackMemberWithoutTrust is a stack whose last member has no trust code.
	StackMemberWithoutTrust Scenario = "stack_member_without_trust"
	// Offline is air-gapped: transport off, or CSLU without an address.
	Offline Scenario = "offline"
	// PreSLP runs an agent of the registration era (before 17.3.2).
	PreSLP Scenario = "pre_slp"
	// SkewedClock is in another time zone, some minutes off and not synchronised.
	SkewedClock Scenario = "skewed_clock"
	// LongOutage gets no answer for days, with a failure each hour, before it recovers
	// for some hours: a streak that begins before the days an event log is read over.
	LongOutage Scenario = "long_outage"
	// NeverRestored rebooted days ago in an outage that does not end: since the
	// COMM_RESTORED that each start of the agent logs there are only failures.
	NeverRestored Scenario = "never_restored"
)

// Scenarios returns all scenarios in the order of their declaration.
func Scenarios() []Scenario {
	return []Scenario{
		Healthy, NeverTrusted, DNSFailure, Timeout, ProxyRefused, AckOverdue,
		ReportBacklog, LostTrust, StackMemberWithoutTrust, Offline, PreSLP, SkewedClock,
		LongOutage, NeverRestored,
	}
}

// Valid reports whether s is a scenario of this package.
func (s Scenario) Valid() bool { return slices.Contains(Scenarios(), s) }
