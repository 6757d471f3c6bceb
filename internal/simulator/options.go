package simulator

import (
	"cmp"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// DefaultUsername is the account of a fleet whose Options have no Username.
const DefaultUsername = "slp-ro"

// Options describes a fleet.
type Options struct {
	Switches int // at least 1
	// Nexus is how many of the switches run NX-OS: the last healthy ones. They license in all ways in turn.
	Nexus int
	// Troubled is how many of the healthy Catalysts cannot be polled well, with each of Troubles in turn.
	Troubled int
	Seed     uint64 // everything invented follows from it and the index of a switch

	// Listen is the address of the first switch, "127.0.0.1:0" if empty. With a fixed port,
	// each further switch takes the next port; with port 0, each takes a free one.
	Listen string

	// Netconf makes each switch serve NETCONF, too, on separate ports. NetconfListen is the address
	// of the first switch, with the same rules as Listen.
	Netconf       bool
	NetconfListen string
	// NoCLI leaves the CLI ports closed. A fleet with neither CLI nor NETCONF cannot be reached.
	NoCLI bool

	// Clock is the clock of the switches. nil means real time.
	Clock Clock
	// Tempo above 1 shortens the agent's intervals (hello, retry, push, poll, outages) by this
	// factor from Start on. 0 and 1 leave them as on a real switch.
	Tempo float64

	// Scenarios are assigned to the switches in order, again and again. nil mixes all of them
	// and keeps half of the fleet healthy.
	Scenarios []Scenario

	// Username and Password are the same on every switch. If empty, they are DefaultUsername and
	// a password that follows from the seed.
	Username, Password string
	// EnablePassword is the enable secret. If empty, it follows from the seed.
	EnablePassword string
	// AuthorizedKey logs the user in without a password. nil means that no key is accepted.
	AuthorizedKey ssh.PublicKey

	// Latency is the delay before each answer to a command or request, on all switches.
	Latency time.Duration
	// Hurry above 1 shortens by this factor how long name look-ups, ping and telnet wait. 0 and 1
	// leave them as on a real switch: a ping without answer takes 10 s.
	Hurry float64
}

// withDefaults checks o and fills in empty fields.
func (o Options) withDefaults() (Options, error) {
	if o.Switches < 1 {
		return o, fmt.Errorf("simulator: %d switches: at least 1 is needed", o.Switches)
	}
	if o.Nexus < 0 || o.Nexus > o.Switches {
		return o, fmt.Errorf("simulator: %d of %d switches cannot be Nexus", o.Nexus, o.Switches)
	}
	if o.Troubled < 0 || o.Troubled > o.Switches {
		return o, fmt.Errorf("simulator: %d of %d switches cannot be in trouble", o.Troubled, o.Switches)
	}
	for _, s := range o.Scenarios {
		if !s.Valid() {
			return o, fmt.Errorf("simulator: unknown scenario %q", s)
		}
	}
	if len(o.Scenarios) == 0 {
		o.Scenarios = fleetOrder()
	}
	o.Listen = cmp.Or(o.Listen, anyPort)
	if _, _, err := net.SplitHostPort(o.Listen); err != nil {
		return o, fmt.Errorf("simulator: listen address: %w", err)
	}
	o.NetconfListen = cmp.Or(o.NetconfListen, anyPort)
	if _, _, err := net.SplitHostPort(o.NetconfListen); err != nil {
		return o, fmt.Errorf("simulator: listen address of NETCONF: %w", err)
	}
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	o.Tempo = max(o.Tempo, 1)
	o.Username = cmp.Or(o.Username, DefaultUsername)
	o.Password = cmp.Or(o.Password, invent.Secret(o.Seed, "password"))
	o.EnablePassword = cmp.Or(o.EnablePassword, invent.Secret(o.Seed, "enable"))
	return o, nil
}

// anyPort is a free port on loopback.
const anyPort = "127.0.0.1:0"

// fleetOrder is the mix of a fleet without chosen scenarios: each healthy switch is followed by one
// with trouble.
func fleetOrder() []Scenario {
	var order []Scenario
	for _, s := range Scenarios()[1:] {
		order = append(order, Healthy, s)
	}
	return order
}

// realClock is the clock of a fleet whose options have no Clock.
type realClock struct{}

// Now returns the real time.
func (realClock) Now() time.Time { return time.Now() }
