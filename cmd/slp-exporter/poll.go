package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
)

func pollCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("poll", "Poll configured switches once, now, and print what they say.")
	output := addOutputFlags(c)
	chosen := addTargetArgs(c, "TARGET", targetHelp)
	return command{c, func(ctx context.Context, s streams) error {
		conf, missed, err := chosen.load(ctx, s, logging.loggers(s.err).kit)
		if err != nil {
			return err
		}
		return cmp.Or(poll(ctx, conf, output, logging.withoutWarnings().loggers(s.err).kit, s), missed)
	}}
}

func poll(ctx context.Context, conf *config.Config, output outputFlags, logger log.Logger, s streams) error {
	switches := newFleet(conf, logger, nil)
	defer func() { _ = logOut(switches) }() // the report is what counts
	builder := collector.NewBuilder()
	var reports []report
	var failed error
	for _, status := range switches.Collect(ctx) {
		r := reportOf(status, builder.Families(status))
		reports = append(reports, r)
		if r.err == nil {
			continue
		}
		failed = errReported
		if !output.isText() {
			for _, err := range append([]error{r.err}, r.others...) {
				_, _ = fmt.Fprintln(s.err, err)
			}
		}
	}
	if err := output.write(s, reports); err != nil {
		return err
	}
	return failed
}
