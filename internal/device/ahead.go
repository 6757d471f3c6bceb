package device

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

const (
	// standTime is how long the prompt must stand still before what was typed ahead counts as lost. It leaves time to a
	// switch that is only busy: a mistake costs its sessions of a day two round trips a command instead of one a poll.
	standTime = 500 * time.Millisecond
	// maxAhead is how many bytes are typed at once, a marker before them not counted. Each terminal keeps that many
	// (POSIX: MAX_INPUT is at least 255).
	maxAhead = 240
	// syncTries is how many markers are typed, one after the other, to find the prompt again.
	syncTries = 3
)

// ahead is what was typed before the switch could answer it.
type ahead struct {
	lines []string // those that are not answered yet: commands, each followed by its marker
	begun []byte   // what has arrived of the answers
}

// typed reports whether the command is the next that will be answered.
func (a *ahead) typed(command string) bool { return len(a.lines) > 0 && a.lines[0] == command }

// linesOf returns the lines to type for as many of the commands as may be typed at once, one at least.
func linesOf(commands []string) (lines []string) {
	size := 0
	for _, c := range commands {
		mark := newMarker()
		if size += len(c) + len(mark) + 2; size > maxAhead && lines != nil {
			break
		}
		lines = append(lines, c, mark)
	}
	return lines
}

// ask returns the output of a command. then are the commands that will be asked next, which are typed along.
//
// If the marker of the command is not echoed where it must be, nothing that came counts: the command is asked once
// more, and from then on each line is typed only when the prompt is there.
func (s *Session) ask(ctx context.Context, command string, then []string) (platform.Output, error) {
	if !s.ahead.typed(command) {
		if err := s.catchUp(ctx); err != nil {
			return platform.Output{}, err
		}
		if s.stepwise {
			return s.exchange(ctx, command)
		}
		s.ahead.lines = linesOf(append([]string{command}, then...))
		if err := s.sendLines(s.ahead.lines...); err != nil {
			return platform.Output{}, err
		}
	}
	text, proven, err := s.untilMarker(ctx, marked{command: command, mark: s.ahead.lines[1]})
	switch {
	case err != nil:
		return platform.Output{}, err
	case !proven:
		return s.exchange(ctx, command)
	}
	if s.ahead.lines = s.ahead.lines[2:]; len(s.ahead.lines) == 0 {
		s.ahead = ahead{} // begun is part of the whole output, and nothing else holds that
	}
	return s.whole(text), nil
}

// catchUp reads and drops the answers to what was typed ahead.
func (s *Session) catchUp(ctx context.Context) error {
	for len(s.ahead.lines) > 0 {
		typed := len(s.ahead.lines)
		_, proven, err := s.untilMarker(ctx, marked{mark: s.ahead.lines[typed-1]})
		if err != nil {
			return err
		}
		if proven {
			s.ahead.lines = s.ahead.lines[typed:] // more only if the marker was late
		}
	}
	s.ahead = ahead{}
	return nil
}

// untilMarker reads up to the echo of a marker that was typed ahead, and returns the answer to the command before
// it. What arrives after the marker is kept for the next call.
//
// proven is false if the marker was lost, or was echoed anywhere but at the prompt after the answer, or if a pager
// showed up, which may have taken what was typed for its keys. The dialogue is in step again then, and nothing
// that was typed ahead will be answered any more.
func (s *Session) untilMarker(ctx context.Context, m marked) (text string, proven bool, err error) {
	a := newAnswer(dialogue.MaxOutput)
	a.text, s.ahead.begun = s.ahead.begun, nil
	for {
		if text, rest, proven, err := s.find(&m, a.text); proven || err != nil {
			s.ahead.begun = rest
			return text, proven, err
		}
		if back, err := s.resynced(ctx, a.text, &m); back || err != nil {
			return "", false, err
		}
		err := s.readAhead(ctx, &a, &m.watch)
		if errors.Is(err, errQuiet) {
			s.goStepwise()
			m.tries++
			m.sync, err = s.sendMarker()
			s.ahead.lines = append(s.ahead.lines, m.sync)
		}
		if err != nil {
			return "", false, err
		}
	}
}

