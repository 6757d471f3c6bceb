// Package disk reads the files that an operator names, each in bounded time: a file system that hangs, as NFS does
// without its server, must not block a reload or a poll for ever. It reads only regular files: a named pipe or
// a device may have no end. What it reads goes to packages config and hostkey.
package disk

import (
	"errors"
	"sync"
	"time"
)

// Patience is how long an operation on a file may take.
const Patience = 5 * time.Second

// ErrHangs is the error of an operation that did not end in time. Another may still succeed later.
var ErrHangs = errors.New("cannot be read: its file system does not answer")

// Turn runs operations on a file one at a time. An operation that hangs cannot be ended: it goes on in the
// background, where it keeps its turn, and all others fail with [ErrHangs] at once until it is over. So a file that
// hangs costs one goroutine, however many operations want it. The zero value is ready.
type Turn struct {
	mu      sync.Mutex
	current *operation // nil if none is under way
}

// operation is one that has its turn.
type operation struct {
	over  chan struct{} // closed when it has ended
	hangs chan struct{} // closed when it did not end in time
}

// Do runs op when its turn comes, and returns what op returns. The error is ErrHangs if op takes longer than patience, if
// an operation before it does, or if the turn does not come within patience. What op changes may only be read by the
// next op, because op may still be running when Do returns.
func Do[T any](t *Turn, patience time.Duration, op func() (T, error)) (value T, err error) {
	own := t.take(patience)
	if own == nil {
		return value, ErrHangs
	}
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		v, err := op()
		t.end()
		results <- result{v, err}
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case r := <-results:
		return r.value, r.err
	case <-late.C:
		close(own.hangs)
		return value, ErrHangs
	}
}

// take waits for the turn. It returns nil if the operation under way hangs, or if the turn does not come in time.
func (t *Turn) take(patience time.Duration) (own *operation) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		own, other := t.tryTake()
		if own != nil {
			return own
		}
		select {
		case <-other.over:
		case <-other.hangs:
			return nil
		case <-late.C:
			return nil
		}
	}
}

// tryTake takes the turn, or else returns the operation under way.
func (t *Turn) tryTake() (own, other *operation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current != nil {
		return nil, t.current
	}
	t.current = &operation{over: make(chan struct{}), hangs: make(chan struct{})}
	return t.current, nil
}

// end passes the turn on.
func (t *Turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.current.over)
	t.current = nil
}

// state reports whether an operation is under way, and whether it hangs.
func (t *Turn) state() (taken, hangs bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == nil {
		return false, false
	}
	select {
	case <-t.current.hangs:
		return true, true
	default:
		return true, false
	}
}
