package device

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// learnTries is how many markers are typed to find the prompt. More than one is needed only when
// a login banner holds something like a prompt.
const learnTries = 4

// echoWait is how long the echo of a line may take after the prompt has appeared again without it.
const echoWait = 2 * time.Second

const (
	// oddPrompt is how long a line that ends as a prompt does, but begins as none does, must stand still before it is
	// tried as one: a name with blanks, quotes or braces in it, or one that is very long.
	oddPrompt = time.Second
	// standstill is how long any other line without end may be the last one. Somebody waits for an answer there.
	standstill = 5 * time.Second
)

// maxLoginText is how much a switch may say before it shows a prompt.
const maxLoginText = 1 << 20

func errNoPrompt() *failure.Error {
	return failure.New(failure.Parse, "no prompt in the first %d KiB after the login", maxLoginText>>10)
}

// login finds the prompt, enters privileged mode if that is wanted, and turns paging off.
func (s *Session) login(ctx context.Context) error {
	s.attempt.Enter(dial.PhasePrompt)
	a, err := s.untilPromptLike(ctx)
	s.wire.gather()
	if err == nil {
		err = s.learnPrompt(ctx, a)
	}
	if err != nil {
		return err
	}
	if secret := s.attempt.Target.Module.Auth.EnablePassword; !s.Privileged() && secret.IsSet() {
		s.attempt.Enter(dial.PhaseEnable)
		if err := s.enable(ctx, secret.Reveal()); err != nil {
			return err
		}
	}
	s.attempt.Enter(dial.PhaseCommand)
	if err := s.identify(ctx); err != nil {
		return err
	}
	s.attempt.Debug("msg", "logged in", "prompt", s.attempt.Redactor().Mask(s.prompt), "platform", s.os.Key())
	return s.setUp(ctx)
}

// untilPromptLike reads until the last line could be a prompt. It types nothing before: the
// switch may be asking for a new password. A line that only ends as a prompt does must have stood still for a while.
func (s *Session) untilPromptLike(ctx context.Context) (*answer, error) {
	a := newAnswer(maxLoginText)
	for {
		last := lastLine(a.text)
		quiet := time.Duration(0)
		switch {
		case s.isPrompt(last):
			return &a, nil
		case s.isPager(last):
			if err := s.turnPage(&a); err != nil {
				return nil, err
			}
		case s.os.EndsAsPrompt(string(last)):
			quiet = oddPrompt
		case len(bytes.TrimSpace(last)) > 0:
			quiet = standstill
		}
		err := s.readOn(ctx, &a, quiet)
		switch {
		case errors.Is(err, errQuiet) && quiet == oddPrompt:
			return &a, nil
		case errors.Is(err, errQuiet):
			return nil, s.standsStill(a.text)
		case err != nil:
			return nil, err
		}
	}
}

// readOn appends the next piece, which must arrive within quiet if that is above zero; else the error is errQuiet. A
// question for a secret that nothing follows is an error: the switch has no reason to ask here.
func (s *Session) readOn(ctx context.Context, a *answer, quiet time.Duration) error {
	asks := s.os.AsksSecret(lastBytes(lastLine(a.text), questionBytes))
	if asks {
		quiet = strangePrompt // a banner may be cut right after "Last login: "
	}
	piece, err := s.next(ctx, quiet)
	switch {
	case errors.Is(err, errQuiet) && asks:
		return s.askedAgain(a.text)
	case errors.Is(err, errQuiet):
		return err
	case err != nil:
		return s.noPrompt(ctx, a.text, err)
	case a.add(piece) != nil:
		return errNoPrompt()
	}
	return nil
}

// standsStill words the failure to make a prompt of the line at which the switch waits.
func (s *Session) standsStill(text []byte) *failure.Error {
	last := lastLine(text)
	if s.isPrompt(last) {
		return failure.New(failure.Unsupported, "the switch does not echo what is typed, so its answers cannot be told apart")
	}
	return failure.New(failure.Unsupported, "the switch waits at %q, which is not taken for a prompt: it must be the same each time and end in > or #, see the command `prompt`",
		redact.Excerpt(string(last)))
}

// questionBytes is more than a question for a secret has.
const questionBytes = 200

