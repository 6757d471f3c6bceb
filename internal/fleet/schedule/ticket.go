package schedule

import "context"

// Ticket is a poll's place in the queue of a lane, and then in the lane. Only the goroutine of the poll
// uses it, except for StepAside and StepBack.
type Ticket struct {
	scheduler *Scheduler
	lane      *Lane
	login     bool // it may log in once it is admitted
	number    uint64
	admitted  chan struct{} // closed when it may go on

	inside, aside, gone bool // guarded by the scheduler's lock
}

// Gone reports whether the poll has left. The scheduler's lock is held.
func (t *Ticket) Gone() bool { return t.gone }

// Wait waits until the poll is admitted; false if ctx ended first.
func (t *Ticket) Wait(ctx context.Context) bool {
	select {
	case <-t.admitted:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// StepAside gives the place to another poll while this one only waits.
func (t *Ticket) StepAside() {
	t.scheduler.mu.Lock()
	defer t.scheduler.mu.Unlock()
	if !t.inside {
		return
	}
	t.inside, t.aside = false, true
	t.lane.inside--
	t.lane.aside++
	t.scheduler.admit()
}

// StepBack ends what StepAside began. It returns when there is a place again, or ctx ends.
func (t *Ticket) StepBack(ctx context.Context) {
	if t.comeBack() {
		t.Wait(ctx)
	}
}

// comeBack queues a poll that has stepped aside; false if it has not.
func (t *Ticket) comeBack() bool {
	t.scheduler.mu.Lock()
	defer t.scheduler.mu.Unlock()
	if !t.aside {
		return false
	}
	t.aside, t.admitted = false, make(chan struct{})
	t.lane.aside--
	t.lane.back.Push(t)
	t.scheduler.admit()
	return true
}

// MayLogin reports whether the poll may log in once it is admitted.
func (t *Ticket) MayLogin() bool { return t.login }

// Relogin makes sure that the poll may log in, though it joined without having to. If it has to wait for
// that, it does so at the end of the queue, like a new poll. False if ctx ended first.
func (t *Ticket) Relogin(ctx context.Context) bool {
	if t.login {
		return ctx.Err() == nil
	}
	t.scheduler.mu.Lock()
	t.vacate()
	t.lane.enqueue(t, true)
	t.scheduler.mu.Unlock()
	return t.Wait(ctx)
}

// Next gives this ticket back and takes one for another lane of the scheduler, where the poll has to log in.
// The poll keeps its number: of many that use both lanes, the first to come shall be the first to finish.
func (t *Ticket) Next(l *Lane) *Ticket {
	t.Leave()
	next := &Ticket{scheduler: t.scheduler, number: t.number}
	t.scheduler.mu.Lock()
	defer t.scheduler.mu.Unlock()
	l.line(next, true)
	return next
}

// Leave gives the place up, whether in the queue or in the lane. It may be called more than once.
func (t *Ticket) Leave() {
	t.scheduler.mu.Lock()
	defer t.scheduler.mu.Unlock()
	t.gone = true
	t.vacate()
	t.scheduler.admit()
}

// vacate gives up the place in the lane. The lock is held.
func (t *Ticket) vacate() {
	if t.inside {
		t.inside = false
		t.lane.inside--
	}
	if t.aside {
		t.aside = false
		t.lane.aside--
	}
}
