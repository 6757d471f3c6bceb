package agent

import "time"

// Profile is what does not change in a switch's life: who and what it is.
type Profile struct {
	Seed     uint64
	Index    int
	Scenario Scenario

	Hostname   string
	Site, Tier string
	Family     Family
	Topology   Topology
	Members    []Member
	Licences   []Licence
	Version    Version

	Zone       Zone
	Skew       time.Duration // switch clock minus true time
	NTP        bool
	Timestamps bool // terminal exec prompt timestamp

	Transport               Transport
	Account, VirtualAccount string
	Policy                  Policy
	PushInterval            time.Duration
	AckPeriod               time.Duration // an ACK is due so long after the last one
	preroll                 time.Duration // history before the start

	Log          LogStyle
	historyDepth int  // requests kept per message
	unregistered bool // before SLP: never registered, in its evaluation period

	Privilege        int
	VTYLines         int
	Refused          []string
	HiddenInUserMode []string
}
