package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/fleet/account"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tries counts the logins of a test that have sent the secret.
type tries struct {
	t       *testing.T
	account *account.Account
	work    sync.WaitGroup

	mu      sync.Mutex
	sent    []string
	waiting int
}

// login logs in under that name; connect is how long it takes until the secret is sent, answer how long until the
// outcome is known.
func (s *tries) login(name string, connect, answer time.Duration, o account.Outcome) {
	r := s.account.Ask(name, nil)
	s.note(func() { s.waiting++ })
	s.work.Go(func() {
		l, err := r.Wait(s.t.Context())
		s.note(func() { s.waiting-- })
		if err != nil {
			return
		}
		defer func() { l.End(account.Unknown) }()
		if l.Begin() != nil {
			return
		}
		time.Sleep(connect)
		if l.Send(s.t.Context()) != nil {
			return
		}
		s.note(func() { s.sent = append(s.sent, name) })
		time.Sleep(answer)
		l.End(o)
	})
}

func (s *tries) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// count is how often the secret was sent.
func (s *tries) count() (n int) {
	s.note(func() { n = len(s.sent) })
	return n
}

func (s *tries) want(n int) {
	s.t.Helper()
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sent) != n {
		s.t.Errorf("after %s the secret was sent to %q, want %d", time.Since(start()), s.sent, n)
	}
}

// start is when a synctest bubble begins.
func start() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

func newTries(t *testing.T, users int) *tries {
	s := &tries{t: t, account: account.New(time.Now)}
	var names []string
	for i := range users {
		names = append(names, name(i))
	}
	s.account.SetUsers(names)
	t.Cleanup(s.work.Wait)
	return s
}

func name(i int) string { return fmt.Sprintf("sw-%03d", i) }

// TestFirstGoesAlone: one success opens the way for all.
func TestFirstGoesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 5)
		for i := range 5 {
			s.login(name(i), 0, time.Second, account.Accepted)
		}
		s.want(1)
		time.Sleep(time.Second)
		s.want(5)
		time.Sleep(time.Second)
		if s.account.Held() != nil || s.account.TryEnter("x") == nil {
			t.Error("not open")
		}
	})
}

// TestNeverMoreRefusals: however many want to log in at once, and however long each takes, no more than the limit
// sends a wrong secret.
func TestNeverMoreRefusals(t *testing.T) {
	for _, accepted := range []bool{false, true} {
		for _, answer := range []time.Duration{0, time.Second, 3 * time.Second, 25 * time.Second} {
			t.Run(fmt.Sprintf("accepted %t, answers take %s", accepted, answer), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, limit := newTries(t, 100), 3
					if accepted {
						s.login("sw-099", 0, 0, account.Accepted)
						time.Sleep(time.Minute)
						s.note(func() { s.sent = nil })
						limit = 10
					}
					for i := range 100 {
						s.login(name(i), time.Duration(i%4)*time.Second, answer, account.Refused)
					}
					time.Sleep(5*time.Minute - time.Second)
					s.want(limit)
					if h := s.account.Held(); h == nil || h.Refusals != limit {
						t.Errorf("held: %v", h)
					}
					s.note(func() {
						if s.waiting != 0 {
							t.Errorf("%d wait", s.waiting)
						}
					})
				})
			})
		}
	}
}

// TestDeadAndSilentPassTheTurnOn: the silent ones in front do not delay the first answer by two seconds each.
func TestDeadAndSilentPassTheTurnOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 101)
		for i := range 50 {
			s.login(name(i), 30*time.Second, 0, account.Accepted)
		}
		s.login("alive", 0, time.Second, account.Accepted)
		s.login("next", 0, time.Second, account.Accepted)
		s.want(0)
		time.Sleep(2 * time.Second)
		s.want(0)
		time.Sleep(10 * time.Second)
		s.want(2)
		time.Sleep(40 * time.Second)
		s.want(52)
	})
}

