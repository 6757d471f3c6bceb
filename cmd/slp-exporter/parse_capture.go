package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/summary"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// captured is what was read about one target, from one file or several.
type captured struct {
	collector.Capture
	host     string // of the first prompt
	printed  []printed
	readings []reading
	unread   []summary.UnreadLine
	passed   []string // what was passed over, and where
	err      error    // the first one
}

// printed names the command that printed an output, and the file.
type printed struct{ command, file string }

// reading is the state read from one output, and the place of its collector in a poll.
type reading struct {
	state *parser.State
	place int
}

// addCapture reads an output into the capture of its target. The error is about the output. The capture has the
// part that could be read, even then.
func addCapture(all []*captured, in input, text string, flags parseFlags) ([]*captured, error) {
	at := slices.IndexFunc(all, func(c *captured) bool { return c.Target == in.target })
	if at < 0 {
		at = len(all)
		all = append(all, newCaptured(in.target))
	}
	c := all[at]
	var failed []error
	others := c.printed
	parts, passed := capture.Split(text, *flags.collector)
	c.passed = append(c.passed, passedIn(in.path, passed)...)
	for _, part := range parts {
		if err := c.taken(others, part, in.path); err != nil {
			return all, err
		}
		failed = append(failed, c.add(part, in.path))
	}
	return all, errors.Join(failed...)
}

func newCaptured(target string) *captured {
	return &captured{Capture: collector.Capture{Target: target}}
}

// targetOf is the target of a file: that of --target, else the file's name without its ending.
func (f parseFlags) targetOf(file string) string {
	if *f.target != "" {
		return *f.target
	}
	return targetOf(file)
}

// taken is a usageError if another file has the output of the same command.
func (c *captured) taken(others []printed, part capture.Part, file string) error {
	for _, o := range others {
		if o.command == part.Command.Text {
			return usageError{fmt.Errorf("%s and %s are both the %s output of target %s; name the files after their switches, or give --target to one at a time",
				o.file, file, part.Command.Collector, c.Target)}
		}
	}
	return nil
}

// passedIn says which lines of a file are in no output that is read.
func passedIn(file string, passed []capture.Passed) []string {
	const most = 5
	var said []string
	for i, p := range passed {
		if i == most {
			return append(said, fmt.Sprintf("%s: %d more places are not read", file, len(passed)-most))
		}
		said = append(said, fmt.Sprintf("%s: lines %d to %d are not read, from %q on", file, p.First, p.Last, p.Text))
	}
	return said
}

// add reads one part of a file, unless it comes from another switch than the parts before it.
func (c *captured) add(part capture.Part, file string) error {
	var state *parser.State
	var err error
	if capture.SameHost(c.host, part.Host) {
		state, err = part.Parse()
		c.addReading(part.Command, state, err, file)
	} else {
		err = fmt.Errorf("the output of %q is of switch %s, and that above of %s; give each switch a file of its own", part.Command.Text, part.Host, c.host)
	}
	if c.host == "" {
		c.host = part.Host
	}
	if c.err == nil {
		c.err = err
	}
	return err
}

// addReading keeps what one part says. Several parts may belong to one collector, as "show license udi" and
// "show license authorization" do. The collector failed if one of them did.
func (c *captured) addReading(command parser.Command, state *parser.State, err error, file string) {
	c.printed = append(c.printed, printed{command.Text, file})
	at := slices.IndexFunc(c.Outputs, func(o collector.CapturedOutput) bool { return o.Collector == command.Collector })
	if at < 0 {
		at = len(c.Outputs)
		c.Outputs = append(c.Outputs, collector.CapturedOutput{Collector: command.Collector})
	}
	output := &c.Outputs[at]
	if output.Err == nil {
		output.Err = err
	}
	if state == nil {
		return
	}
	output.Unread += len(state.Unread)
	output.Dropped += state.Dropped
	for _, u := range state.Unread {
		c.unread = append(c.unread, summary.UnreadLine{UnreadLine: u, From: file})
	}
	state.Unread = nil
	c.readings = append(c.readings, reading{state, slices.Index(collectorNames(), command.Collector)})
}

// merge puts the readings together as a poll does: tech support comes before usage, and usage before the
// summary, in whatever order the files have them.
func (c *captured) merge() {
	slices.SortStableFunc(c.readings, func(a, b reading) int { return a.place - b.place })
	for _, r := range c.readings {
		if c.State == nil {
			c.State = &parser.State{}
		}
		c.State.Merge(r.state)
	}
}

func (c *captured) report(b *collector.Builder, zone *time.Location) report {
	c.merge()
	var files []string
	for _, p := range c.printed {
		if !slices.Contains(files, p.file) {
			files = append(files, p.file)
		}
	}
	r := report{Report: summary.Report{Target: c.Target, Title: "read from " + strings.Join(files, ", "), Err: c.err, Unread: c.unread}}
	if c.State != nil {
		c.Clock = localtime.NewClock(c.State.Clock, time.Time{}, zone)
		r.Sample = collector.NewSample(c.State, c.Clock)
	}
	r.families = b.CaptureFamilies(c.Capture)
	return r
}

func targetOf(file string) string {
	if file == stdin {
		return "stdin"
	}
	base := filepath.Base(file)
	ending := filepath.Ext(base)
	if strings.Trim(ending, ".0123456789") == "" { // a part of an address
		return base
	}
	return strings.TrimSuffix(base, ending)
}

func collectorNames() []string {
	names := []string{netconf.Command().Collector}
	for _, c := range parser.Commands() {
		names = append(names, c.Collector)
	}
	return names
}
