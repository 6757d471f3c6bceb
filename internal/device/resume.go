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

// Resume is Run for the first command on a session that has lain idle. It finds out on the way whether
// the switch still answers, within that time, with the prompt it had at login. If it does not, alive
// is false: the switch has hung up or was renamed, a firewall has forgotten the connection, another
// supervisor took over; nothing is known of the command then. The session is over, as after any
// error.
//
// A comment line is typed in front of the command, at once with it, so that this costs no round trip:
// with the comment's echo goes what the switch has said meanwhile.
func (s *Session) Resume(ctx context.Context, command string, within time.Duration) (output platform.Output, alive bool, err error) {
	if bad := unsendable(command); bad != "" {
		return platform.Output{}, true, &failure.Error{Reason: failure.Internal, Target: s.attempt.Target.Name, Err: errors.New(bad)}
	}
	err = s.talk(ctx, dialogue.StepAlive, command, func() error {
		mark := s.markers.next()
		if err := s.send(mark + "\n" + command + "\n"); err != nil {
			return err
		}
		begun, err := s.awake(ctx, mark, command, within)
		if err != nil {
			return err
		}
		alive = true
		s.attempt.Trace().BeginWith(command, len(begun))
		output, err = s.output(ctx, command, begun)
		return err
	})
	return output, alive, err
}

// awake reads until the echo of the marker has come, and that of the command at the prompt behind it.
// It returns that prompt and what came with it.
func (s *Session) awake(ctx context.Context, mark, command string, within time.Duration) ([]byte, error) {
	asleep := time.Now().Add(within)
	a := newAnswer(maxLoginText)
	for {
		piece, err := s.next(ctx, max(time.Until(asleep), 1))
		if errors.Is(err, errQuiet) {
			return nil, failure.New(failure.Disconnected, "no answer within %s on the session that was kept open", within)
		}
		if err != nil {
			return nil, err
		}
		if err := a.add(piece); err != nil {
			return nil, err
		}
		if begun, err := s.echoed(a.text, mark, command); begun != nil || err != nil {
			return begun, err
		}
	}
}

// echoed looks for the echoes of the marker and of the command; nil if they have not come yet.
func (s *Session) echoed(text []byte, mark, command string) ([]byte, error) {
	at := bytes.Index(text, []byte(mark))
	if at < 0 {
		return nil, nil
	}
	behind := text[at+len(mark):]
	typed := bytes.Index(behind, []byte("\n"+s.prompt+command))
	if typed < 0 {
		if last := lastLine(behind); len(last) < len(behind) && s.isPrompt(last) && !bytes.HasPrefix([]byte(s.prompt), last) {
			return nil, s.renamed(string(last))
		}
		return nil, nil
	}
	if said := s.commentAnswer(behind[:typed+1], mark); said != s.comment {
		return nil, failure.New(failure.Disconnected, "the dialogue fell out of step: %q in answer to a comment line", redact.Excerpt(said))
	}
	return behind[typed+1:], nil
}
