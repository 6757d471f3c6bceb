package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

func pollCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("poll", "Poll configured switches once, now, and print what they say: of one switch all of it, of several a line for each.")
	output := addOutputFlags(c)
	chosen := addTargetArgs(c, "TARGET", targetHelp)
	return command{c, func(ctx context.Context, s streams) error {
		conf, missed, err := chosen.load(ctx, s, logging.loggers(s.err).kit)
		if err != nil {
			return err
		}
		return cmp.Or(poll(ctx, conf, output, logging, s), missed)
	}}
}

func poll(ctx context.Context, conf *config.Config, output outputFlags, logging logFlags, s streams) error {
	reports := pollAll(ctx, conf, logging, s)
	var errs []error
	for _, r := range reports {
		errs = append(errs, r.Err)
		if r.Err == nil || output.isText() {
			continue
		}
		for _, err := range append([]error{r.Err}, r.Others...) {
			_, _ = fmt.Fprintln(s.err, err)
		}
	}
	write, last := output.write, s.err
	if output.isText() {
		last = s.out
		if len(reports) > 1 {
			write = output.writeTable
		}
	}
	if err := write(s, reports); err != nil {
		return err
	}
	return closing(last, "polled", errs)
}

// pollAll polls the targets and logs out of them. On a terminal it shows how many are done.
func pollAll(ctx context.Context, conf *config.Config, logging logFlags, s streams) []report {
	progress := terminal.NewProgress(s.err, "switches polled", len(conf.Targets))
	defer progress.End()
	logger := logging.withoutWarnings().loggers(progress.Above(s.err)).kit
	switches := newFleet(conf, logger, func(*fleet.Result) { progress.Done() })
	defer func() { _ = logOut(switches) }() // the report is what counts
	builder := collector.NewBuilder()
	var reports []report
	for _, status := range switches.Collect(ctx) {
		reports = append(reports, reportOf(status, builder.Families(status)))
	}
	return reports
}
