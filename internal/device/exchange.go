package device

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"
	"unsafe"

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

// exchange types one command at the prompt and returns its output.
func (s *Session) exchange(ctx context.Context, command string) (platform.Output, error) {
	if err := s.sendLines(command); err != nil {
		return platform.Output{}, err
	}
	text, err := s.collect(ctx, "")
	if err != nil {
		return platform.Output{}, err
	}
	answer, err := s.afterEcho(text, command)
	if err != nil {
		return platform.Output{}, err
	}
	return s.whole(answer), nil
}

// whole is the output whose text is proven to be complete.
func (s *Session) whole(text string) platform.Output {
	return platform.Output{Text: text, Whole: true, Host: s.Hostname(), OS: s.os}
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
	return s.sendKey(" ")
}

// answerPager is turnPage if the text ends with a pager.
func (s *Session) answerPager(a *answer) error {
	if !s.isPager(lastLine(a.text)) {
		return nil
	}
	return s.turnPage(a)
}

// readMore appends the next piece. With a quiet time above zero it fails with errQuiet if none comes within that time.
func (s *Session) readMore(ctx context.Context, a *answer, quiet time.Duration) error {
	piece, err := s.next(ctx, quiet)
	if err != nil {
		return err
	}
	a.dropPager(piece)
	if err := s.guard.Grow(ctx, len(a.text)+len(piece)); err != nil {
		return err
	}
	return a.add(piece)
}

// collect reads up to the echo of a marker and returns the text before the prompt that the marker was typed at. It
// types the marker when the prompt is at the end of the text. If mark is set, it was typed already.
//
// The marker costs one short round trip, and makes sure of three things: that the prompt was the
// prompt and not a line of the output, that nothing is left over for the next command, and that the
// switch is still called what it was called at login.
func (s *Session) collect(ctx context.Context, mark string) ([]byte, error) {
	a := newAnswer(dialogue.MaxOutput)
	var quiet time.Duration
	for {
		err := s.readMore(ctx, &a, quiet)
		switch {
		case errors.Is(err, errQuiet):
			quiet = 0
			mark, err = s.sendMarker()
		case err != nil:
		case mark == "":
			mark, quiet, err = s.react(&a)
		default:
			if text, done, err := s.synced(a.text, mark); done || err != nil {
				return text, err
			}
		}
		if err != nil {
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
	at, done, err := s.echoed(text, mark)
	if !done || err != nil {
		return nil, false, err
	}
	before, err = s.beforePrompt(text[:at])
	return before, true, err
}

// echoed looks for the echo of the last marker, followed by the prompt, and returns where it is.
func (s *Session) echoed(text []byte, mark string) (at int, done bool, err error) {
	// Echo, answer and prompt are short, and the marker is new: search no more than the end.
	low := max(0, len(text)-tailBytes)
	at = bytes.Index(text[low:], []byte(mark))
	if at < 0 {
		if s.isPager(lastLine(text)) {
			return 0, false, failure.New(failure.Disconnected, "the dialogue fell out of step: a pager in place of the prompt")
		}
		return 0, false, nil
	}
	at += low
	after := text[at+len(mark):]
	end := s.promptAtEnd(after, s.prompt)
	if end <= 0 {
		return 0, false, s.otherPrompt(after)
	}
	return at, true, s.checkComment(after[:end], mark)
}

// otherPrompt returns an error if what follows the echo of a marker is the prompt of something else.
func (s *Session) otherPrompt(after []byte) error {
	last := string(lastLine(after))
	if len(last) < len(after) && s.isPrompt([]byte(last)) && !strings.HasPrefix(s.prompt, last) {
		return s.renamed(last)
	}
	return nil
}

// checkComment returns an error if the switch answers a marker otherwise than at login.
func (s *Session) checkComment(text []byte, mark string) error {
	if said := s.commentAnswer(text, mark); said != s.comment {
		return failure.New(failure.Disconnected, "the dialogue fell out of step: %q in answer to a comment line", redact.Excerpt(said))
	}
	return nil
}

// commentAnswer is what the switch said to a marker, comparable from one marker to the next.
func (s *Session) commentAnswer(text []byte, mark string) string {
	text = []byte(unmarked(text, mark))
	if s.prompt != "" { // `logging synchronous` repeats it after a log message
		text = bytes.ReplaceAll(text, []byte("\n"+s.prompt+"\n"), []byte("\n"))
	}
	return s.withoutLogs(text)
}

// unmarked is a text that is comparable from one marker to the next.
func unmarked(text []byte, mark string) string { return strings.ReplaceAll(string(text), mark, "!") }

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
// else. Only remains of the last prompt may precede the echo. What it returns is text itself, which must not change.
func (s *Session) afterEcho(text []byte, command string) (string, error) {
	rest := asString(text)
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

// asString is the text without a copy of it, which would be most of the memory that a poll takes. What arrives later is
// appended, and what a switch takes back is taken from that: it never reaches back into the text of an answer.
func asString(text []byte) string {
	return unsafe.String(unsafe.SliceData(text), len(text)) //nolint:gosec // see above
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	return line
}
