package device

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// strangePrompt is how long nothing must follow a line that looks like a prompt, but is not the known one,
// before it counts as the switch's new prompt.
const strangePrompt = 250 * time.Millisecond

const (
	// maxPages is how many pages of one output are asked for: so many of 24 lines are some 7 MB. Without a bound a
	// switch that shows nothing but its pager would keep the dialogue busy until the poll times out.
	maxPages = 5000
	// maxWiped is how much of one output the switch may take back: the pagers of so many pages, and some more.
	maxWiped = 512 << 10
)

// output collects the output of the command that was typed. begun is the part of it that has already arrived.
func (s *Session) output(ctx context.Context, command string, begun []byte) (platform.Output, error) {
	text, err := s.collect(ctx, "", begun)
	if err != nil {
		return platform.Output{}, err
	}
	answer, err := s.afterEcho(text, command)
	if err != nil {
		return platform.Output{}, err
	}
	return platform.Output{Text: answer, Whole: true, Host: s.Hostname(), OS: s.os}, nil
}

// answer is the text that the switch has sent since something was typed last.
type answer struct {
	text  []byte
	pager int // where the line of a pager starts that was answered; -1 for none
	pages int // how many pagers were answered
	wiped int // bytes that the switch has taken back
	limit int // the most bytes that are taken
}

func newAnswer(limit int) answer { return answer{pager: -1, limit: limit} }

// add appends a piece.
func (a *answer) add(piece []byte) error {
	sent := len(a.text) + len(piece)
	a.text = platform.TakeBack(a.text, piece)
	a.wiped += sent - len(a.text)
	switch {
	case len(a.text) > a.limit:
		return failure.New(failure.Parse, "the output exceeds %d MiB", a.limit>>20)
	case a.wiped > maxWiped:
		return failure.New(failure.Parse, "the switch wipes out what it prints, again and again")
	}
	return nil
}

// dropPager removes the line of the pager that was answered, if the switch has not wiped it before the
// text that follows.
func (a *answer) dropPager(piece []byte) {
	if a.pager < 0 {
		return
	}
	if bytes.IndexByte(piece, '\b') < 0 {
		a.text = a.text[:min(a.pager, len(a.text))]
	}
	a.pager = -1
}

// turnPage types a blank at the pager that the text ends with.
func (s *Session) turnPage(a *answer) error {
	if a.pages++; a.pages > maxPages {
		return failure.New(failure.Parse, "the output has more than %d pages", maxPages)
	}
	a.pager = len(a.text) - len(lastLine(a.text))
	return s.send(" ")
}

