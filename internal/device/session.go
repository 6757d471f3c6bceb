package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/redact"

	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/scrapli/scrapligo/driver/generic"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Names of steps that are no commands; the others are in phase.step.
const (
	stepAlive  = "check of the kept session"
	stepLogout = "logout"
)

const (
	// MaxOutput is the largest output of one command that is accepted, in bytes. Of all sessions of a
	// Dialer, 32 at a time receive outputs above 1 MiB; others wait for their turn, see [Session.Run].
	MaxOutput = 16 << 20
	// maxCommand keeps a command's echo on one line of the terminal.
	maxCommand = 400
	// logoutWait is how long Close lets the switch answer `exit`.
	logoutWait = 500 * time.Millisecond
)

// Session is a command line on one switch. Commands run one at a time; a second caller waits.
type Session struct {
	dialer  *Dialer
	attempt *attempt
	wire    *sshTransport
	driver  *generic.Driver
	arrived arrivals

	turn       chan struct{}  // holds the right to talk while nobody does
	broken     *failure.Error // what ended the session; nil while it can be used
	prompt     string         // the exact prompt
	comment    string         // what this switch says to a comment line; IOS says nothing
	markers    markers
	transcript *transcript
	large      bool // it has a place in the Dialer's room
	closing    atomic.Bool
	finished   chan struct{} // closed when Close is through
}

