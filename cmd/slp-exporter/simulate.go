package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

func simulateCommand(app *kingpin.Application) command {
	c := app.Command("simulate", "Run a simulated fleet alone, to try a configuration or to load-test.")
	o := addFleetFlags(c)
	faults := addLoadFlags(c)
	listen := c.Flag("listen", "Address of the first switch; each further one takes the next port.").
		Default("127.0.0.1:2200").String()
	file := c.Flag("write-config", "Write a configuration for the fleet to this file, with FILE.known_hosts and FILE.password beside it.").
		PlaceHolder("FILE").String()
	return command{c, func(ctx context.Context, s streams) error {
		if err := errors.Join(o.check(), faults.check(*o.switches)); err != nil {
			return err
		}
		options := o.options()
		options.Listen, options.Latency = *listen, *faults.latency
		return simulate(ctx, options, faults, *file, s)
	}}
}

// fleetFlags are those of a simulated fleet.
type fleetFlags struct {
	switches *int
	seed     *uint64
	tempo    *float64
}

func addFleetFlags(c *kingpin.CmdClause) fleetFlags {
	return fleetFlags{
		switches: c.Flag("switches", "How many switches to simulate.").Default("25").Int(),
		seed:     c.Flag("seed", "What the fleet follows from: equal seeds give equal fleets.").Default("1").Uint64(),
		tempo: c.Flag("tempo", "How many times faster than real the agents' hellos, retries and reports follow each other.").
			Default("360").Float64(),
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
	return simulator.Options{Switches: *f.switches, Seed: *f.seed, Tempo: *f.tempo}
}

func simulate(ctx context.Context, options simulator.Options, faults loadFlags, file string, s streams) (err error) {
	switches, err := startFleet(options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, switches.Close()) }()
	dead, silent := faults.strike(switches)
	if file != "" {
		if err := writeConfig(file, switches, "polling: {min_interval: 60s}", config.DefaultCollectors()); err != nil {
			return err
		}
	}
	all := switches.Switches()
	first := all[0]
	_, _ = fmt.Fprintf(s.out, "%d simulated switches from %s to %s, user %s, password %s, enable %s\n",
		len(all), first.Addr(), all[len(all)-1].Addr(), first.Username(), first.Password(), first.EnablePassword())
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
