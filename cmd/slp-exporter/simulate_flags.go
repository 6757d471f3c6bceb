package main

import (
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

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
	nexus    *int
	ownNexus *bool // --nexus is given
	share    int   // how many of each 25 switches are Nexus if it is not
}

// addFleetFlags adds the flags; share is how many of each 25 switches are Nexus by default.
func addFleetFlags(c *kingpin.CmdClause, share int) fleetFlags {
	usual := "none"
	if share > 0 {
		usual = fmt.Sprintf("%d of each 25", share)
	}
	f := fleetFlags{
		share: share, ownNexus: new(bool),
		switches: c.Flag("switches", "How many switches to simulate.").Default("25").Int(),
		seed:     c.Flag("seed", "What the fleet follows from: equal seeds give equal fleets.").Default("1").Uint64(),
		tempo: c.Flag("tempo", "How many times faster than real the agents' hellos, retries and reports follow each other.").
			Default("360").Float64(),
		protocol: oneOf(c.Flag("protocol", "How the switches can be asked: ssh, netconf or both.").
			Default(config.ProtocolSSH), config.ProtocolSSH, config.ProtocolNETCONF, config.ProtocolBoth),
	}
	f.nexus = c.Flag("nexus", "How many of the switches are Nexus, with --protocol=ssh; by default "+usual+".").
		PlaceHolder("N").IsSetByUser(f.ownNexus).Int()
	return f
}

// nexusSwitches is how many of the switches are Nexus. Over NETCONF a Nexus is not read.
func (f fleetFlags) nexusSwitches() int {
	switch {
	case *f.ownNexus:
		return *f.nexus
	case *f.protocol != config.ProtocolSSH:
		return 0
	}
	return *f.switches * f.share / 25
}

// check refuses what kingpin lets pass.
func (f fleetFlags) check() error {
	switch {
	case *f.switches < 1:
		return usageError{fmt.Errorf("--switches=%d is no fleet, write 1 or more", *f.switches)}
	case *f.nexus < 0 || *f.nexus > *f.switches:
		return usageError{fmt.Errorf("--nexus=%d is no number of these switches, write 0 to %d", *f.nexus, *f.switches)}
	case *f.nexus > 0 && *f.protocol != config.ProtocolSSH:
		return usageError{fmt.Errorf("--nexus=%d is of no use with --protocol=%s: a Nexus is asked over SSH, write --protocol=ssh", *f.nexus, *f.protocol)}
	case !(*f.tempo >= 1):
		return usageError{fmt.Errorf("--tempo=%v is slower than real, write 1 or more", *f.tempo)}
	}
	return nil
}

func (f fleetFlags) options() simulator.Options {
	return simulator.Options{
		Switches: *f.switches, Nexus: f.nexusSwitches(), Seed: *f.seed, Tempo: *f.tempo,
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

// loadFlags say what is wrong with a simulated fleet in a load test.
type loadFlags struct {
	dead, silent *share
	latency      *time.Duration
}

func addLoadFlags(c *kingpin.CmdClause) loadFlags {
	f := loadFlags{dead: &share{}, silent: &share{}}
	c.Flag("dead", "How many of the switches refuse connections, as a number or a percentage such as 5%.").
		Default("0").SetValue(f.dead)
	c.Flag("silent", "How many of the switches accept connections and then say nothing, as a number or a percentage.").
		Default("0").SetValue(f.silent)
	f.latency = c.Flag("latency", "How long each switch takes to answer a command, such as 300ms.").Default("0s").Duration()
	return f
}

// check refuses what kingpin lets pass.
func (f loadFlags) check(switches int) error {
	dead, silent := f.dead.of(switches), f.silent.of(switches)
	switch {
	case dead+silent > switches:
		return usageError{fmt.Errorf("--dead=%s and --silent=%s are more than --switches=%d", f.dead, f.silent, switches)}
	case *f.latency < 0:
		return usageError{fmt.Errorf("--latency=%s is negative, write 0s or more", *f.latency)}
	}
	return nil
}

// strike makes switches dead and silent, spread evenly over the fleet.
func (f loadFlags) strike(fleet *simulator.Fleet) (dead, silent int) {
	all := fleet.Switches()
	dead, silent = f.dead.of(len(all)), f.silent.of(len(all))
	struck := 0
	for i, sw := range all {
		// A switch is struck if the share of struck ones up to here would be too small without it.
		if (i+1)*(dead+silent)/len(all) == struck {
			continue
		}
		// Among them, the dead and the silent are spread in the same way.
		if (struck+1)*dead/(dead+silent) != struck*dead/(dead+silent) {
			sw.SetFaults(simulator.Faults{Refuse: true})
		} else {
			sw.SetFaults(simulator.Faults{SilentAccept: true})
		}
		struck++
	}
	return dead, silent
}

// share is a part of a fleet: a number of switches, or a percentage.
type share struct {
	amount  float64
	percent bool
}

// Set implements kingpin.Value.
func (s *share) Set(text string) error {
	number, percent := strings.CutSuffix(text, "%")
	amount, err := strconv.ParseFloat(number, 64)
	bad := err != nil || !(amount >= 0) || percent && amount > 100 || !percent && (amount != math.Trunc(amount) || amount > math.MaxInt32)
	if bad {
		return fmt.Errorf("%q is no part of a fleet, write a number such as 3, or 5%%", text)
	}
	s.amount, s.percent = amount, percent
	return nil
}

// String implements kingpin.Value.
func (s *share) String() string {
	text := strconv.FormatFloat(s.amount, 'f', -1, 64)
	if s.percent {
		text += "%"
	}
	return text
}

// of is how many of these switches the share is.
func (s *share) of(switches int) int {
	if s.percent {
		return int(math.Round(float64(switches) * s.amount / 100))
	}
	return int(s.amount)
}
