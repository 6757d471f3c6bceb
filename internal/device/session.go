package device

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

const (
	// maxCommand keeps a command's echo on one line of the terminal.
	maxCommand = 400
)

// Session is a command line on one switch. Commands run one at a time; a second caller waits.
type Session struct {
	terminal
	guard   *dialogue.Guard
	conn    *dial.Conn
	attempt *dial.Attempt
	wire    *wire
	driver  *driver
	arrived arrivals

	turn       chan struct{} // holds the right to talk while nobody does
	prompt     string        // the exact prompt
	comment    string        // what this switch says to a comment line; IOS says nothing
	markers    markers
	transcript *transcript
	finished   chan struct{} // closed when Close is through
}

func newSession(d *Dialer, a *dial.Attempt, c *dial.Conn) *Session {
	s := &Session{
		guard: dialogue.New(a, c, d.large, dialogue.Words{
			Waiting: dial.PhaseCommand.String(),
			Closed:  "the switch closed the connection",
			Less:    " (fewer eventlog_days or collectors make less)",
		}),
		conn:     c,
		terminal: terminal{a.OS}, attempt: a, wire: newWire(c, a.OS, &d.buffers),
		arrived:    make(arrivals, 1),
		turn:       make(chan struct{}, 1),
		markers:    newMarkers(),
		transcript: newTranscript(a),
		finished:   make(chan struct{}),
	}
	s.turn <- struct{}{}
	return s
}

// Run sends one command and returns its output: without echo, prompt, carriage returns, escape
// sequences and pager lines; otherwise as the switch wrote it, log messages that broke in included
// (`show logging` consists of such lines). What the switch refuses is output too, see
// [Session.CheckOutput].
//
// The output is proven to be whole, or there is an error; its host is the one of the prompt. A line that equals the prompt does not end it: behind
// the prompt a comment line with a number used once (`!slp-…`) is typed, and only the prompt in
// front of that line's echo counts. IOS takes such lines silently.
//
// Where more than 32 sessions of the Dialer receive more than 1 MiB at the same time, those that came
// later wait, on their own context, and their switches are stopped by SSH's flow control. Smaller
// outputs never wait.
//
// Any error ends the session: Alive and Run then fail without touching the wire, and Close is all
// that is left. (Not so what fails before the session is touched: a text that is no command, a
// context that ends while another command runs.) The error is an *[failure.Error].
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

// unsendable tells why a text cannot be a command, if so.
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

// talk holds one dialogue under the session's rules, once no other is held. Its first step has that name.
func (s *Session) talk(ctx context.Context, step, command string, dialogue func() error) error {
	select {
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	case <-ctx.Done():
		return dial.Ended(s.attempt.Target.Name, command, "waiting for the session", ctx.Err())
	}
	return s.guard.Do(ctx, step, command, func() error {
		defer s.pause()
		return dialogue()
	}, func(took time.Duration, err error) { s.logDone(command, took, err) })
}

// logDone logs the end of a command, or of a check of the session.
func (s *Session) logDone(command string, took time.Duration, err error) {
	if s.transcript == nil {
		return
	}
	fields := []any{"msg", "done", "command", cmp.Or(command, dialogue.StepAlive), "duration", took, "ok", err == nil}
	if err != nil {
		fields = append(fields, "reason", string(failure.ReasonOf(err)), "err", err)
	}
	s.transcript.log(fields...)
}

// Hostname is the switch's name as its prompt shows it.
func (s *Session) Hostname() string { return s.promptOf(s.prompt).Host }

// Privileged tells whether the session is in privileged mode (host#) rather than user mode (host>).
func (s *Session) Privileged() bool { return s.promptOf(s.prompt).Privileged }

// CheckOutput is [CheckOutput] with the target named, and with advice where user mode may be why.
func (s *Session) CheckOutput(command, output string) error {
	e := refused(s.os, output, !s.Privileged())
	if e == nil {
		return nil
	}
	e.Target, e.Command = s.attempt.Target.Name, command
	return s.Redacted(e)
}

// Redacted keeps the login's secrets out of an error that quotes an output.
func (s *Session) Redacted(e *failure.Error) *failure.Error { return s.guard.Redacted(e) }

// Close logs out, if the switch goes along quickly, and closes the connection. A running command
// fails. It may be called more than once, and returns when all is closed or the context ends,
// with the context's error if something was still closing then.
func (s *Session) Close(ctx context.Context) error {
	if s.guard.Closing() {
		return s.shut(ctx)
	}
	select {
	case <-s.finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// shut does the closing, once.
func (s *Session) shut(ctx context.Context) error {
	defer close(s.finished)
	select {
	case <-s.turn:
		s.guard.Leave(ctx, s.logout)
		s.turn <- struct{}{}
	default: // a command is running: it ends with the connection
	}
	s.driver.close()
	if err := s.conn.Wait(ctx); err != nil {
		return err
	}
	return s.wire.ended(ctx)
}

// logout types `exit` and waits for the switch to hang up.
func (s *Session) logout(ctx context.Context) {
	defer s.pause()
	if s.send("exit\n") != nil {
		return
	}
	for {
		if _, err := s.next(ctx, 0); err != nil {
			return
		}
	}
}
