package dialogue

import (
	"context"
	"errors"
	"fmt"
)

const (
	// MaxOutput is the largest output of one command that is accepted, in bytes. Of all sessions of a
	// Dialer, 32 at a time receive outputs above 1 MiB; others wait for their turn.
	MaxOutput = 16 << 20
	// smallOutput is how much of an output every session may hold at any time. Nearly all outputs are far
	// smaller: tech support has some 20 KB.
	smallOutput = 1 << 20
	// mostLarge is how many outputs above smallOutput all sessions of a Dialer receive at the same
	// time: 512 MiB of text, where 256 sessions with a flood each would hold 4 GiB.
	mostLarge = 32
)

// WaitingForTurn is what a session that waits logs at debug level.
const WaitingForTurn = "waiting for a turn to receive a large output"

// errNoTurn says why a session could not receive a large output.
var errNoTurn = errors.New("too many large outputs at once")

// LargeOutputs bounds what the sessions of a Dialer hold together. It is handed out by whole outputs, not
// by bytes: a session that has a place needs no second one to finish, so no session waits for ever
// for a place that another waiting session holds. Places are given in the order of asking.
type LargeOutputs chan struct{}

// NewLargeOutputs has all places free.
func NewLargeOutputs() LargeOutputs { return make(LargeOutputs, mostLarge) }

// tryEnter takes a place if one is free.
func (l LargeOutputs) tryEnter() bool {
	select {
	case l <- struct{}{}:
		return true
	default:
		return false
	}
}

// enter waits for a place until the context ends.
func (l LargeOutputs) enter(ctx context.Context) error {
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", errNoTurn, ctx.Err())
	}
}

func (l LargeOutputs) leave() { <-l }
