package schedule

// Lane bounds how many polls of one kind run at the same time. Its fields are guarded by the scheduler's
// lock.
type Lane struct {
	scheduler *Scheduler
	size      int // how many may be inside at once
	inside    int
	aside     int   // neither inside nor in a queue
	back      queue // from aside
	logins    queue
	others    queue
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
		l.logins.push(t)
	} else {
		l.others.push(t)
	}
	l.scheduler.admit()
}

// queue holds the polls that wait, in the order of arrival.
type queue []*Ticket

func (q *queue) push(t *Ticket) { *q = append(*q, t) }

// first is the poll that comes next; nil if none waits. Polls that have left meanwhile are dropped.
func (q *queue) first() *Ticket {
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
