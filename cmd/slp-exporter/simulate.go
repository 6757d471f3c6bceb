package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

func simulateCommand(app *kingpin.Application) command {
	c := app.Command("simulate", "Run a simulated fleet alone, to try a configuration or to load-test.")
	o := addFleetFlags(c)
	faults := addLoadFlags(c)
	listen := c.Flag("listen", "Address of the first switch; each further one takes the next port, and then, with --protocol=both, the first one's NETCONF.").
		Default("127.0.0.1:2200").String()
	file := c.Flag("write-config", "Write a configuration for the fleet to this file, with FILE.known_hosts and FILE.password beside it.").
		PlaceHolder("FILE").String()
	return command{c, func(ctx context.Context, s streams) error {
		if err := errors.Join(o.check(), faults.check(*o.switches)); err != nil {
			return err
		}
		options, err := o.listening(*listen)
		if err != nil {
			return err
		}
		options.Latency = *faults.latency
		return simulate(ctx, options, faults, *file, s)
	}}
}

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

func simulate(ctx context.Context, options simulator.Options, faults loadFlags, file string, s streams) (err error) {
	switches, err := startFleet(options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, switches.Close()) }()
	dead, silent := faults.strike(switches)
	if file != "" {
		if err := writeConfig(file, switches, "polling: {min_interval: 60s}", config.DefaultCollectors(protocolOf(switches))); err != nil {
			return err
		}
	}
	all := switches.Switches()
	first := all[0]
	last := all[len(all)-1]
	_, _ = fmt.Fprintf(s.out, "%d simulated switches%s%s, user %s, password %s, enable %s\n",
		len(all), span("", first.Addr(), last.Addr()), span(" over NETCONF", first.NetconfAddr(), last.NetconfAddr()),
		first.Username(), first.Password(), first.EnablePassword())
	if dead+silent > 0 {
		_, _ = fmt.Fprintf(s.out, "%d of them are dead and %d silent\n", dead, silent)
	}
	if file != "" {
		_, _ = fmt.Fprintf(s.out, "poll them:  slp-exporter --config.file=%s\n", file)
	}
	_, _ = fmt.Fprintln(s.out, "stop with Ctrl-C")
	<-ctx.Done()
	return nil
}

// span is where the switches are asked in one way; empty if they are not.
func span(how, first, last string) string {
	if first == "" {
		return ""
	}
	return how + " from " + first + " to " + last
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

// What is written beside FILE of --write-config.
const (
	knownHostsEnding = ".known_hosts"
	passwordEnding   = ".password"
)

// writeConfig writes a configuration for the switches, as an operator would, with their host keys
// and the password in files of their own beside it.
func writeConfig(file string, switches *simulator.Fleet, polling string, collectors []string) error {
	for _, f := range []struct{ name, text string }{
		{file + knownHostsEnding, string(switches.KnownHosts())},
		{file + passwordEnding, switches.Switches()[0].Password() + "\n"},
		{file, configOf(switches, polling, filepath.Base(file), collectors)}, // last: once it is there, all is
	} {
		if err := os.WriteFile(f.name, []byte(f.text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