func newSession(d *Dialer, a *attempt, tr *sshTransport) *Session {
	s := &Session{
		dialer: d, attempt: a, wire: tr,
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
// The output is whole, or there is an error. A line that equals the prompt does not end it: behind
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
func (s *Session) Run(ctx context.Context, command string) (string, error) {
	if bad := unsendable(command); bad != "" {
		return "", &failure.Error{Reason: failure.Internal, Target: s.attempt.target.Name, Err: errors.New(bad)}
	}
	var output string
	err := s.guard(ctx, command, func() (err error) {
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
	return s.guard(ctx, "", func() error { return s.sync(ctx) })
}

// guard runs one dialogue under the session's rules: one at a time, none after a failure, the
// connection closed as soon as the context ends.
func (s *Session) guard(ctx context.Context, command string, dialogue func() error) error {
	return s.guardFrom(ctx, cmp.Or(command, stepAlive), command, dialogue)
}

// guardFrom is guard for a dialogue whose first step has another name than the command.
func (s *Session) guardFrom(ctx context.Context, step, command string, dialogue func() error) (err error) {
	name := s.attempt.target.Name
	select {
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	case <-ctx.Done():
		return ended(name, command, "waiting for the session", ctx.Err())
	}
	if s.broken != nil {
		return &failure.Error{Reason: s.broken.Reason, Target: name, Command: command, Err: errOver{s.broken}}
	}
	if ctx.Err() != nil {
		return s.end(ctx, command, ctx.Err())
	}
	defer s.attempt.record(ctx)()
	s.attempt.trace.Load().Begin(step)
	stop := context.AfterFunc(ctx, s.wire.kill)
	defer stop()
	started := time.Now()
	defer func() {
		s.pause()
		if r := recover(); r != nil {
			err = failure.New(failure.Internal, "a fault in the dialogue: %v", r)
		}
		if err == nil && !stop() {
			err = ctx.Err() // the connection is being closed
		}
		if err != nil {
			err = s.end(ctx, command, err)
			s.attempt.trace.Load().End(err)
		}
		s.logDone(command, time.Since(started), err)
	}()
	defer s.giveBack()
	return dialogue()
}

// logDone logs the end of a command, or of a check of the session.
func (s *Session) logDone(command string, took time.Duration, err error) {
	if s.transcript == nil {
		return
	}
	fields := []any{"msg", "done", "command", cmp.Or(command, stepAlive), "duration", took, "ok", err == nil}
	if err != nil {
		fields = append(fields, "reason", string(failure.ReasonOf(err)), "err", err)
	}
	s.transcript.log(fields...)
}

// errOver is the error of whatever is asked of a session that has ended.
type errOver struct{ first *failure.Error }

func (e errOver) Error() string { return "the session has ended: " + e.first.Err.Error() }
func (e errOver) Unwrap() error { return e.first }

// end closes the connection and keeps why.
func (s *Session) end(ctx context.Context, command string, err error) *failure.Error {
	s.wire.kill()
	var e *failure.Error
	switch {
	case s.closing.Load():
		e = failure.New(failure.Disconnected, "the session was closed meanwhile: %w", err)
	case ctx.Err() != nil:
		doing := phaseCommand.String()
		if errors.Is(err, errNoRoom) {
			doing = fmt.Sprintf("waiting for a turn to receive more than %d MiB, as other switches do just now "+
				"(fewer eventlog_days or collectors make less)", smallOutput>>20)
		}
		e = ended(s.attempt.target.Name, command, doing, ctx.Err())
	case errors.As(err, &e):
	case isTimeout(err):
		e = failure.New(failure.Timeout, "timed out: %w", err)
	case isClosed(err):
		e = failure.New(failure.Disconnected, "the switch closed the connection: %w", err)
	default:
		e = failure.New(failure.Internal, "%w", err)
	}
	e.Target, e.Command = s.attempt.target.Name, command
	s.broken = s.Redacted(e)
	return s.broken
}

// ended words the end of a context.
func ended(target, command, doing string, cause error) *failure.Error {
	e := failure.New(failure.Internal, "cancelled %s: %w", doing, cause)
	if errors.Is(cause, context.DeadlineExceeded) {
		e = failure.New(failure.Timeout, "timed out %s: %w", doing, cause)
	}
	e.Target, e.Command = target, command
	return e
}

// Hostname is the switch's name as its prompt shows it.
func (s *Session) Hostname() string { return hostnameOf(s.prompt) }

// Privileged tells whether the session is in privileged mode (host#) rather than user mode (host>).
func (s *Session) Privileged() bool { return privileged(s.prompt) }

// CheckOutput is [CheckOutput] with the target named, and with advice where user mode may be why.
func (s *Session) CheckOutput(command, output string) error {
	err := checkOutput(s.attempt.target.Name, command, output, !s.Privileged())
	if e := (*failure.Error)(nil); errors.As(err, &e) {
		return s.Redacted(e)
	}
	return err
}

// Redacted keeps the login's secrets out of an error that quotes an output.
func (s *Session) Redacted(e *failure.Error) *failure.Error {
	return redact.Error(s.attempt.target.Module.Auth, e)
}

// Close logs out, if the switch goes along quickly, and closes the connection. A running command
// fails. It may be called more than once, and returns when all is closed or the context ends,
// with the context's error if something was still closing then.
func (s *Session) Close(ctx context.Context) error {
	if s.closing.CompareAndSwap(false, true) {
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
		s.logout(ctx)
		s.broken = &failure.Error{Reason: failure.Disconnected, Target: s.attempt.target.Name, Err: errors.New("it was closed")}
		s.turn <- struct{}{}
	default: // a command is running: it ends with the connection
	}
	// Never scrapligo's own Close: it waits for a read that only this can end.
	_ = s.driver.Transport.Close(true)
	return s.wire.wait(ctx, true)
}

// logout types `exit` and waits for the switch to hang up.
func (s *Session) logout(ctx context.Context) {
	if s.broken != nil || !s.wire.IsAlive() || ctx.Err() != nil {
		return
	}
	defer s.attempt.record(ctx)()
	s.attempt.trace.Load().Begin(stepLogout)
	defer s.pause()
	ctx, cancel := context.WithTimeout(ctx, logoutWait)
	defer cancel()
	defer context.AfterFunc(ctx, s.wire.kill)()
	if s.send("exit\n") != nil {
		return
	}
	for {
		if _, err := s.next(ctx, 0); err != nil {
			return
		}
	}
}
