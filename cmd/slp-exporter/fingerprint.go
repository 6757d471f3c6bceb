package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

func fingerprintCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("fingerprint", "Print host keys of configured switches in known_hosts form, each after a comment with its fingerprint, to be compared with the switches' own and added.")
	chosen := addTargetArgs(c, "TARGET", targetHelp)
	return command{c, func(ctx context.Context, s streams) error {
		conf, missed, err := chosen.load(ctx, s, logging.loggers(s.err).kit)
		if err != nil {
			return err
		}
		return cmp.Or(fingerprint(ctx, conf, logging, s), missed)
	}}
}

// hostKeys are the keys of one switch, or why it has shown none.
type hostKeys struct {
	entries []string
	err     error
}

// fingerprint prints the keys of all targets, as many at once as are polled at once, in the order of the configuration.
func fingerprint(ctx context.Context, conf *config.Config, logging logFlags, s streams) error {
	progress := terminal.NewProgress(s.err, "switches asked", len(conf.Targets))
	defer progress.End()
	s = s.above(progress)
	dialer := device.NewDialer(device.WithLogger(logging.loggers(s.err).kit))
	ask := func(t *config.Target) hostKeys {
		defer progress.Done()
		return keysOf(ctx, dialer, conf.Polling, t)
	}
	errs := make([]error, 0, len(conf.Targets))
	inOrder(conf.Targets, conf.Polling.MaxConcurrent, ask, func(keys hostKeys) {
		for _, e := range keys.entries {
			_, _ = fmt.Fprintln(s.out, e)
		}
		if keys.err != nil {
			_, _ = fmt.Fprintln(s.err, keys.err)
		}
		errs = append(errs, keys.err)
	})
	progress.End()
	return closing(s.err, "asked", errs)
}

// keysOf asks each port of a target: every one has host key lines of its own.
func keysOf(ctx context.Context, d *device.Dialer, p config.Polling, t *config.Target) (keys hostKeys) {
	for _, address := range t.Addresses() {
		there := *t
		there.Address = address
		within, cancel := context.WithTimeout(ctx, p.Timeout)
		entries, err := d.HostKeys(within, &there)
		cancel()
		keys.entries = append(keys.entries, entries...)
		keys.err = errors.Join(keys.err, err)
	}
	return keys
}
