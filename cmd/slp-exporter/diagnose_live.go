package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/slp-exporter/slp-exporter/internal/advise/render"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/choice"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

// live asks the chosen switches.
func (f diagnoseFlags) live(ctx context.Context, logging logFlags, s streams) error {
	if *f.target != "" || *f.zone != "" {
		return usageError{errors.New("--target and --timezone are for captured output: name it with --from")}
	}
	conf, missed, err := f.chosen.load(ctx, s, logging.loggers(s.err).kit)
	switch {
	case errors.Is(err, choice.ErrNothing):
		return usageError{fmt.Errorf("%w, or captured output with --from", err)}
	case err != nil:
		return err
	}
	found := f.ask(ctx, conf, logging, s)
	for _, d := range found {
		if d.Err != nil {
			missed = errReported
			_, _ = fmt.Fprintln(s.err, d.Err)
		}
	}
	if err := f.writeLive(s, found); err != nil {
		return err
	}
	if missed == nil && f.found(reportsOf(found)) {
		return errFound
	}
	return missed
}

// ask asks the targets of a configuration. It says before what is typed besides show commands.
func (f diagnoseFlags) ask(ctx context.Context, conf *config.Config, logging logFlags, s streams) []diagnose.Diagnosis {
	progress := terminal.NewProgress(s.err, "switches asked", len(conf.Targets))
	defer progress.End()
	s = s.above(progress)
	logger := logging.withoutWarnings().loggers(s.err).kit
	open := f.open
	if open == nil {
		open = overSSH(device.NewDialer(device.WithLogger(logger)))
	}
	return diagnose.Run(ctx, conf, diagnose.Options{
		Open: open, Active: *f.active, Sync: *f.sync, Logger: logger, Now: f.now, Done: progress.Done,
		Announce: func(target, command string) {
			_, _ = fmt.Fprintf(s.err, "%s: types %q\n", target, command)
		},
	})
}

// overSSH opens the sessions of a diagnosis.
func overSSH(dialer *device.Dialer) func(context.Context, *config.Target) (diagnose.Session, error) {
	return func(ctx context.Context, t *config.Target) (diagnose.Session, error) {
		session, err := dialer.Open(ctx, t)
		if err != nil {
			return nil, err // not session: a nil *Session in an interface is not nil
		}
		return session, nil
	}
}

func reportsOf(found []diagnose.Diagnosis) []diagnosis {
	reports := make([]diagnosis, len(found))
	for i, d := range found {
		reports[i] = diagnosis{d.Report, d.Title()}
	}
	return reports
}

// writeLive writes one report, or of several switches what they have in common, with the reports if they are wanted.
func (f diagnoseFlags) writeLive(s streams, found []diagnose.Diagnosis) error {
	several := len(found) > 1 && *f.output != "json"
	if several {
		if err := f.overview(s, found); err != nil {
			return err
		}
		if !*f.verbose {
			return nil
		}
	}
	if *f.output != "text" {
		return f.write(s, reportsOf(found))
	}
	for _, d := range found {
		if err := render.Text(s.out, d.Report, d.Title(), terminal.Colours(s.out)); err != nil {
			return err
		}
		if d.Sync != nil && len(d.Sync.Rows) > 0 {
			if err := d.Sync.WriteSync(s.out); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f diagnoseFlags) overview(s streams, found []diagnose.Diagnosis) error {
	if *f.output == "markdown" {
		_, _ = fmt.Fprintln(s.out, "```")
		defer func() { _, _ = fmt.Fprint(s.out, "```\n\n") }()
	}
	if err := diagnose.Overview(s.out, found); err != nil {
		return err
	}
	if *f.verbose && *f.output == "text" {
		_, _ = fmt.Fprintln(s.out)
	}
	return nil
}
