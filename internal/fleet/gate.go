package fleet

import (
	"sync"
	"time"
)

// gate lets polls into two rooms, one for those that ask the CLI, and one for those that ask over NETCONF,
// which costs so much more that fewer may be in there. Each lets in who came first. Those that have to
// log in wait for the pace besides, which is the same for both rooms, in front of the room and not in it, so
// that they keep none of the others waiting: a poll on a kept session passes them. A poll whose switch
// says nothing steps aside, and comes back before all others.
type gate struct {
	mu           sync.Mutex
	cli, netconf room
	pace         pace
	came         uint64
	waking       bool // a timer will look for the next login
}

// room is where polls are that ask their switches at the same time.
type room struct {
	size   int // how many may be inside at once
	inside int
	aside  int   // neither inside nor queueing
	back   queue // from aside
	logins queue
	others queue
}

func newGate(cli, netconf int) *gate {
	g := &gate{}
	g.resize(cli, netconf)
	return g
}

// resize sets how many polls may be in each room at once; those in the CLI's are also how many may log in a
// second. If more are inside, they stay.
func (g *gate) resize(cli, netconf int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cli.size, g.netconf.size = cli, netconf
	g.pace.set(cli)
	g.admit()
}

// busy is how many polls are under way.
func (g *gate) busy() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cli.busy() + g.netconf.busy()
}

func (r *room) busy() int64 { return int64(r.inside + r.aside + len(r.back)) }

// join puts a poll at the end of the room's queue. Who has joined must leave.
func (g *gate) join(r *room, login bool) *turn {
	t := &turn{gate: g}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.enqueue(t, r, login)
	return t
}

// enqueue is join for a poll that has been inside before. mu is held.
func (g *gate) enqueue(t *turn, r *room, login bool) {
	g.came++
	t.number = g.came
	g.line(t, r, login)
}

// line has the poll wait for the room, under the number that it has. mu is held.
func (g *gate) line(t *turn, r *room, login bool) {
	t.room, t.login, t.admitted, t.gone = r, login, make(chan struct{}), false
	if login {
		r.logins.push(t)
	} else {
		r.others.push(t)
	}
	g.admit()
}

// admit lets in whom there is room for. mu is held.
func (g *gate) admit() {
	for {
		t := g.next(time.Now())
		if t == nil {
			return
		}
		t.room.inside++
		t.inside = true
		close(t.admitted)
	}
}

// next takes the first out of the queues who may come in now; nil if there is none. A login that
// is too early is looked for again when it may come.
func (g *gate) next(now time.Time) *turn {
	var login, other *turn
	for _, r := range []*room{&g.cli, &g.netconf} {
		if r.inside >= r.size {
			continue
		}
		if t := r.back.first(); t != nil {
			r.back.pop()
			return t
		}
		login, other = earlier(login, r.logins.first()), earlier(other, r.others.first())
	}
	if login != nil {
		if wait := g.pace.wait(now); wait > 0 {
			login = nil
			g.wakeIn(wait)
		}
	}
	switch {
	case login != nil && login == earlier(login, other):
		g.pace.take(now)
		login.room.logins.pop()
		return login
	case other != nil:
		other.room.others.pop()
	}
	return other
}

// earlier is the one of the two, either of which may be nil, that came first.
func earlier(a, b *turn) *turn {
	if a == nil || b != nil && b.number < a.number {
		return b
	}
	return a
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
