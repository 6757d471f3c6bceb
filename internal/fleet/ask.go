package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/release"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// askAll asks a session everything that the target's module wants. known is the failure after which those in the
// event log are counted; it may be nil.
func askAll(ctx context.Context, session Session, target *config.Target, known *localtime.Time, now func() time.Time) *Result {
	system := session.System()
	r := &Result{Target: target, opened: true, found: system}
	var reading *localtime.Time
	var readAt time.Time
	var era *release.Era
	ended := false
	commands := commandsOf(target.Module, system, known)
	makesUp := upBy(target.Module.CollectorsOn(system.Key()))
	for i, command := range commands {
		began := now()
		state, err := ask(ctx, session, target, command, commands[i+1:])
		if err != nil && command.Licensing() {
			err = inEra(err, era)
		}
		c := CollectorResult{Name: command.Collector, Duration: now().Sub(began), Err: err}
		if state != nil {
			c.Unread, c.Dropped, state.Unread = state.Unread, state.Dropped, nil
		}
		r.Collectors = append(r.Collectors, c)
		if err != nil {
			if grave := !survived(err); r.Err == nil || grave && !ended {
				trace.From(ctx).Mark()
				ended = grave
			}
			if r.Err == nil {
				r.Err = err
			}
			continue
		}
		r.up = r.up || makesUp(command.Collector)
		era = cmp.Or(era, state.Era)
		if reading == nil && state.Clock != nil {
			reading, readAt = state.Clock, began
		}
		r.Collectors[len(r.Collectors)-1].state = state
	}
	if r.State = merged(r.Collectors); r.State != nil {
		r.System = system
		r.Clock = clockOf(reading, readAt, target.Module.Timezone, now)
	}
	return r
}

// clockOf relates the switch's clock to ours. Without a reading of its clock, only times with a countdown
// and times in UTC can be placed.
func clockOf(reading *localtime.Time, at time.Time, zone *time.Location, now func() time.Time) localtime.Clock {
	if reading == nil {
		at = now()
	}
	return localtime.NewClock(reading, at, zone)
}

// ask runs one command, which then follow, and reads its output. It tries once more if the output was not whole: a log
// message may have broken into it.
func ask(ctx context.Context, s Session, t *config.Target, c parser.Command, then []parser.Command) (*parser.State, error) {
	state, err := askOnce(ctx, s, t, c, then)
	var cut *reply.TruncatedError
	if errors.As(err, &cut) {
		return askOnce(ctx, s, t, c, then)
	}
	return state, err
}

// askOnce runs one command, which then follow. It returns a State only if the output is whole.
func askOnce(ctx context.Context, s Session, t *config.Target, c parser.Command, then []parser.Command) (*parser.State, error) {
	next := make([]string, len(then))
	for i := range then {
		next[i] = then[i].Text
	}
	output, err := s.Run(ctx, c.Text, next...)
	if err != nil {
		return nil, err
	}
	if err := s.CheckOutput(c.Text, output.Text); err != nil {
		return nil, err
	}
	state, err := c.Parse(output)
	if err != nil {
		return nil, s.Redacted(&failure.Error{
			Reason: reasonOf(err), Target: t.Name, Command: c.Text,
			Err: fmt.Errorf("reading the output: %w", err),
		})
	}
	state.Hostname = output.Host
	hideSecrets(state, t.Module.Auth)
	return state, nil
}

// hideSecrets masks the secrets of the login in all that a switch says: it knows them, and may say them, as its name or that
// of a licence. Everything that is shown of a switch is made of its State and of texts that the session has masked.
//
// Those of other auths are not masked: the switch does not know them, but whoever may name a licence there could try
// guesses and see which one is masked.
func hideSecrets(s *parser.State, auth *config.Auth) {
	if auth != nil {
		s.MapTexts(redact.New(auth).Mask)
	}
}

// reasonOf returns the reason for an error of a parser. A switch without a Smart Licensing agent has answered well.
func reasonOf(err error) failure.Reason {
	if errors.As(err, new(*reply.RightToUseError)) || errors.As(err, new(*reply.NodeLockedError)) {
		return failure.Unsupported
	}
	return failure.Parse
}

// inEra says how a Nexus licenses that does not answer as with Smart Licensing Using Policy, where that follows from its
// release. Other errors stay as they are.
func inEra(err error, era *release.Era) error {
	var e *failure.Error
	if era == nil || era.Policy || !errors.As(err, &e) {
		return err
	}
	answered := e.Reason == failure.Unsupported || errors.As(err, new(*reply.UnrecognisedError)) || errors.Is(err, reply.ErrEmpty)
	if !answered {
		return err
	}
	return &failure.Error{
		Reason: failure.Unsupported, Target: e.Target, Command: e.Command,
		Err: fmt.Errorf("licensing of this release is %s: %w", era.Name, e.Err),
	}
}

// commandsOf returns the commands of the module's collectors in the order in which they are asked, not in that
// of the configuration. system is what the switch runs; nil stands for IOS-XE. known is as in askAll.
func commandsOf(m *config.Module, system *platform.OS, known *localtime.Time) []parser.Command {
	if system == nil {
		system = platform.IOSXE()
	}
	wanted := m.CollectorsOn(system.Key())
	var out []parser.Command
	for _, c := range parser.CommandsOn(system) {
		if slices.Contains(wanted, c.Collector) {
			out = append(out, c.After(known).Over(m.EventlogDays))
		}
	}
	return out
}

// failedCLI returns the result of a poll that got no session. system is as in commandsOf.
func failedCLI(target *config.Target, system *platform.OS, err error) *Result {
	r := &Result{Target: target, Err: err}
	for _, c := range commandsOf(target.Module, system, nil) {
		r.Collectors = append(r.Collectors, CollectorResult{Name: c.Collector, Err: err})
	}
	return r
}