// TestSilentInAuthentication: a switch that never answers the secret passes the turn on, but its refusal may still
// come.
func TestSilentInAuthentication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 10)
		for i := range 10 {
			s.login(name(i), 0, 30*time.Second, account.Unknown)
		}
		s.want(1)
		time.Sleep(2 * time.Second)
		s.want(2)
		time.Sleep(2 * time.Second)
		s.want(3)
		time.Sleep(25 * time.Second)
		s.want(3)
		time.Sleep(time.Second)
		s.want(4)
	})
}

// TestProbes: while all refuse, one switch is tried at 5, 10, 20, 40, 60 and 60 minutes, another each time.
func TestProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 6)
		var at []string
		for minute := range 4 * 60 {
			for i := range 6 {
				before := s.count()
				s.login(name(i), 0, 0, account.Refused)
				if synctest.Wait(); s.count() > before {
					at = append(at, fmt.Sprintf("%d %s", minute, name(i)))
				}
			}
			time.Sleep(time.Minute)
		}
		want := []string{
			"0 sw-000", "0 sw-001", "0 sw-002", "5 sw-003", "15 sw-004", "35 sw-005", "75 sw-000", "135 sw-001", "195 sw-002",
		}
		if fmt.Sprint(at) != fmt.Sprint(want) {
			t.Errorf("tried %q, want %q", at, want)
		}
		if s.account.Releases() != 0 {
			t.Error("released")
		}
		time.Sleep(15 * time.Minute)
		s.login(name(3), 0, 0, account.Accepted)
		if synctest.Wait(); s.account.Held() != nil || s.account.Releases() != 1 || !s.account.May(name(0)) {
			t.Error("still held after a success")
		}
	})
}

// TestProbeOfADeadSwitch: the next one may try at once. Of switches that have all refused, or of one that has left, none
// is waited for.
func TestProbeOfADeadSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 5)
		for i := range 3 {
			s.login(name(i), 0, 0, account.Refused)
			synctest.Wait()
		}
		s.want(3)
		time.Sleep(5 * time.Minute)
		for i := range 3 {
			if s.account.May(name(i)) {
				t.Errorf("%s may try again before the others", name(i))
			}
		}
		l, err := s.account.Ask(name(3), nil).Wait(t.Context())
		if err != nil || s.account.May(name(4)) {
			t.Fatalf("a probe is not alone: %v", err)
		}
		l.End(account.Unknown)
		if !s.account.May(name(4)) {
			t.Error("after a dead switch none may try")
		}
		time.Sleep(time.Minute)
		if !s.account.May(name(0)) {
			t.Error("those that do not come are waited for")
		}
	})
}

// TestRefusalsAmongSuccesses: a switch that refuses while others accept, and the same switch time and again, hold
// nothing.
func TestRefusalsAmongSuccesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 50)
		for i := range 50 {
			o := account.Refused
			if i%3 == 2 {
				o = account.Accepted
			}
			s.login(name(i), 0, 0, o)
			synctest.Wait()
		}
		for range 20 {
			s.login("again", 0, 0, account.Refused)
			synctest.Wait()
		}
		s.want(70)
		if s.account.Held() != nil {
			t.Error("held")
		}
	})
}

// TestGivingUp: who no longer waits takes no turn.
func TestGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTries(t, 3)
		ctx, cancel := context.WithCancel(t.Context())
		granted := 0
		first, err := s.account.Ask("first", func() { granted++ }).Wait(ctx)
		if err != nil || granted != 1 {
			t.Fatal(err, granted)
		}
		second := s.account.Ask("second", func() { granted++ })
		cancel()
		if _, err := second.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		s.login("third", 0, 0, account.Accepted)
		s.want(0)
		first.End(account.Unknown)
		s.want(1)
		if e := first.End(account.Refused); e != account.Nothing || granted != 1 {
			t.Errorf("a login ends twice, or one that was given up is granted: %d", granted)
		}
	})
}
