package device

import (
	"cmp"
	"context"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/failure"
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

	turn    chan struct{} // holds the right to talk while nobody does
	prompt  string        // the exact prompt
	comment string        // the switch's answer to a comment line; IOS gives none
	// commentText is comment with its line ends, and with log messages if there were any.
	commentText string
	ahead       ahead
	stepwise    bool // the switch loses what is typed ahead, so each line waits for the prompt
	habits      *habits
	stand       time.Duration // how long the prompt must stand still before what was typed ahead counts as lost
	transcript  *transcript
	finished    chan struct{} // closed at the end of Close
}

func newSession(d *Dialer, a *dial.Attempt, c *dial.Conn) *Session {
	s := &Session{
		guard: dialogue.New(a, c, d.large, dialogue.Words{
			Waiting: dial.PhaseCommand.String(),
			Closed:  "the switch closed the connection",
			Less:    " (fewer eventlog_days or collectors make less)",
		}),
		terminal:   terminal{a.OS},
		conn:       c,
		attempt:    a,
		wire:       newWire(c, a.OS, &d.buffers),
		arrived:    make(arrivals, 1),
		turn:       make(chan struct{}, 1),
		habits:     &d.habits,
		stepwise:   d.habits.loses(a.Target.Address),
		stand:      d.stand,
		transcript: newTranscript(a),
		finished:   make(chan struct{}),
	}
	s.turn <- struct{}{}
	return s
}

// talk runs one dialogue under the session's rules, when no other is running. step names its first step.
func (s *Session) talk(ctx context.Context, step, command string, dialogue func() error) error {
	select {
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	case <-ctx.Done():
		return dial.Ended(s.attempt.Target.Name, command, "waiting for the session", ctx.Err())
	}
	return s.guard.Do(ctx, step, command, func() error {
		defer s.pause()
		defer s.driver.forget()
		s.wire.asked()
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

// Hostname is the switch's name as its prompt shows it; empty if the prompt has another form.
func (s *Session) Hostname() string { return s.promptOf(s.prompt).Host }

// Privileged reports whether the session is in privileged mode (host#) rather than user mode (host>).
func (s *Session) Privileged() bool { return s.os.IsPrivileged(s.prompt) }

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
