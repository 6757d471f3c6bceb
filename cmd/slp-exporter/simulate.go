package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

func simulateCommand(app *kingpin.Application) command {
	c := app.Command("simulate", "Run a simulated fleet alone, to try a configuration or to load-test.")
	o := addFleetFlags(c, 0)
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

func simulate(ctx context.Context, options simulator.Options, faults loadFlags, file string, s streams) (err error) {
	switches, err := startFleet(options)
	if taken := (*net.OpError)(nil); errors.As(err, &taken) {
		return fmt.Errorf("--listen: %w", err)
	}
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
	printFleet(s, switches)
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

// printFleet says where the switches listen, and how to log in.
func printFleet(s streams, switches *simulator.Fleet) {
	all := switches.Switches()
	first, last := all[0], all[len(all)-1]
	_, _ = fmt.Fprintf(s.out, "%s%s%s, user %s, password %s, enable %s\n",
		plural.Of(len(all), "simulated switch"), span("", first.Addr(), last.Addr()), span(" over NETCONF", first.NetconfAddr(), last.NetconfAddr()),
		first.Username(), first.Password(), first.EnablePassword())
}

// span is the range of addresses for one way to poll the switches; empty if they do not offer it.
func span(how, first, last string) string {
	switch first {
	case "":
		return ""
	case last:
		return how + " at " + first
	}
	return how + " from " + first + " to " + last
}
