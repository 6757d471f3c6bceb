package device

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/dial"
)

// errQuiet is the error of next when nothing arrived in time.
var errQuiet = errors.New("nothing came")

// arrivals wakes the dialogue when scrapligo has queued something. It poses as scrapligo's channel
// log, which is written right after the queue. So a waiting session sleeps, where scrapligo's
// own reading would look into the queue 4000 times a second.
type arrivals chan struct{}

// Write implements io.Writer; the text itself is taken from the queue.
func (a arrivals) Write(b []byte) (int, error) {
	select {
	case a <- struct{}{}:
	default:
	}
	return len(b), nil
}

// next returns the next piece of text. With a quiet time above zero it returns errQuiet if none
// comes within that time. When the connection has ended, it returns what arrived before first.
func (s *Session) next(ctx context.Context, quiet time.Duration) ([]byte, error) {
	var late <-chan time.Time
	if quiet > 0 {
		timer := time.NewTimer(quiet)
		defer timer.Stop()
		late = timer.C
	}
	for {
		if err := ctx.Err(); err != nil { // also where pieces never end
			return nil, err
		}
		if piece := s.driver.piece(); len(piece) > 0 {
			s.wire.taken(len(piece))
			s.hear(piece)
			return piece, nil
		}
		select {
		case <-s.arrived:
		case <-s.wire.eof:
			// Everything was queued before the end was reported.
			if rest := s.driver.rest(); len(rest) > 0 {
				s.hear(rest)
				return rest, nil
			}
			return nil, dial.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-late:
			return nil, errQuiet
		}
	}
}

// hear passes a piece on to the trace and the log.
func (s *Session) hear(piece []byte) {
	s.attempt.Trace().Received(piece)
	s.transcript.received(piece)
}

// pause notes in the log that no more is expected from the switch.
func (s *Session) pause() {
	if s != nil {
		s.transcript.pause()
	}
}

// sendLines types lines in one piece. None is secret.
func (s *Session) sendLines(lines ...string) error {
	for _, line := range lines {
		s.transcript.sent(line)
	}
	return s.driver.write(strings.Join(lines, "\n")+"\n", false)
}

// sendKey types a key that no line end follows.
func (s *Session) sendKey(key string) error {
	s.transcript.sent(key)
	return s.driver.write(key, false)
}

// sendSecret writes a line that no log has.
func (s *Session) sendSecret(text string) error {
	s.transcript.sentSecret()
	return s.driver.write(text+"\n", true)
}

// newMarker returns a comment line that no output contains: one of a million, and used once. It is short,
// because switches send each character of an echo in a packet of its own. It begins with two marks of a comment: if a
// pager takes the first one for a key, the rest is a comment all the same.
func newMarker() string { return "!!" + rand.Text()[:4] }

// sendMarker types a new marker and returns it.
func (s *Session) sendMarker() (string, error) {
	mark := newMarker()
	return mark, s.sendLines(mark)
}
