package simulator

import (
	"cmp"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// DefaultUsername is the account of a fleet whose Options name none.
const DefaultUsername = "slp-ro"

// Options describes a fleet.
type Options struct {
	Switches int    // how many; at least 1
	Seed     uint64 // everything invented follows from it and from a switch's index

	// Listen is the address of the first switch, "127.0.0.1:0" if empty. With a
	// fixed port each further switch takes the next one; with port 0 each takes a
	// free one.
	Listen string

	// Netconf has each switch speak NETCONF, too, at ports of its own: NetconfListen is that of the
	// first one, understood as Listen is.
	Netconf       bool
	NetconfListen string
	// NoCLI leaves the CLI's ports closed. Of a fleet without CLI and NETCONF, nothing can be asked.
	NoCLI bool

	// Clock is the switches' clock; the real one if nil.
	Clock Clock
	// Tempo above 1 shortens the agent's own intervals (hello, retry, push, poll,
	// outages) by this factor from Start on. 0 and 1: as real.
	Tempo float64

	// Scenarios are dealt out in order and over again; nil mixes all of them, with
	// half of the fleet healthy.
	Scenarios []Scenario

	// Username and Password are those of every switch. Empty: DefaultUsername and a
	// password that follows from the seed.
	Username, Password string
	// EnablePassword is the enable secret; empty: one that follows from the seed.
	EnablePassword string
	// AuthorizedKey logs the user in without a password; nil: no key does.
	AuthorizedKey ssh.PublicKey

	// Latency is waited before each command's or request's answer, on all switches.
	Latency time.Duration
}

// withDefaults checks o and fills in what is empty.
func (o Options) withDefaults() (Options, error) {
	if o.Switches < 1 {
		return o, fmt.Errorf("simulator: %d switches: at least 1 is needed", o.Switches)
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

// anyPort is a free port of this machine.
const anyPort = "127.0.0.1:0"

// fleetOrder is the mix of a fleet without chosen scenarios: one trouble after each
// healthy switch.
func fleetOrder() []Scenario {
	var order []Scenario
	for _, s := range Scenarios()[1:] {
		order = append(order, Healthy, s)
	}
	return order
}

// realClock is the clock of a fleet whose options name none.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }
