package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
)

func fingerprintCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("fingerprint", "Print host keys of configured switches in known_hosts form, to be compared with the switches' own and added.")
	chosen := addTargetArgs(c, "TARGET", targetHelp)
	return command{c, func(ctx context.Context, s streams) error {
		logger := logging.loggers(s.err).kit
		conf, failed, err := chosen.load(ctx, s, logger)
		if err != nil {
			return err
		}
		dialer := device.NewDialer(device.WithLogger(logger))
		for _, t := range conf.Targets {
			for _, address := range t.Addresses() {
				if err := fingerprint(ctx, dialer, conf.Polling, at(t, address), s); err != nil {
					_, _ = fmt.Fprintln(s.err, err)
					failed = errReported
				}
			}
		}
		return failed
	}}
}

// at is the target with another address: each port has host key lines of its own.
func at(t *config.Target, address string) *config.Target {
	there := *t
	there.Address = address
	return &there
}

func fingerprint(ctx context.Context, d *device.Dialer, p config.Polling, t *config.Target, s streams) error {
	ctx, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	lines, err := d.HostKeys(ctx, t)
	for _, l := range lines {
		_, _ = fmt.Fprintln(s.out, l)
	}
	return err
}
