package agent

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/network"
)

// Profile is what never changes about a switch: what it is and how it is configured.
type Profile struct {
	Seed     uint64
	Index    int
	Scenario Scenario
	Nexus    Nexus // empty for a Catalyst

	Hostname   string
	Site, Tier string
	Family     Family
	Topology   Topology
	Members    []Member
	Licences   []Licence
	Version    Version

	Zone       Zone
	Skew       time.Duration // time on the switch minus true time
	NTP        bool
	Timestamps bool // terminal exec prompt timestamp

	Transport               Transport
	Network                 network.Network
	Account, VirtualAccount string
	Policy                  Policy
	PushInterval            time.Duration
	AckPeriod               time.Duration // an ACK is due this long after the last one
	preroll                 time.Duration // length of the history before the start

	Log          LogStyle
	historyDepth int  // requests kept per message
	unregistered bool // before SLP: never registered, still in its evaluation period

	Privilege        int
	ConfigLevel      int
	VTYLines         int
	Refused, Allowed []string
	HiddenInUserMode []string
}
