package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// fleetFlags are those of a simulated fleet.
type fleetFlags struct {
	switches *int
	seed     *uint64
	tempo    *float64
	protocol *string
}

func addFleetFlags(c *kingpin.CmdClause) fleetFlags {
	return fleetFlags{
		switches: c.Flag("switches", "How many switches to simulate.").Default("25").Int(),
		seed:     c.Flag("seed", "What the fleet follows from: equal seeds give equal fleets.").Default("1").Uint64(),
		tempo: c.Flag("tempo", "How many times faster than real the agents' hellos, retries and reports follow each other.").
			Default("360").Float64(),
		protocol: c.Flag("protocol", "How the switches can be asked: ssh, netconf or both.").
			Default(config.ProtocolSSH).Enum(config.ProtocolSSH, config.ProtocolNETCONF, config.ProtocolBoth),
	}
}

// check refuses what kingpin lets pass.
func (f fleetFlags) check() error {
	switch {
	case *f.switches < 1:
		return usageError{fmt.Errorf("--switches=%d is no fleet, write 1 or more", *f.switches)}
	case !(*f.tempo >= 1):
		return usageError{fmt.Errorf("--tempo=%v is slower than real, write 1 or more", *f.tempo)}
	}
	return nil
}

func (f fleetFlags) options() simulator.Options {
	return simulator.Options{
		Switches: *f.switches, Seed: *f.seed, Tempo: *f.tempo,
		Netconf: *f.protocol != config.ProtocolSSH, NoCLI: *f.protocol == config.ProtocolNETCONF,
	}
}

// listening are the options with the address of the first switch's first port.
func (f fleetFlags) listening(address string) (simulator.Options, error) {
	o := f.options()
	if o.Listen, o.NetconfListen = address, address; o.NoCLI || !o.Netconf {
		return o, nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return o, usageError{fmt.Errorf("--listen: %w, write host:port", err)}
	}
	if n, err := strconv.Atoi(port); err != nil {
		return o, usageError{fmt.Errorf("--listen: %q is no port, write a number", port)}
	} else if n != 0 {
		o.NetconfListen = net.JoinHostPort(host, strconv.Itoa(n+o.Switches))
	}
	return o, nil
}

func startFleet(options simulator.Options) (*simulator.Fleet, error) {
	switches, err := simulator.New(options)
	if err != nil {
		return nil, err
	}
	if err := switches.Start(); err != nil {
		return nil, errors.Join(err, switches.Close())
	}
	return switches, nil
}

// protocolOf is how simulated switches can be asked.
func protocolOf(switches *simulator.Fleet) string {
	switch first := switches.Switches()[0]; {
	case first.NetconfAddr() == "":
		return config.ProtocolSSH
	case first.Addr() == "":
		return config.ProtocolNETCONF
	}
	return config.ProtocolBoth
}
