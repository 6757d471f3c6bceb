package fleet

import "context"

// turn is a poll's place in the queue of one room, and then in the room.
type turn struct {
	gate     *gate
	room     *room
	login    bool // it may log in once it is admitted
	number   uint64
	admitted chan struct{} // closed when it may go on

	inside, aside, gone bool // guarded by the gate's lock
}

// stepAside makes room for others while this poll does nothing but wait.
func (t *turn) stepAside() {
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	if !t.inside {
		return
	}
	t.inside, t.aside = false, true
	t.room.inside--
	t.room.aside++
	t.gate.admit()
}

// stepBack ends what stepAside began, when there is room or ctx ends.
func (t *turn) stepBack(ctx context.Context) {
	t.gate.mu.Lock()
	if !t.aside {
		t.gate.mu.Unlock()
		return
	}
	t.aside, t.admitted = false, make(chan struct{})
	t.room.aside--
	t.room.back.push(t)
	t.gate.admit()
	t.gate.mu.Unlock()
	t.wait(ctx)
}

// wait waits until the poll is admitted; false if ctx ended first.
func (t *turn) wait(ctx context.Context) bool {
	select {
	case <-t.admitted:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// relogin sees to it that the poll may log in, though it came in with a session at hand. If it has
// to wait for that, it does so at the end of the queue, as who comes anew. False if ctx ended first.
func (t *turn) relogin(ctx context.Context) bool {
	if t.login {
		return ctx.Err() == nil
	}
	t.gate.mu.Lock()
	t.vacate()
	t.gate.enqueue(t, t.room, true)
	t.gate.mu.Unlock()
	return t.wait(ctx)
}

// next ends this turn and begins one in another room, where the poll has to log in. It counts there as
// one that came when it first did: of many that ask both ways, the first are to be done first.
func (t *turn) next(r *room) *turn {
	t.leave()
	next := &turn{gate: t.gate, number: t.number}
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	t.gate.line(next, r, true)
	return next
}

// leave gives the place up, be it in the queue or in the room.
func (t *turn) leave() {
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	t.gone = true
	t.vacate()
	t.gate.admit()
}

// vacate gives up the place in the room. The gate's lock is held.
func (t *turn) vacate() {
	if t.inside {
		t.inside = false
		t.room.inside--
	}
	if t.aside {
		t.aside = false
		t.room.aside--
	}
}

// queue holds those who wait, first come first.
type queue []*turn

func (q *queue) push(t *turn) { *q = append(*q, t) }

// first is who is to come next; nil if nobody waits. Those who have left meanwhile are dropped.
func (q *queue) first() *turn {
	for len(*q) > 0 {
		if t := (*q)[0]; !t.gone {
			return t
		}
		q.pop()
	}
	return nil
}

func (q *queue) pop() {
	(*q)[0] = nil
	if *q = (*q)[1:]; len(*q) == 0 {
		*q = nil // or a long queue's memory would stay
	}
}
