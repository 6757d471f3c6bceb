package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
)

func pollCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("poll", "Poll configured switches once, now, and print what they say.")
	format, verbose := addOutputFlag(c), addVerboseFlag(c)
	chosen := addTargetArgs(c)
	return command{c, func(ctx context.Context, s streams) error {
		logger, _ := logging.logger(s.err)
		conf, err := chosen.load(logger)
		if err != nil {
			return err
		}
		return poll(ctx, conf, *format, *verbose, logging.withoutWarnings(s.err), s)
	}}
}

func poll(ctx context.Context, conf *config.Config, format string, verbose bool, logger log.Logger, s streams) error {
	switches := newFleet(conf, logger)
	defer func() { _ = logOut(switches) }() // the report is what counts
	statuses := switches.Collect(ctx)
	builder := collector.NewBuilder()
	var reports []report
	var failed error
	for _, status := range statuses {
		r := reportOf(status, builder.Families(status))
		reports = append(reports, r)
		if r.err != nil {
			failed = errReported
			if format != "text" { // which says it itself
				for _, err := range append([]error{r.err}, r.others...) {
					_, _ = fmt.Fprintln(s.err, err)
				}
			}
		}
	}
	if err := write(s, format, verbose, reports); err != nil {
		return err
	}
	return failed
}

// report is what is printed about one switch.
type report struct {
	target   string
	title    string // "polled at … in …"
	err      error
	others   []error // of the other side, where both are asked
	sample   *collector.Sample
	families []*dto.MetricFamily
	unread   []unreadLine
}

// unreadLine is a line that a reader knew but could not make sense of, with the file or collector
// that it comes from.
type unreadLine struct {
	parser.UnreadLine
	from string
}

func (u unreadLine) String() string { return fmt.Sprintf("%s line %d: %s", u.from, u.Line, u.Text) }

func reportOf(s fleet.Status, families []*dto.MetricFamily) report {
	r := report{target: s.Target.Name, families: families, err: context.Canceled}
	if s.Result == nil {
		return r
	}
	r.err = s.Result.Err
	r.title = "polled " + s.Result.Ended.UTC().Format(time.RFC3339) + " in " +
		s.Result.Duration().Round(time.Millisecond).String()
	for _, c := range s.Result.Collectors {
		if c.Name == config.NetconfCollector && c.Err != nil && !errors.Is(c.Err, r.err) {
			r.others = append(r.others, c.Err)
		}
		for _, u := range c.Unread {
			r.unread = append(r.unread, unreadLine{u, c.Name})
		}
	}
	if s.Result.State != nil {
		r.sample = collector.NewSample(s.Result.State, s.Result.Clock)
	}
	return r
}
