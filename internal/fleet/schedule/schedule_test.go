package schedule_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// admissions notes in which order polls are admitted. The tests run in a synctest bubble.
type admissions struct {
	t *testing.T

	mu    sync.Mutex
	order []string
}

// wait has a poll wait in a goroutine of its own, which ends when it is admitted.
func (a *admissions) wait(name string, t *schedule.Ticket) {
	go func() {
		if t.Wait(a.t.Context()) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.order = append(a.order, name)
		}
	}()
	synctest.Wait()
}

func (a *admissions) want(names ...string) {
	a.t.Helper()
	synctest.Wait()
	a.mu.Lock()
	defer a.mu.Unlock()
	if !slices.Equal(a.order, names) {
		a.t.Errorf("admitted are %q, want %q", a.order, names)
	}
}

// TestFirstComeFirstAdmitted: also if some of them give up while they wait.
func TestFirstComeFirstAdmitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(1000)
		lane := s.AddLane(1)
		first, second, third := lane.Join(true), lane.Join(false), lane.Join(true)
		a.wait("third", third)
		a.wait("first", first)
		a.want("first")
		if n := s.Busy(); n != 1 {
			t.Errorf("%d polls are under way, want 1", n)
		}
		second.Leave()
		first.Leave()
		a.want("first", "third")
		third.Leave()
		third.Leave() // as often as one likes
		if n := s.Busy(); n != 0 {
			t.Errorf("%d polls are under way at the end", n)
		}
	})
}

// TestPaceHoldsUpLoginsOnly: the ninth login of a lane that is wide enough waits, and a poll with a session
// overtakes it.
func TestPaceHoldsUpLoginsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(10)
		lane := s.AddLane(100)
		for range 8 {
			defer lane.Join(true).Leave()
		}
		began := time.Now()
		login, kept := lane.Join(true), lane.Join(false)
		defer login.Leave()
		defer kept.Leave()
		a.wait("login", login)
		a.wait("kept", kept)
		a.want("kept")
		if !login.Wait(t.Context()) || time.Since(began) != 100*time.Millisecond {
			t.Errorf("the ninth login came after %s, want 100ms", time.Since(began))
		}
		a.want("kept", "login")
	})
}

// TestStepAside: a poll that steps aside leaves its place to the next one, still counts, and comes back before
// those that wait.
func TestStepAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(1000)
		lane := s.AddLane(1)
		silent, next, last := lane.Join(true), lane.Join(true), lane.Join(true)
		a.wait("silent", silent)
		a.wait("next", next)
		a.wait("last", last)
		silent.StepAside()
		a.want("silent", "next")
		if n := s.Busy(); n != 2 {
			t.Errorf("%d polls are under way, want 2", n)
		}
		back := make(chan struct{})
		go func() {
			silent.StepBack(t.Context())
			close(back)
		}()
		synctest.Wait()
		next.Leave()
		<-back
		a.want("silent", "next")
		silent.StepBack(t.Context()) // it has not stepped aside
		silent.Leave()
		a.want("silent", "next", "last")
		last.Leave()
	})
}

// TestNextKeepsTheNumber: in the second lane the poll that came first to the first lane is first.
func TestNextKeepsTheNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(1000)
		one, two := s.AddLane(2), s.AddLane(1)
		early, late, occupant := one.Join(true), one.Join(true), two.Join(true)
		late = late.Next(two)
		a.wait("late", late)
		early = early.Next(two)
		a.wait("early", early)
		a.want()
		occupant.Leave()
		a.want("late") // of one lane, which it joined first
		late.Leave()
		a.want("late", "early")
		early.Leave()
	})
}

// TestRelogin: a poll that joined without a login gives up its place and queues again, after those that wait;
// one that may log in goes on.
func TestRelogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(1000)
		lane := s.AddLane(1)
		kept, other := lane.Join(false), lane.Join(true)
		a.wait("other", other)
		relogged := make(chan bool)
		go func() { relogged <- kept.Relogin(t.Context()) }()
		a.want("other")
		if !kept.MayLogin() || !other.Relogin(t.Context()) {
			t.Error("a poll that may log in cannot")
		}
		other.Leave()
		if !<-relogged {
			t.Error("not admitted again")
		}
		kept.Leave()
	})
}

// TestResizeAndEnd: a wider lane admits at once, and an ended context ends every wait.
func TestResizeAndEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, s := &admissions{t: t}, schedule.New(1000)
		lane := s.AddLane(1)
		tickets := []*schedule.Ticket{lane.Join(true), lane.Join(true), lane.Join(true)}
		a.wait("second", tickets[1])
		a.want()
		lane.Resize(2)
		a.want("second")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if tickets[2].Wait(ctx) || tickets[0].Relogin(ctx) {
			t.Error("a wait goes on though its context has ended")
		}
		for _, ticket := range tickets {
			ticket.Leave()
		}
		if n := s.Busy(); n != 0 {
			t.Errorf("%d polls are under way at the end", n)
		}
	})
}

// TestSetPace: a slower pace holds from the next login on.
func TestSetPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := schedule.New(1000)
		lane := s.AddLane(100)
		s.SetPace(1)
		for range 8 {
			defer lane.Join(true).Leave()
		}
		began := time.Now()
		ninth := lane.Join(true)
		defer ninth.Leave()
		if !ninth.Wait(t.Context()) || time.Since(began) != time.Second {
			t.Errorf("the ninth login came after %s, want 1s", time.Since(began))
		}
	})
}
