package device

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// The keys by which IOS leaves what it is doing. A letter that arrives at the prompt is erased before the next line.
const (
	keyAbort   = "\x1e"  // Ctrl-^ ends a ping
	keySuspend = "\x1ex" // Ctrl-^ x leaves a connection, which stays open, or ends the attempt
	keyErase   = "\x15"  // Ctrl-U erases the line
)

const (
	// leaveTime is how long the switch may take to come back to its prompt after such a key.
	leaveTime = 10 * time.Second
	// promptTime is how long nothing may come before a marker is typed without a prompt in sight: what the far end
	// of a connection has sent may hide it.
	promptTime = 2 * time.Second
)

// Probe sends a command by which the switch sends packets, `ping` or `telnet`, and returns what it printed, as
// [Session.Run] does. A connection that opens is left at once and closed with `disconnect`, whatever its far end
// sends, none of which is part of the output. A command that is not over within patience is ended by a key, and
// cut is true. It is for IOS and IOS-XE, whose keys it types.
//
// Where the switch does not come back to its prompt, Probe fails and the session ends: the switch closes all that
// a line has opened when the line is gone.
func (s *Session) Probe(ctx context.Context, command string, patience time.Duration) (output platform.Output, cut bool, err error) {
	if bad := unsendable(command); bad != "" {
		return platform.Output{}, false, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, command, command, func() (err error) {
		output, cut, err = s.probe(ctx, command, patience)
		return err
	})
	return output, cut, err
}

func (s *Session) probe(ctx context.Context, command string, patience time.Duration) (output platform.Output, cut bool, err error) {
	if err := s.catchUp(ctx); err != nil {
		return output, false, err
	}
	s.wire.gathers.Store(false) // an open connection may say nothing, and its line ends as no prompt does
	defer s.wire.gather()
	if err := s.sendLines(command); err != nil {
		return output, false, err
	}
	a := newAnswer(maxLoginText)
	state, err := s.untilProbed(ctx, &a, patience)
	if err != nil {
		return output, false, err
	}
	text := a.text
	switch {
	case state == probeDone:
		text, err = s.provenPrompt(ctx, &a)
	case state == probeOpen || strings.HasPrefix(command, "telnet"):
		err = s.hangUp(ctx)
	default:
		err = s.leave(ctx, keyAbort)
	}
	if err != nil {
		return output, false, err
	}
	said, err := s.afterEcho(text, command)
	if err != nil {
		return output, false, err
	}
	return platform.Output{Text: said, Whole: true, Host: s.Hostname(), OS: s.os}, state == probeLate, nil
}

// probeState is how far a probe has come.
type probeState int

const (
	probeDone probeState = iota // the prompt is there
	probeOpen                   // a connection is open
	probeLate                   // it is not over, and must be ended
)

// untilProbed reads until the command is over, a connection opens, or patience ends. Of an open connection, the
// text is what the switch itself has said.
func (s *Session) untilProbed(ctx context.Context, a *answer, patience time.Duration) (probeState, error) {
	late := time.Now().Add(patience)
	for {
		wait := time.Until(late)
		if wait <= 0 {
			return probeLate, nil
		}
		piece, err := s.next(ctx, wait)
		switch {
		case errors.Is(err, errQuiet):
			return probeLate, nil
		case err != nil:
			return 0, err
		}
		if err := a.add(piece); err != nil {
			return 0, err
		}
		if end := openedAt(a.text); end >= 0 {
			a.text = a.text[:end]
			return probeOpen, nil
		}
		if s.promptAtEnd(a.text, s.prompt) > 0 {
			return probeDone, nil
		}
	}
}

// openedAt is the end of the line that says that a connection is open; -1 without one:
//
//	Trying 192.0.2.8, 443 ... Open
func openedAt(text []byte) int {
	end := 0
	for line := range bytes.Lines(text) {
		end += len(line)
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("Trying ")) && bytes.HasSuffix(line, []byte(" Open")) {
			return end
		}
	}
	return -1
}

// provenPrompt types a marker at the prompt that the text ends with, and returns what precedes that prompt.
func (s *Session) provenPrompt(ctx context.Context, a *answer) ([]byte, error) {
	mark, err := s.sendMarker()
	if err != nil {
		return nil, err
	}
	for {
		piece, err := s.next(ctx, 0)
		if err != nil {
			return nil, err
		}
		if err := a.add(piece); err != nil {
			return nil, err
		}
		if text, done, err := s.synced(a.text, mark); done || err != nil {
			return text, err
		}
	}
}

// hangUp leaves a connection that may be open, and closes it. If there is none, or the far end has closed it, nothing of
// this does harm.
func (s *Session) hangUp(ctx context.Context) error {
	if err := s.leave(ctx, keySuspend); err != nil {
		return err
	}
	return s.leave(ctx, "disconnect\n")
}

// leave types keys, and reads until a marker that was typed after them is echoed and the prompt follows it. What the switch
// prints meanwhile may come from anywhere, and is dropped. It confirms what the switch wants confirmed.
func (s *Session) leave(ctx context.Context, keys string) error {
	if err := s.sendKey(keys); err != nil {
		return err
	}
	var l leaving
	late := time.Now().Add(leaveTime)
	for {
		if time.Now().After(late) {
			return failure.New(failure.Timeout, "the switch does not come back to its prompt within %s", leaveTime)
		}
		piece, err := s.next(ctx, promptTime)
		quiet := errors.Is(err, errQuiet)
		if err != nil && !quiet {
			return err
		}
		l.hear(piece)
		if l.mark != "" && l.proven(s) {
			return nil
		}
		if err := s.nudge(&l, quiet); err != nil {
			return err
		}
	}
}

// nudge types what the switch is waiting for: a confirmation, or a marker.
func (s *Session) nudge(l *leaving, quiet bool) (err error) {
	last := lastLine(l.text)
	switch {
	case bytes.HasSuffix(last, []byte("[confirm]")):
		l.text = nil
		return s.sendKey("\n")
	case quiet, l.mark == "" && bytes.HasPrefix(last, []byte(s.prompt)):
		if err = s.sendKey(keyErase); err == nil {
			l.mark, err = s.sendMarker()
		}
	}
	return err
}

// leaving is what arrives while the switch is on its way back to its prompt: the end of the text, and the marker that was
// typed last.
type leaving struct {
	text []byte
	mark string
}

func (l *leaving) hear(piece []byte) {
	l.text = platform.AppendText(l.text, piece)
	if over := len(l.text) - 2*tailBytes; over > 0 {
		l.text = append([]byte(nil), l.text[over:]...)
	}
}

// proven reports whether the marker was echoed and the prompt follows it.
func (l *leaving) proven(s *Session) bool {
	at := bytes.LastIndex(l.text, []byte(l.mark))
	return at >= 0 && s.promptAtEnd(l.text[at+len(l.mark):], s.prompt) > 0
}
