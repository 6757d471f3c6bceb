package device

import (
	"context"
	"errors"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// maxCommand keeps a command's echo on one line of the terminal.
const maxCommand = 400

// Run sends one command and returns its output: without echo, prompt, carriage returns, escape
// sequences and pager lines; otherwise as the switch wrote it, including log messages that interrupt it
// (`show logging` consists of such lines). A refusal is an output too, see
// [Session.CheckOutput].
//
// The output is proven to be whole, or there is an error; its host is the one of the prompt. A line that
// equals the prompt does not end it: Run types a comment line that is used once (`!!…`) after the command, and
// only the prompt before that line's echo counts. IOS takes such lines silently.
//
// then are the commands that Run is called with next. They are typed along, so their outputs cost no round trip. It is
// no error to call Run with another command all the same. A switch that loses what is typed ahead is found out; from
// then on each line waits for the prompt, in its next sessions as well.
//
// Where more than 32 sessions of the Dialer receive more than 1 MiB at the same time, those that came
// later wait, on their own context, and their switches are stopped by SSH's flow control. Smaller
// outputs never wait.
//
// Any error ends the session: Alive and Run then fail without touching the wire, and Close is all
// that is left. (Not so what fails before the session is touched: a text that is no command, a
// context that ends while another command runs.) The error is a *[failure.Error].
func (s *Session) Run(ctx context.Context, command string, then ...string) (output platform.Output, err error) {
	if bad := unsendable(append([]string{command}, then...)...); bad != "" {
		return platform.Output{}, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, command, command, func() (err error) {
		s.attempt.Trace().Early(len(s.ahead.begun))
		output, err = s.ask(ctx, command, then)
		return err
	})
	return output, err
}

// unsendable says why one of these texts cannot be a command. It is empty if all can.
func unsendable(commands ...string) string {
	for _, c := range commands {
		switch {
		case strings.TrimSpace(c) == "":
			return "an empty command"
		case len(c) > maxCommand:
			return "a command too long for a terminal line"
		case strings.ContainsFunc(c, func(r rune) bool { return r < 0x20 || r == 0x7f || r == '?' }):
			return "a command with a control character or a question mark"
		}
	}
	return ""
}

// Alive checks that the switch still answers, with the prompt it had at login. An error means that
// the session is over: the switch has hung up, was renamed, or another supervisor took over.
func (s *Session) Alive(ctx context.Context) error {
	return s.talk(ctx, dialogue.StepAlive, "", func() error { return s.sync(ctx) })
}

// sync types a comment line and waits for the prompt that follows.
func (s *Session) sync(ctx context.Context) error {
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	mark, err := s.sendMarker()
	if err == nil {
		_, err = s.collect(ctx, mark)
	}
	return err
}
