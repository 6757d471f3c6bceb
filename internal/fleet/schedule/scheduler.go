// Package schedule decides which poll may run now: it bounds how many run at once, lets the first
// that came go first, and spaces logins out. It imports nothing of the exporter: it knows no switch, no
// device and no configuration, only that some polls have to log in. Package fleet takes a ticket for each
// poll and gives it back when the poll ends.
package schedule

import (
	"sync"
	"time"
)

// Scheduler admits polls to its lanes. Each lane admits in the order of arrival. A poll that has to log in
// also waits for the pace, which all lanes share. It waits for that in front of the lane and holds no place
// in it, so that it delays no others: a poll on a kept session overtakes it. A poll whose switch says
// nothing steps aside, and comes back before all others.
type Scheduler struct {
	mu     sync.Mutex
	lanes  []*Lane
	pace   pace
	came   uint64
	waking bool // a timer will look for the next login
}

// New makes a Scheduler without lanes that lets so many polls log in a second.
func New(loginsPerSecond int) *Scheduler {
	s := &Scheduler{}
	s.pace.set(loginsPerSecond)
	return s
}

// SetPace sets how many polls may log in a second.
func (s *Scheduler) SetPace(loginsPerSecond int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.set(loginsPerSecond)
	s.admit()
}

// AddLane makes another lane, with room for size polls at once. Of several lanes that could admit a poll
// that stepped aside, the one that was added first does.
func (s *Scheduler) AddLane(size int) *Lane {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &Lane{scheduler: s, size: size}
	s.lanes = append(s.lanes, l)
	return l
}

// Busy is how many polls are under way. Those that wait to be admitted for the first time are not counted.
func (s *Scheduler) Busy() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, l := range s.lanes {
		n += l.inside + l.aside + l.back.Len()
	}
	return int64(n)
}

// admit lets in every poll that may come in now. mu is held.
func (s *Scheduler) admit() {
	for {
		t := s.next(time.Now())
		if t == nil {
			return
		}
		t.lane.inside++
		t.inside = true
		close(t.admitted)
	}
}

// next takes the first poll that may come in now out of its queue; nil without one. For a login that
// comes too early it sets a timer.
func (s *Scheduler) next(now time.Time) *Ticket {
	var login, other *Ticket
	for _, l := range s.lanes {
		if l.inside >= l.size {
			continue
		}
		if t := l.back.First(); t != nil {
			l.back.Pop()
			return t
		}
		login, other = earlier(login, l.logins.First()), earlier(other, l.others.First())
	}
	if login != nil {
		if wait := s.pace.wait(now); wait > 0 {
			login = nil
			s.wakeIn(wait)
		}
	}
	switch {
	case login != nil && login == earlier(login, other):
		s.pace.take(now)
		login.lane.logins.Pop()
		return login
	case other != nil:
		other.lane.others.Pop()
	}
	return other
}

// earlier is the one of the two, either of which may be nil, that came first.
func earlier(a, b *Ticket) *Ticket {
	if a == nil || b != nil && b.number < a.number {
		return b
	}
	return a
}

func (s *Scheduler) wakeIn(d time.Duration) {
	if s.waking {
		return
	}
	s.waking = true
	time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waking = false
		s.admit()
	})
}
