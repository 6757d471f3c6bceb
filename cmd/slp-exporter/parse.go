package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
		verbose:  addVerboseFlag(c),
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
	zone, err := time.LoadLocation(*flags.timezone)
	if err != nil {
		return usageError{fmt.Errorf("--timezone: %w, write an IANA name such as Europe/Berlin", err)}
	}
	if *flags.timezone == "" {
		zone = nil
	}
	var failed error
	var captures []*captured
	for _, file := range files {
		if file == "" { // what kingpin makes of "-"
			file = "-"
		}
		text, err := readCapture(file, s)
		if err == nil {
			captures, err = addCapture(captures, file, string(text), flags)
		}
		if errors.As(err, &usageError{}) {
			return err
		}
		if err != nil {
			_, _ = fmt.Fprintf(s.err, "%s: %s\n", file, err)
			failed = errReported
		}
	}
	builder := collector.NewBuilder()
	reports := make([]report, 0, len(captures))
	for _, c := range captures {
		reports = append(reports, c.report(builder, zone))
	}
	if err := write(s, *flags.format, *flags.verbose, reports); err != nil {
		return err
	}
	return failed
}

// captured is what was read of one target, from one file or several.
type captured struct {
	collector.Capture
	files  []string // of each output
	unread []unreadLine
	err    error // the first one
}

// addCapture reads an output into the capture of its target. The error is that of the output; what
// could be read of it is in the capture all the same.
func addCapture(all []*captured, file, text string, flags parseFlags) ([]*captured, error) {
	target := *flags.target
	if target == "" {
		target = targetOf(file)
	}
	at := slices.IndexFunc(all, func(c *captured) bool { return c.Target == target })
	if at < 0 {
		at = len(all)
		all = append(all, &captured{Capture: collector.Capture{Target: target}})
	}
	c := all[at]
	var failed error
	others := c.Outputs
	for _, part := range parser.Split(text, *flags.collector) {
		for i, o := range others {
			if o.Collector == part.Command.Collector {
				return all, usageError{fmt.Errorf("%s and %s are both the %s output of target %s; name the files after their switches, or give --target to one at a time",
					c.files[i], file, o.Collector, target)}
			}
		}
		if err := c.add(part, file); err != nil && failed == nil {
			failed = err
		}
	}
	return all, failed
}

// add reads one part of a file.
func (c *captured) add(part parser.Part, file string) error {
	state, err := part.Parse()
	output := collector.CapturedOutput{Collector: part.Command.Collector, Err: err}
	if state != nil {
		output.Unread = len(state.Unread)
		for _, u := range state.Unread {
			c.unread = append(c.unread, unreadLine{u, file})
		}
		state.Unread = nil
	}
	c.Outputs, c.files = append(c.Outputs, output), append(c.files, file)
	switch {
	case state == nil:
	case c.State == nil:
		c.State = state
	default:
		c.State.Merge(state)
	}
	if c.err == nil {
		c.err = err
	}
	return err
}

func (c *captured) report(b *collector.Builder, zone *time.Location) report {
	r := report{target: c.Target, title: "read from " + strings.Join(slices.Compact(slices.Clone(c.files)), ", "), err: c.err, unread: c.unread}
	if c.State != nil {
		c.Clock = parser.NewClock(c.State.Clock, time.Time{}, zone)
		r.sample = collector.NewSample(c.State, c.Clock)
	}
	r.families = b.CaptureFamilies(c.Capture)
	return r
}

// maxCapture bounds a captured output, as a session's is.
const maxCapture = 16 << 20

func readCapture(file string, s streams) ([]byte, error) {
	in := s.in
	if file != "-" {
		f, err := os.Open(file) //nolint:gosec // the user names the file
		if err != nil {
			return nil, unnamed(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxCapture+1))
	if err == nil && len(text) > maxCapture {
		err = fmt.Errorf("longer than %d MiB, this is no licence output", maxCapture>>20)
	}
	return text, unnamed(err)
}

// unnamed is an error without the file's name, which parse puts in front.
func unnamed(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

func targetOf(file string) string {
	if file == "-" {
		return "stdin"
	}
	base := filepath.Base(file)
	ending := filepath.Ext(base)
	if strings.Trim(ending, ".0123456789") == "" { // a part of an address
		return base
	}
	return strings.TrimSuffix(base, ending)
}
