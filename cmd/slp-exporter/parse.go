package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/parser"
)

// parseFlags are the flags of parse.
type parseFlags struct {
	collector, target, timezone, format *string
	verbose                             *bool
}

func parseCommand(app *kingpin.Application) command {
	c := app.Command("parse", "Read captured output instead of a switch, and print what it says.")
	flags := parseFlags{
		collector: c.Flag("collector", "Whose command printed it; recognised by the text if not given.").
			PlaceHolder("NAME").Enum(collectorNames()...),
		target:   c.Flag("target", "The target label; by default the file's name without its ending.").String(),
		timezone: c.Flag("timezone", "Time zone of the switch, such as Europe/Berlin; without it only UTC and GMT can be told.").PlaceHolder("Area/City").String(),
		format:   addOutputFlag(c),
		verbose:  c.Flag("verbose", "With --output=text, name the lines that could not be read.").Short('v').Bool(),
	}
	files := c.Arg("FILE", "Captured output; - is standard input.").Required().Strings()
	return command{c, func(_ context.Context, s streams) error { return parse(*files, flags, s) }}
}

func collectorNames() []string {
	var names []string
	for _, c := range parser.Commands() {
		names = append(names, c.Collector)
	}
	return names
}

func parse(files []string, flags parseFlags, s streams) error {
	var location *time.Location
	if *flags.timezone != "" {
		var err error
		if location, err = time.LoadLocation(*flags.timezone); err != nil {
			return fmt.Errorf("--timezone: %w, write an IANA name such as Europe/Berlin", err)
		}
	}
	builder := collector.NewBuilder()
	var reports []report
	var failed error
	for _, file := range files {
		if file == "" { // what kingpin makes of "-"
			file = "-"
		}
		r, err := parseFile(file, flags, location, builder, s)
		if err != nil {
			return err
		}
		if r.err != nil {
			_, _ = fmt.Fprintf(s.err, "%s: %s\n", file, r.err)
			failed = errReported
		}
		reports = append(reports, r)
	}
	if *flags.format == "text" && !*flags.verbose {
		for i := range reports {
			if reports[i].sample != nil {
				reports[i].sample.Unread = nil
			}
		}
	}
	if err := write(s, *flags.format, reports); err != nil {
		return err
	}
	return failed
}

func parseFile(file string, flags parseFlags, zone *time.Location, b *collector.Builder, s streams) (report, error) {
	text, err := readCapture(file, s)
	if err != nil {
		return report{}, err
	}
	name := *flags.target
	if name == "" {
		name = targetOf(file)
	}
	capture := collector.Capture{Target: name, Collector: *flags.collector}
	c := parser.Detect(string(text), *flags.collector)
	capture.Collector = c.Collector
	capture.State, capture.Err = c.Parse(string(text))
	r := report{target: name, title: "read from " + file, err: capture.Err}
	if capture.State != nil {
		capture.Clock = parser.NewClock(capture.State.Clock, time.Time{}, zone)
		r.sample = collector.NewSample(capture.State, capture.Clock)
	}
	r.families = b.CaptureFamilies(capture)
	return r, nil
}

// maxCapture bounds a captured output, as a session's is.
const maxCapture = 16 << 20

func readCapture(file string, s streams) ([]byte, error) {
	in := s.in
	if file != "-" {
		f, err := os.Open(file) //nolint:gosec // the user names the file
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxCapture+1))
	if err == nil && len(text) > maxCapture {
		err = fmt.Errorf("%s: longer than %d MiB, this is no licence output", file, maxCapture>>20)
	}
	return text, err
}

func targetOf(file string) string {
	if file == "-" {
		return "stdin"
	}
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
