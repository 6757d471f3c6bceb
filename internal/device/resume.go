package device

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dialogue"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Resume is Run for the first command on a session that was idle. It also finds out whether
// the switch still answers within that time, with the prompt that it had at login. If it does not, alive
// is false: the switch has hung up or was renamed, a firewall has forgotten the connection, another
// supervisor took over; the command may have run or not. The session has ended, as after any
// error.
//
// The echo of the first line is the answer: from then on the command may take as long as ctx allows, and if nothing
// more comes, that is the failure of the command.
//
// Resume types a comment line together with the command, before it, so this costs no round trip. All that
// the switch said while the session was idle precedes the comment's echo, and is dropped with it.
func (s *Session) Resume(ctx context.Context, command string, within time.Duration) (output platform.Output, alive bool, err error) {
	if bad := unsendable(command); bad != "" {
		return platform.Output{}, true, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, dialogue.StepAlive, command, func() error {
		mark := s.markers.next()
		if err := s.send(mark + "\n" + command + "\n"); err != nil {
			return err
		}
		begun, proven, err := s.awake(ctx, mark, command, within)
		alive = proven
		if err != nil {
			return err
		}
		s.attempt.Trace().BeginWith(command, len(begun))
		output, err = s.output(ctx, command, begun)
		return err
	})
	return output, alive, err
}

// awake reads until the marker was echoed, and the command at the prompt after it.
// It returns that prompt and what arrived with it. proven is false if there was no answer within that time, or one that
// the session of before would not have given.
func (s *Session) awake(ctx context.Context, mark, command string, within time.Duration) (begun []byte, proven bool, err error) {
	asleep := time.Now().Add(within)
	a := newAnswer(maxLoginText)
	for {
		quiet := max(time.Until(asleep), 1)
		if proven {
			quiet = 0
		}
		piece, err := s.next(ctx, quiet)
		if errors.Is(err, errQuiet) {
			return nil, false, failure.New(failure.Disconnected, "no answer within %s on the session that was kept open", within)
		}
		if err != nil {
			return nil, proven, err
		}
		if err := a.add(piece); err != nil {
			return nil, false, err
		}
		if begun, err := s.echoed(a.text, mark, command); begun != nil || err != nil {
			return begun, err == nil, err
		}
		proven = proven || bytes.Contains(a.text, []byte(mark))
	}
}

// echoed looks for the echoes of the marker and of the command. It returns nil if they have not arrived yet.
func (s *Session) echoed(text []byte, mark, command string) ([]byte, error) {
	at := bytes.Index(text, []byte(mark))
	if at < 0 {
		return nil, nil
	}
	after := text[at+len(mark):]
	typed := bytes.Index(after, []byte("\n"+s.prompt+command))
	if typed < 0 {
		if last := lastLine(after); len(last) < len(after) && s.isPrompt(last) && !bytes.HasPrefix([]byte(s.prompt), last) {
			return nil, s.renamed(string(last))
		}
		return nil, nil
	}
	if said := s.commentAnswer(after[:typed+1], mark); said != s.comment {
		return nil, failure.New(failure.Disconnected, "the dialogue fell out of step: %q in answer to a comment line", redact.Excerpt(said))
	}
	return after[typed+1:], nil
}
