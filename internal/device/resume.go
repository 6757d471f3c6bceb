package device

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Resume is Run for the first command on a session that was idle. It also finds out whether
// the switch still answers within that time, with the prompt that it had at login. If it does not, alive
// is false: the switch has hung up or was renamed, a firewall has forgotten the connection, another
// supervisor took over; the command may have run or not. The session has ended, as after any
// error.
//
// The echo of the first line is the answer: from then on the command may take as long as ctx allows, and if nothing
// more comes, that is the failure of the command.
//
// Resume types a comment line together with the command, before it, so this costs no round trip, unless the switch
// loses what is typed ahead. All that the switch said while the session was idle precedes the comment's echo, and is
// dropped with it. then are as in Run.
func (s *Session) Resume(ctx context.Context, command string, within time.Duration, then ...string) (output platform.Output, alive bool, err error) {
	if bad := unsendable(append([]string{command}, then...)...); bad != "" {
		return platform.Output{}, true, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, dialogue.StepAlive, command, func() (err error) {
		if alive, err = s.wake(ctx, within, append([]string{command}, then...)); err != nil {
			return err
		}
		s.attempt.Trace().BeginWith(command, len(s.ahead.begun))
		output, err = s.ask(ctx, command, then)
		return err
	})
	return output, alive, err
}

// wake types a marker and, unless each line waits for the prompt, the commands. It reads until the marker was echoed
// and the prompt follows it. proven is false if there was no answer within that time, or one that the session of
// before would not have given.
func (s *Session) wake(ctx context.Context, within time.Duration, commands []string) (proven bool, err error) {
	if err := s.catchUp(ctx); err != nil {
		return false, err
	}
	mark := newMarker()
	s.ahead.lines = []string{mark}
	if !s.stepwise {
		s.ahead.lines = append(s.ahead.lines, linesOf(commands)...)
	}
	if err := s.sendLines(s.ahead.lines...); err != nil {
		return false, err
	}
	if s.ahead.begun, err = s.untilAwake(ctx, mark, within); err != nil {
		return false, err
	}
	_, proven, err = s.untilMarker(ctx, marked{mark: mark, idle: true})
	if proven {
		s.ahead.lines = s.ahead.lines[1:]
	}
	another := (*failure.Error)(nil) // not the one of a switch that hangs up, or does not answer the command
	return !errors.As(err, &another), err
}

// untilAwake reads until the marker was echoed, and returns all that came.
func (s *Session) untilAwake(ctx context.Context, mark string, within time.Duration) ([]byte, error) {
	asleep := time.Now().Add(within)
	a := newAnswer(maxLoginText)
	for !bytes.Contains(a.text, []byte(mark)) {
		err := s.readMore(ctx, &a, max(time.Until(asleep), 1))
		if errors.Is(err, errQuiet) {
			return nil, failure.New(failure.Disconnected, "no answer within %s on the session that was kept open", within)
		}
		if err != nil {
			return nil, err
		}
	}
	return a.text, nil
}
