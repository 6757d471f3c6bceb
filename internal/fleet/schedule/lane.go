package schedule

import "github.com/slp-exporter/slp-exporter/internal/fleet/queue"

// Lane bounds how many polls of one kind run at the same time. Its fields are guarded by the scheduler's
// lock.
type Lane struct {
	scheduler *Scheduler
	size      int // how many may be inside at once
	inside    int
	aside     int                  // neither inside nor in a queue
	back      queue.Queue[*Ticket] // from aside
	logins    queue.Queue[*Ticket]
	others    queue.Queue[*Ticket]
}

// Resize sets how many polls may be inside at once. If more are inside, they stay.
func (l *Lane) Resize(size int) {
	l.scheduler.mu.Lock()
	defer l.scheduler.mu.Unlock()
	l.size = size
	l.scheduler.admit()
}

// Join puts a poll at the end of the lane's queue. login says that it has to log in. The ticket must be
// given back with [Ticket.Leave], also if the poll is never admitted.
func (l *Lane) Join(login bool) *Ticket {
	t := &Ticket{scheduler: l.scheduler}
	l.scheduler.mu.Lock()
	defer l.scheduler.mu.Unlock()
	l.enqueue(t, login)
	return t
}

// enqueue gives the poll a new number and puts it at the end of the queue. The lock is held.
func (l *Lane) enqueue(t *Ticket, login bool) {
	l.scheduler.came++
	t.number = l.scheduler.came
	l.line(t, login)
}

// line puts the poll into a queue of the lane under the number that it has. The lock is held.
func (l *Lane) line(t *Ticket, login bool) {
	t.lane, t.login, t.admitted, t.gone = l, login, make(chan struct{}), false
	if login {
		l.logins.Push(t)
	} else {
		l.others.Push(t)
	}
	l.scheduler.admit()
}
