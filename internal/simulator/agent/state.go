package agent

// Timer is one of the agent's appointments.
type Timer int

const (
	TimerOutage Timer = iota // an outage begins or ends
	TimerTrust               // Trust Establishment
	TimerReset               // factory reset (LostTrust), reboot (NeverRestored)
	TimerRoll                // RUM reports roll over
	TimerPush                // Usage Reporting
	TimerPoll                // Result Polling
	TimerSync                // Trust Sync
	TimerHello               // Hello Message
	TimerAuth                // Authorization Request; before SLP: authorization renewal
	TimerAdmin               // somebody configures something
	TimerCount
)

// State is what can be seen of an agent at the instant now.
type State struct {
	Profile *Profile
	Start   Instant // end of the rolled history
	Now     Instant
	Due     [TimerCount]Instant

	Members      []Member
	Trusted      []Instant // per member; 0: no trust code
	Tallies      [MessageCount]Tally
	History      [MessageCount][]Exchange
	Log          EventRing
	PolicySince  Instant // 0: CISCO default
	AccountAsOf  Instant
	LastPush     Instant
	LastAck      Instant
	LastFile     Instant
	Deadline     Instant
	Booted       Instant
	Measured     Instant // licence status time
	RUM          Reports
	Registration Registration
	Imports      [2]Instant // trust code, account
}

// HasTrust reports whether the active switch has a trust code.
func (a *State) HasTrust() bool { return a.Trusted[0] != 0 }

// Direct reports whether the agent talks to CSSM itself, which takes trust.
func (a *State) Direct() bool { return a.Profile.Transport.Kind == "Smart" }

// Registration is the state of an agent before SLP.
type Registration struct {
	Registered, Renewed, Expires   Instant
	Authorized, NextAuth, Deadline Instant
	OutOfCompliance                bool
}
