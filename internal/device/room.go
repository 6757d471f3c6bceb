package device

import (
	"context"
	"errors"
	"fmt"
)

const (
	// smallOutput is what any session may hold of an output at any time. Nearly all outputs are far
	// smaller: tech support has some 20 KB.
	smallOutput = 1 << 20
	// largeOutputs is how many outputs above smallOutput all sessions of a Dialer receive at the same
	// time: 512 MiB of text, where 256 sessions with a flood each would hold 4 GiB.
	largeOutputs = 32
)

// waitingForTurn is logged, at debug level, by a session that waits.
const waitingForTurn = "waiting for a turn to receive a large output"

// errNoRoom is why a session did not get on with a large output.
var errNoRoom = errors.New("too many large outputs at once")

// room bounds what the sessions of a Dialer hold together. It is handed out by whole outputs, not
// by bytes: who has a place needs no second one to come to the end, so that none waits for ever
// for what another waiting one holds. Places are given in the order of asking.
type room chan struct{}

// tryEnter takes a place if one is free.
func (r room) tryEnter() bool {
	select {
	case r <- struct{}{}:
		return true
	default:
		return false
	}
}

// enter waits for a place until the context ends.
func (r room) enter(ctx context.Context) error {
	select {
	case r <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", errNoRoom, ctx.Err())
	}
}

func (r room) leave() { <-r }

// makeRoom waits for a place if the output has grown large. Meanwhile nothing is read, so that SSH's
// flow control stops the switch. giveBack frees the place.
func (s *Session) makeRoom(ctx context.Context, size int) error {
	if size <= smallOutput || s.large {
		return nil
	}
	if !s.dialer.room.tryEnter() {
		s.dialer.debug(s.attempt.target, "msg", waitingForTurn)
		if err := s.dialer.room.enter(ctx); err != nil {
			return err
		}
	}
	s.large = true
	return nil
}

// giveBack frees the session's place, if it has one.
func (s *Session) giveBack() {
	if s.large {
		s.large = false
		s.dialer.room.leave()
	}
}