func lastBytes(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

// askedAgain explains a question for a secret in place of the prompt.
func (s *Session) askedAgain(text []byte) *failure.Error {
	if s.os.WantsNewPassword(string(text)) {
		return failure.New(failure.Auth, "%w", dial.ErrExpired)
	}
	return failure.New(failure.Auth, "the switch asks again, inside the session: %q; check the login method of its VTY lines", redact.Excerpt(string(lastLine(text))))
}

func (s *Session) noPrompt(ctx context.Context, text []byte, err error) error {
	if ctx.Err() != nil || !dial.IsClosed(err) {
		return err
	}
	return s.hungUp(text, err)
}

// learnPrompt types markers until the same prompt precedes and follows one. If the switch
// answers the marker, it must answer twice the same: the first text may have been the rest of a banner.
func (s *Session) learnPrompt(ctx context.Context, a *answer) error {
	last := ""
	for range learnTries {
		mark, err := s.sendMarker()
		if err != nil {
			return s.noPrompt(ctx, a.text, err)
		}
		before, said, after, err := s.around(ctx, a, mark)
		switch {
		case err != nil:
			return err
		case !platform.ByPrompt(after).IsExec(s.promptOf(after).Mode):
			return failure.New(failure.Unsupported, "the login lands at %q, not at an exec prompt (host> or host#)", redact.Excerpt(after))
		case before == after && said == last:
			s.prompt, s.comment = after, said
			return nil
		}
		a.text, last = []byte(after), said
	}
	return failure.New(failure.Unsupported, "the switch shows no steady prompt")
}

// around reads until the marker was echoed and a prompt follows it. It returns the prompts on both sides and the
// text between.
func (s *Session) around(ctx context.Context, a *answer, mark string) (before, said, after string, err error) {
	typedAt := len(a.text)
	for {
		if at := bytes.Index(a.text, []byte(mark)); at >= 0 {
			before, rest := lastLine(a.text[:at]), a.text[at+len(mark):]
			last := lastLine(rest)
			if len(last) < len(rest) && (s.isPrompt(last) || s.os.EndsAsPrompt(string(last)) && bytes.Equal(last, before)) {
				said = s.commentAnswer(rest[:len(rest)-len(last)], mark)
				s.commentText = unmarked(rest[:len(rest)-len(last)], mark)
				return string(before), said, string(last), nil
			}
		}
		quiet := time.Duration(0)
		switch last := lastLine(a.text); {
		case len(a.text) == typedAt || len(bytes.TrimSpace(last)) == 0:
		case s.isPrompt(last): // without any echo before it: a terminal that does not echo
			quiet = echoWait
		default:
			quiet = standstill
		}
		err := s.readOn(ctx, a, quiet)
		switch {
		case errors.Is(err, errQuiet):
			return "", "", "", s.standsStill(a.text)
		case err != nil:
			return "", "", "", err
		}
	}
}

// enable enters privileged mode and learns the new prompt.
func (s *Session) enable(ctx context.Context, secret string) error {
	if err := s.sendLines("enable"); err != nil {
		return err
	}
	a := newAnswer(maxLoginText)
	asked := false
	for {
		piece, err := s.next(ctx, 0)
		if err != nil {
			return s.noPrompt(ctx, a.text, err)
		}
		if a.add(piece) != nil {
			return errNoPrompt()
		}
		last := lastLine(a.text)
		switch {
		case s.promptAtEnd(a.text, s.prompt) > 0:
			return s.enableRefused(a.text)
		case s.isEnabled(last) && len(last) < len(a.text):
			a.text = last
			return s.learnPrompt(ctx, &a)
		case !s.os.AsksSecret(last):
		case asked, !s.os.AsksPassword(last): // a user name is asked for: the secret must not go there
			// A second question means that the secret is wrong. A third try might lock the account.
			return s.enableRefused(a.text)
		default:
			asked = true
			a.text = a.text[:0]
			if err := s.sendSecret(secret); err != nil {
				return err
			}
		}
	}
}

// isEnabled reports whether a line is the prompt of privileged mode.
func (s *Session) isEnabled(line []byte) bool {
	return string(line) == s.os.EnabledPrompt(s.prompt) || s.isPrompt(line) && s.promptOf(string(line)).Host == s.Hostname()
}

func (s *Session) enableRefused(text []byte) *failure.Error {
	said := strings.TrimSpace(strings.TrimSuffix(string(text), s.prompt))
	return failure.New(failure.Privilege, "enable was refused; check the enable password of auth %q (the switch said %q)",
		s.attempt.Target.Module.Auth.Name, redact.Excerpt(said))
}

// hungUp explains the end of a session before its first prompt by what the switch said last.
func (s *Session) hungUp(said []byte, err error) *failure.Error {
	text := string(said)
	switch {
	case s.os.IsLinesBusy(text):
		return failure.New(failure.Refused, "the switch has no line free (it said %q); see `show users`", redact.Excerpt(text))
	case s.os.IsExpired(text):
		return failure.New(failure.Auth, "%w", dial.ErrExpired)
	case s.os.IsExecDenied(text):
		return failure.New(failure.Privilege, "the switch denies this user a command line (it said %q); check `aaa authorization exec`", redact.Excerpt(text))
	default:
		return failure.New(failure.Disconnected, "the switch closed the session before it showed a prompt (it said last %q); "+
			"all VTY lines may be in use (`show users`): %w", redact.Excerpt(text), err)
	}
}