// resynced reports whether the marker was echoed that was typed because the prompt stood still. Whatever was typed
// before will not be answered any more. A marker that is answered wrongly may have been too early; the last one counts.
func (s *Session) resynced(ctx context.Context, text []byte, m *marked) (bool, error) {
	if m.sync == "" {
		return false, nil
	}
	_, done, err := s.echoed(text, m.sync)
	if err != nil && m.tries < syncTries {
		return false, nil
	}
	if !done || err != nil {
		return false, err
	}
	s.ahead = ahead{}
	return true, s.settle(ctx)
}

// settle drops what a terminal may still print that has echoed at the wrong time: it is done when nothing comes.
func (s *Session) settle(ctx context.Context) error {
	a := newAnswer(maxLoginText)
	for {
		err := s.readMore(ctx, &a, s.stand)
		if errors.Is(err, errQuiet) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// goStepwise has each line wait for the prompt from now on, also in the next sessions with this switch.
func (s *Session) goStepwise() {
	if !s.stepwise {
		s.attempt.Debug("msg", "what was typed ahead was lost; each line waits for the prompt from now on")
	}
	s.stepwise = true
	s.habits.lose(s.attempt.Target.Address)
}

// watch is what has happened since lines were typed ahead.
type watch struct {
	spoilt  bool // what has come cannot be trusted
	drained bool // a pager has stood still: it has taken all that was typed
	tries   int  // how many markers were typed because the prompt stood still
}

// readAhead is readMore where lines were typed ahead: it fails with errQuiet if the prompt stands still, so that they
// were lost. A pager takes what was typed for its keys, and is answered once it stands still.
func (s *Session) readAhead(ctx context.Context, a *answer, w *watch) error {
	quiet := time.Duration(0)
	paged := s.isPager(lastLine(a.text))
	switch {
	case paged && w.drained:
		if err := s.turnPage(a); err != nil {
			return err
		}
	case paged:
		w.spoilt = true
		quiet = s.stand
	case w.tries < syncTries && s.mayWait(a.text):
		quiet = s.stand
	}
	err := s.readMore(ctx, a, quiet)
	if paged && errors.Is(err, errQuiet) {
		w.drained = true
		return nil
	}
	return err
}

// marked looks for the echo of a marker that was typed ahead.
type marked struct {
	watch
	command string // the one before the marker; empty for any lines
	idle    bool   // whatever was said to the idle terminal may precede the marker
	mark    string
	from    int    // where the search goes on
	sync    string // the last marker that was typed because the prompt stood still; empty for none
}

// find returns the answer to the command if the text proves it: its echo, the answer, the prompt, the marker's echo,
// and again the prompt. rest begins with that prompt.
func (s *Session) find(m *marked, text []byte) (answer string, rest []byte, proven bool, err error) {
	m.from = min(m.from, len(text))
	at := bytes.Index(text[m.from:], []byte(m.mark))
	if at < 0 || m.spoilt {
		m.from = max(0, len(text)-len(m.mark))
		return "", nil, false, nil
	}
	m.from += at
	before, after := text[:m.from], text[m.from+len(m.mark):]
	end := bytes.Index(after, []byte("\n"+s.prompt))
	if end < 0 {
		if now := lastLine(after); len(now) < len(after) && s.isPrompt(now) && bytes.Equal(now, lastLine(before)) {
			return "", nil, false, s.renamed(string(now))
		}
		return "", nil, false, nil
	}
	if !m.idle {
		before, err = s.beforePrompt(before)
	}
	if err == nil && m.command != "" {
		answer, err = s.afterEcho(before, m.command)
	}
	// Not even a blank line may differ: the output may go on after the echo.
	if err != nil || unmarked(after[:end+1], m.mark) != s.commentText {
		m.spoilt = true
		return "", nil, false, nil //nolint:nilerr // what is out of step is asked again
	}
	return answer, after[end+1:], true, nil
}

// mayWait reports whether a text ends where the switch may be waiting for a line.
func (s *Session) mayWait(text []byte) bool {
	last := lastLine(text)
	return bytes.HasSuffix(last, []byte(s.prompt)) || s.isPrompt(last) || s.promptAtEnd(text, s.prompt) >= 0
}
