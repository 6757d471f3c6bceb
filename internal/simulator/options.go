package simulator

import (
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
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

// SwitchOptions fixes what a fleet would deal out, for a single switch.
type SwitchOptions struct {
	Scenario Scenario // Healthy if empty

	// Agent is the agent version, such as "5.5.29"; empty: chosen by the seed. The
	// known ones are AgentVersions().
	Agent string
	// Topology is chosen by the seed if empty.
	Topology Topology
	// Privilege is the level the login gets: 1 (user mode) or 15; 0: 15.
	Privilege int
	// VTYLines is how many sessions may be open at once; 0: 16.
	VTYLines int
	// Refused are commands the user may not run (full words, as prefixes: "show
	// license" refuses all of them), with "Command authorization failed.".
	Refused []string
	// HiddenInUserMode are commands that level 1 does not know (full words, as
	// prefixes); they draw "% Invalid input detected".
	HiddenInUserMode []string
	// Timestamps prints the load and time lines in front of each show command
	// (terminal exec prompt timestamp).
	Timestamps bool
	// Zone is the switch's time zone; empty: chosen by the seed. A name of this
	// package's list ("UTC", "CET", "IST", "PDT", "pacific").
	Zone string

	// Stamps is the form of the log messages' stamps; empty: chosen by the seed.
	Stamps Stamps
	// SequenceNumbers numbers the log messages; without it the seed chooses.
	SequenceNumbers bool
	// LogBuffer is how many bytes of log messages are kept, at least 4096; 0: chosen by
	// the seed.
	LogBuffer int
	// LongHistory keeps some 100 KB of message history, instead of half of that. For more
	// there is Faults.HistoryBytes.
	LongHistory bool
	// Unregistered is, with an agent of the registration era, a switch in its evaluation
	// period.
	Unregistered bool
	// NoLicences is a switch with no licence in use.
	NoLicences bool
}

// withDefaults checks o and fills in what is empty.
func (o Options) withDefaults() (Options, error) {
	if o.Switches < 1 {
		return o, fmt.Errorf("simulator: %d switches: at least 1 is needed", o.Switches)
	}
	for _, s := range o.Scenarios {
		if !s.valid() {
			return o, fmt.Errorf("simulator: unknown scenario %q", s)
		}
	}
	if len(o.Scenarios) == 0 {
		o.Scenarios = fleetOrder()
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if _, _, err := net.SplitHostPort(o.Listen); err != nil {
		return o, fmt.Errorf("simulator: listen address: %w", err)
	}
	if o.NetconfListen == "" {
		o.NetconfListen = "127.0.0.1:0"
	}
	if _, _, err := net.SplitHostPort(o.NetconfListen); err != nil {
		return o, fmt.Errorf("simulator: listen address of NETCONF: %w", err)
	}
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	if o.Tempo < 1 {
		o.Tempo = 1
	}
	if o.Username == "" {
		o.Username = DefaultUsername
	}
	if o.Password == "" {
		o.Password = inventSecret(o.Seed, "password")
	}
	if o.EnablePassword == "" {
		o.EnablePassword = inventSecret(o.Seed, "enable")
	}
	return o, nil
}
