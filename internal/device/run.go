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
// equals the prompt does not end it: Run types a comment line with a number used once (`!slp-…`) at the prompt, and
// only the prompt before that line's echo counts. IOS takes such lines silently.
//
// Where more than 32 sessions of the Dialer receive more than 1 MiB at the same time, those that came
// later wait, on their own context, and their switches are stopped by SSH's flow control. Smaller
// outputs never wait.
//
// Any error ends the session: Alive and Run then fail without touching the wire, and Close is all
// that is left. (Not so what fails before the session is touched: a text that is no command, a
// context that ends while another command runs.) The error is a *[failure.Error].
func (s *Session) Run(ctx context.Context, command string) (output platform.Output, err error) {
	if bad := unsendable(command); bad != "" {
		return platform.Output{}, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, command, command, func() (err error) {
		output, err = s.exchange(ctx, command)
		return err
	})
	return output, err
}

// unsendable says why a text cannot be a command. It is empty for one that can.
func unsendable(command string) string {
	switch {
	case strings.TrimSpace(command) == "":
		return "an empty command"
	case len(command) > maxCommand:
		return "a command too long for a terminal line"
	case strings.ContainsFunc(command, func(r rune) bool { return r < 0x20 || r == 0x7f || r == '?' }):
		return "a command with a control character or a question mark"
	}
	return ""
}

// Alive checks that the switch still answers, with the prompt it had at login. An error means that
// the session is over: the switch has hung up, was renamed, or another supervisor took over.
func (s *Session) Alive(ctx context.Context) error {
	return s.talk(ctx, dialogue.StepAlive, "", func() error { return s.sync(ctx) })
}

// exchange types one command and returns its output.
func (s *Session) exchange(ctx context.Context, command string) (platform.Output, error) {
	if err := s.send(command + "\n"); err != nil {
		return platform.Output{}, err
	}
	return s.output(ctx, command, nil)
}

// sync types a comment line and waits for the prompt that follows.
func (s *Session) sync(ctx context.Context) error {
	mark, err := s.sendMarker()
	if err == nil {
		_, err = s.collect(ctx, mark, nil)
	}
	return err
}
