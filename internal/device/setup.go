package device

import (
	"bytes"
	"context"
	"errors"
)

// setUp types the commands with which a session begins, and makes sure that each was taken. They are typed in one
// piece, which also finds out whether the switch keeps what is typed ahead before anything depends on it.
func (s *Session) setUp(ctx context.Context) error {
	lines := s.os.SetUp()
	done := 0
	if !s.stepwise {
		var err error
		if done, err = s.setUpAhead(ctx, lines); err != nil {
			return err
		}
	}
	for _, line := range lines[done:] {
		if _, err := s.prepare(ctx, line); err != nil {
			return err
		}
	}
	return nil
}

// prepare types a command whose output need not be whole, and returns what the switch said. A refusal is an answer
// too, because pagers are answered anyway. It uses no marker: the next command skips what may be left over when it
// looks for its own echo.
func (s *Session) prepare(ctx context.Context, command string) (said string, err error) {
	s.attempt.Trace().Begin(command)
	if err := s.sendLines(command); err != nil {
		return "", err
	}
	a := newAnswer(maxLoginText)
	err = s.untilPrompt(ctx, &a)
	return string(a.text), err
}

// setUpAhead types all lines at once, and returns how many of them the switch has taken.
func (s *Session) setUpAhead(ctx context.Context, lines []string) (done int, err error) {
	s.attempt.Trace().Begin(lines[0])
	if err := s.sendLines(lines...); err != nil {
		return 0, err
	}
	a := newAnswer(maxLoginText)
	for i, next := range lines[1:] {
		kept, err := s.untilEcho(ctx, &a, lines[i], next)
		if err != nil {
			return 0, err
		}
		if !kept { // find the prompt again
			s.goStepwise()
			return i + 1, s.resync(ctx)
		}
		s.attempt.Trace().BeginWith(next, len(a.text))
	}
	return len(lines), s.untilPrompt(ctx, &a)
}

// untilEcho reads up to the echo of a line that was typed ahead, and leaves that echo and what follows it in a. kept
// is false if the line was lost, or was echoed anywhere but at the prompt after the answer to the line before it.
func (s *Session) untilEcho(ctx context.Context, a *answer, line, next string) (kept bool, err error) {
	var w watch
	for {
		at := bytes.Index(a.text, []byte(next+"\n"))
		if at >= 0 && !w.spoilt {
			before, err := s.beforePrompt(a.text[:at])
			if err == nil {
				s.stepwise = s.pages(before, line)
				a.text = a.text[at:]
				return true, nil
			}
		}
		w.spoilt = w.spoilt || at >= 0
		err := s.readAhead(ctx, a, &w)
		if errors.Is(err, errQuiet) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// resync types a marker, and waits for its echo and the prompt.
func (s *Session) resync(ctx context.Context) error {
	mark, err := s.sendMarker()
	if err != nil {
		return err
	}
	for a := newAnswer(maxLoginText); ; {
		if err := s.readMore(ctx, &a, 0); err != nil {
			return err
		}
		if _, done, err := s.echoed(a.text, mark); done || err != nil {
			if err != nil {
				return err
			}
			return s.settle(ctx)
		}
	}
}

// pages reports whether the switch has refused to turn its pager off, which is the first line of the set-up. A pager
// takes what is typed ahead for its keys.
func (s *Session) pages(answer []byte, line string) bool {
	said, err := s.afterEcho(answer, line)
	_, refused := s.os.Refused(said)
	return s.stepwise || err != nil || refused && line == s.os.SetUp()[0]
}

// untilPrompt reads up to the prompt, without a marker.
func (s *Session) untilPrompt(ctx context.Context, a *answer) error {
	for s.promptAtEnd(a.text, s.prompt) <= 0 {
		if err := s.readMore(ctx, a, 0); err != nil {
			return err
		}
		if err := s.answerPager(a); err != nil {
			return err
		}
	}
	return nil
}
