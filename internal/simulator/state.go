package simulator

// timer is one of the agent's appointments.
type timer int

const (
	timerOutage timer = iota // an outage begins or ends
	timerTrust               // Trust Establishment
	timerReset               // factory reset (LostTrust), reboot (NeverRestored)
	timerRoll                // RUM reports roll over
	timerPush                // Usage Reporting
	timerPoll                // Result Polling
	timerSync                // Trust Sync
	timerHello               // Hello Message
	timerAuth                // Authorization Request; before SLP: authorization renewal
	timerAdmin               // somebody configures something
	timerCount
)

// State is what can be seen of an agent at the instant now.
type State struct {
	p      *profile
	start  instant // end of the rolled history
	now    instant
	timers [timerCount]instant

	members     []member
	trusted     []instant // per member; 0: no trust code
	tallies     [messageCount]tally
	history     [messageCount][]exchange
	log         eventRing
	policySince instant // 0: CISCO default
	accountAsOf instant
	lastPush    instant
	lastAck     instant
	lastFile    instant
	deadline    instant
	booted      instant
	measured    instant // licence status time
	rum         reports
	reg         registration
	imports     [2]instant // trust code, account
}

// hasTrust reports whether the active switch has a trust code.
func (a *State) hasTrust() bool { return a.trusted[0] != 0 }

// direct reports whether the agent talks to CSSM itself, which takes trust.
func (a *State) direct() bool { return a.p.transport.kind == "Smart" }

// registration is the state of an agent before SLP.
type registration struct {
	registered, renewed, expires   instant
	authorized, nextAuth, deadline instant
	outOfCompliance                bool
}
