package fleet

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/parser"
)

// Session is an open dialogue with one switch, as device.Session implements it.
type Session interface {
	Run(ctx context.Context, command string) (string, error)
	CheckOutput(command, output string) error
	Hostname() string
	Alive(ctx context.Context) error
	Close(ctx context.Context) error
}

// OpenFunc opens a session to a switch.
type OpenFunc func(ctx context.Context, target *config.Target) (Session, error)

// poll asks a session everything that the target's module wants.
func poll(ctx context.Context, session Session, target *config.Target, now func() time.Time) *Result {
	r := &Result{Target: target}
	var reading *parser.Time
	var readAt time.Time
	for _, command := range commandsOf(target.Module) {
		began := now()
		state, err := ask(ctx, session, target, command)
		r.Collectors = append(r.Collectors, CollectorResult{
			Name: command.Collector, Duration: now().Sub(began), Err: err,
		})
		if err != nil {
			if r.Err == nil {
				r.Err = err
			}
			continue
		}
		if reading == nil && state.Clock != nil {
			reading, readAt = state.Clock, began
		}
		r.add(state)
	}
	if r.State != nil {
		r.State.Hostname = session.Hostname()
		r.Clock = clockOf(reading, readAt, target.Module.Timezone, now)
	}
	return r
}

// clockOf places the switch's reading beside our clock. Without a reading, times with a countdown
// and those in UTC can still be told.
func clockOf(reading *parser.Time, at time.Time, zone *time.Location, now func() time.Time) parser.Clock {
	if reading == nil {
		at = now()
	}
	return parser.NewClock(reading, at, zone)
}

func (r *Result) add(state *parser.State) {
	if r.State == nil {
		r.State = state
		return
	}
	r.State.Merge(state)
}

// ask runs one command and reads its output, once more if it was not whole: a log message may have
// broken into it.
func ask(ctx context.Context, s Session, t *config.Target, c parser.Command) (*parser.State, error) {
	state, err := askOnce(ctx, s, t, c)
	var cut *parser.TruncatedError
	if errors.As(err, &cut) {
		return askOnce(ctx, s, t, c)
	}
	return state, err
}

// askOnce runs one command. A State is only returned if the output is whole.
func askOnce(ctx context.Context, s Session, t *config.Target, c parser.Command) (*parser.State, error) {
	output, err := s.Run(ctx, c.Text)
	if err != nil {
		return nil, err
	}
	if err := s.CheckOutput(c.Text, output); err != nil {
		return nil, err
	}
	// The exact prompt stood on a line of its own behind it, so the last line is whole.
	if !strings.HasSuffix(output, "\n") {
		output += "\n"
	}
	state, err := c.Parse(output)
	if err != nil {
		return nil, &device.Error{
			Reason: device.ReasonParse, Target: t.Name, Command: c.Text,
			Err: fmt.Errorf("reading the output: %w", err),
		}
	}
	return state, nil
}

// commandsOf are the commands of the module's collectors, in the order in which commands are
// asked, whatever order the configuration has.
func commandsOf(m *config.Module) []parser.Command {
	var out []parser.Command
	for _, c := range parser.Commands() {
		for _, wanted := range m.Collectors {
			if c.Collector == wanted {
				out = append(out, c.Over(m.EventlogDays))
			}
		}
	}
	return out
}

// failed is the result of a poll that got no session.
func failed(target *config.Target, err error) *Result {
	r := &Result{Target: target, Err: err}
	for _, c := range commandsOf(target.Module) {
		r.Collectors = append(r.Collectors, CollectorResult{Name: c.Collector, Err: err})
	}
	return r
}
