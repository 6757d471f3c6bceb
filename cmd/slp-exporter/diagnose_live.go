package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/advise/render"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/choice"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
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
	found := f.ask(ctx, conf, logging.withoutWarnings().loggers(s.err).kit, s)
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
func (f diagnoseFlags) ask(ctx context.Context, conf *config.Config, logger log.Logger, s streams) []diagnose.Diagnosis {
	dialer := device.NewDialer(device.WithLogger(logger))
	progress := newProgress(len(conf.Targets), s)
	defer progress.end()
	return diagnose.Run(ctx, conf, diagnose.Options{
		Open: func(ctx context.Context, t *config.Target) (diagnose.Session, error) {
			session, err := dialer.Open(ctx, t)
			if err != nil {
				return nil, err // not session: a nil *Session in an interface is not nil
			}
			return session, nil
		},
		Active: *f.active, Sync: *f.sync, Logger: logger, Now: f.now, Done: progress.done,
		Announce: func(target, command string) {
			_, _ = fmt.Fprintf(s.err, "%s: types %q\n", target, command)
		},
	})
}

// progress counts the switches that have been asked, in a line that is written again and again.
type progress struct {
	streams
	all   int
	count atomic.Int64
	shown bool
}

// newProgress shows nothing unless there are several switches and a terminal.
func newProgress(all int, s streams) *progress {
	return &progress{streams: s, all: all, shown: all > 1 && isTerminal(s.err)}
}

func (p *progress) done() {
	if n := p.count.Add(1); p.shown {
		_, _ = fmt.Fprintf(p.err, "\r%d of %d switches asked", n, p.all)
	}
}

// end wipes the line.
func (p *progress) end() {
	if p.shown {
		_, _ = fmt.Fprint(p.err, "\r\x1b[K")
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
		if err := render.Text(s.out, d.Report, d.Title(), showsColours(s.out)); err != nil {
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
