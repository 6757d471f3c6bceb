package fleet

import (
	"context"
	"sync"
	"time"
)

// gate lets polls into the room in the order in which they came. Those that have to log in wait
// for the pace besides, in front of the room and not in it, so that they keep none of the others
// waiting: a poll on a kept session passes them. A poll whose switch says nothing steps aside, and
// comes back before all others.
type gate struct {
	mu     sync.Mutex
	room   int // how many may be inside at once
	inside int
	aside  int // neither inside nor queueing
	pace   pace
	came   uint64
	back   queue // from aside
	logins queue
	others queue
	waking bool // a timer will look for the next login
}

func newGate(room int) *gate {
	g := &gate{}
	g.resize(room)
	return g
}

// resize sets how many polls may be inside at once, and how many may log in a second. If more are
// inside, they stay.
func (g *gate) resize(room int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.room = room
	g.pace.set(room)
	g.admit()
}

// busy is how many polls are under way.
func (g *gate) busy() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return int64(g.inside + g.aside + len(g.back))
}

// join puts a poll at the end of the queue. Who has joined must leave.
func (g *gate) join(login bool) *turn {
	t := &turn{gate: g}
	g.enqueue(t, login)
	return t
}

func (g *gate) enqueue(t *turn, login bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.came++
	t.login, t.number, t.admitted, t.gone = login, g.came, make(chan struct{}), false
	if login {
		g.logins.push(t)
	} else {
		g.others.push(t)
	}
	g.admit()
}

// admit lets in whom there is room for. mu is held.
func (g *gate) admit() {
	for g.inside < g.room {
		t := g.next(time.Now())
		if t == nil {
			return
		}
		g.inside++
		t.inside = true
		close(t.admitted)
	}
}

// next takes the first out of the queues who may come in now; nil if there is none. A login that
// is too early is looked for again when it may come.
func (g *gate) next(now time.Time) *turn {
	if t := g.back.first(); t != nil {
		g.back.pop()
		return t
	}
	login, other := g.logins.first(), g.others.first()
	if login != nil {
		if wait := g.pace.wait(now); wait > 0 {
			login = nil
			g.wakeIn(wait)
		}
	}
	switch {
	case login != nil && (other == nil || login.number < other.number):
		g.pace.take(now)
		g.logins.pop()
		return login
	case other != nil:
		g.others.pop()
	}
	return other
}

func (g *gate) wakeIn(d time.Duration) {
	if g.waking {
		return
	}
	g.waking = true
	time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.waking = false
		g.admit()
	})
}

// turn is a poll's place in the queue, and then in the room.
type turn struct {
	gate     *gate
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
	t.gate.inside--
	t.gate.aside++
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
	t.gate.aside--
	t.gate.back.push(t)
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
	t.leave()
	t.gate.enqueue(t, true)
	return t.wait(ctx)
}

// leave gives the place up, be it in the queue or in the room.
func (t *turn) leave() {
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	t.gone = true
	if t.inside {
		t.inside = false
		t.gate.inside--
	}
	if t.aside {
		t.aside = false
		t.gate.aside--
	}
	t.gate.admit()
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