// collect reads up to the echo of a marker and returns the text before the prompt that the marker was typed at. It
// types the marker when the prompt is at the end of the text. If mark is set, it was typed already; begun is
// the text that has already arrived.
//
// The marker costs one short round trip, and makes sure of three things: that the prompt was the
// prompt and not a line of the output, that nothing is left over for the next command, and that the
// switch is still called what it was called at login.
func (s *Session) collect(ctx context.Context, mark string, begun []byte) ([]byte, error) {
	a := newAnswer(dialogue.MaxOutput)
	var quiet time.Duration
	for {
		var err error
		piece := begun
		if begun = nil; piece == nil {
			piece, err = s.next(ctx, quiet)
		}
		if errors.Is(err, errQuiet) {
			quiet = 0
			if mark, err = s.sendMarker(); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		a.dropPager(piece)
		if err := s.guard.Grow(ctx, len(a.text)+len(piece)); err != nil {
			return nil, err
		}
		if err := a.add(piece); err != nil {
			return nil, err
		}
		if mark != "" {
			if text, done, err := s.synced(a.text, mark); done || err != nil {
				return text, err
			}
			continue
		}
		if mark, quiet, err = s.react(&a); err != nil {
			return nil, err
		}
	}
}

// react looks at the end of an output that is still coming in.
func (s *Session) react(a *answer) (mark string, quiet time.Duration, err error) {
	last := lastLine(a.text)
	switch {
	case s.promptAtEnd(a.text, s.prompt) > 0:
		mark, err = s.sendMarker()
	case s.isPager(last):
		err = s.turnPage(a)
	case s.isPrompt(last):
		quiet = strangePrompt
	}
	return mark, quiet, err
}

// synced looks for the echo of the marker, followed by the prompt. The text that it returns ends before the prompt at
// which the marker was typed.
func (s *Session) synced(text []byte, mark string) (before []byte, done bool, err error) {
	// Echo, answer and prompt are short, and the marker is new: search no more than the end.
	low := max(0, len(text)-tailBytes)
	at := bytes.Index(text[low:], []byte(mark))
	if at < 0 {
		if s.isPager(lastLine(text)) {
			return nil, false, failure.New(failure.Disconnected, "the dialogue fell out of step: a pager in place of the prompt")
		}
		return nil, false, nil
	}
	at += low
	after := text[at+len(mark):]
	end := s.promptAtEnd(after, s.prompt)
	if end <= 0 {
		last := string(lastLine(after))
		if len(last) < len(after) && s.isPrompt([]byte(last)) && !strings.HasPrefix(s.prompt, last) {
			return nil, false, s.renamed(last)
		}
		return nil, false, nil
	}
	if said := s.commentAnswer(after[:end], mark); said != s.comment {
		return nil, false, failure.New(failure.Disconnected, "the dialogue fell out of step: %q in answer to a comment line", redact.Excerpt(said))
	}
	before, err = s.beforePrompt(text[:at])
	return before, true, err
}

// commentAnswer is what the switch said to a marker, comparable from one marker to the next.
func (s *Session) commentAnswer(text []byte, mark string) string {
	text = bytes.ReplaceAll(text, []byte(mark), []byte("!"))
	if s.prompt != "" { // `logging synchronous` repeats it after a log message
		text = bytes.ReplaceAll(text, []byte("\n"+s.prompt+"\n"), []byte("\n"))
	}
	return s.withoutLogs(text)
}

// beforePrompt cuts off the prompt that the marker was typed at, and log messages around it.
func (s *Session) beforePrompt(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return text, nil // the prompt arrived before the collecting began
	}
	at := s.promptAtEnd(text, s.prompt)
	if at < 0 {
		if last := lastLine(text); s.isPrompt(last) {
			return nil, s.renamed(string(last))
		}
		if s.withoutLogs(text) == "" {
			return nil, nil
		}
		return nil, failure.New(failure.Disconnected, "the dialogue fell out of step: %q in place of the prompt %q",
			redact.Excerpt(string(lastLine(text))), s.prompt)
	}
	// `logging synchronous` repeats the prompt after a log message.
	for at > 0 {
		earlier := s.promptAtEnd(text[:at], s.prompt)
		if earlier < 0 {
			break
		}
		at = earlier
	}
	return text[:at], nil
}

func (s *Session) renamed(now string) *failure.Error {
	return failure.New(failure.Disconnected, "the prompt changed from %q to %q: the switch was renamed, or its mode changed", s.prompt, redact.Excerpt(now))
}

// afterEcho cuts off the echo of the command. A text without it would be the answer to something
// else. Only remains of the last prompt may precede the echo.
func (s *Session) afterEcho(text []byte, command string) (string, error) {
	rest := string(text)
	for rest != "" {
		line, tail, _ := strings.Cut(rest, "\n")
		typed := strings.TrimRight(strings.TrimPrefix(line, s.prompt), " ")
		if typed == strings.TrimRight(command, " ") {
			return tail, nil
		}
		if typed != "" && !s.os.IsLog(line) {
			break
		}
		rest = tail
	}
	return "", failure.New(failure.Disconnected, "the dialogue fell out of step: %q in place of the command's echo", redact.Excerpt(firstLine(string(text))))
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	return line
}
