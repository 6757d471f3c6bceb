package agent

// Timer is one of the agent's appointments.
type Timer int

// The appointments.
const (
	TimerOutage Timer = iota // an outage begins or ends
	TimerTrust               // Trust Establishment
	TimerReset               // factory reset (LostTrust), reboot (NeverRestored) or the end of sending (TransportOff)
	TimerRoll                // RUM reports are closed and new ones opened
	TimerPush                // Usage Reporting
	TimerPoll                // Result Polling
	TimerSync                // Trust Sync
	TimerHello               // Hello Message
	TimerAuth                // Authorization Request; before SLP: authorization renewal
	TimerAdmin               // an administrator changes the configuration
	TimerCount               // the number of appointments
)

// State is what can be seen of an agent at the instant Now.
type State struct {
	Profile *Profile
	Start   Instant // end of the simulated history
	Now     Instant
	Due     [TimerCount]Instant // 0: not scheduled

	Members      []Member
	Trusted      []Instant // for each member; 0: no trust code
	Tallies      [MessageCount]Tally
	History      [MessageCount][]Exchange
	Log          EventRing
	PolicySince  Instant // 0: the CISCO default policy is in use
	AccountAsOf  Instant
	LastPush     Instant
	LastAck      Instant
	LastFile     Instant
	Deadline     Instant
	Booted       Instant
	Measured     Instant // when the status of the licences was last set
	RUM          Reports
	Registration Registration
	Imports      [2]Instant // when trust code and account information arrived

	off    bool // an administrator has switched the transport off
	outage bool
	reason Reason // the cause of the outage
}

// HasTrust reports whether the active switch has a trust code.
func (a *State) HasTrust() bool { return a.Trusted[0] != 0 }

// Direct reports whether the agent talks to CSSM itself, which requires trust.
func (a *State) Direct() bool { return a.Transport().Kind == "Smart" }

// Transport returns the setting in force.
func (a *State) Transport() Transport {
	if a.off {
		return Transport{Kind: "Transport Off"}
	}
	return a.Profile.Transport
}

// Registration is the state of an agent of the registration era.
type Registration struct {
	Registered, Renewed, Expires   Instant
	Authorized, NextAuth, Deadline Instant
	OutOfCompliance                bool
}
