// Package account decides who may try a secret. A central AAA server sees the logins to all switches as those
// of one account, and locks it after a few that are refused. So the first login with a secret goes alone,
// and after too many refusals nothing is tried with it but one login now and then.
//
// The package knows no switch, no protocol and no configuration: it is told the name of who wants to log in
// and what came of it. Package fleet asks it before each login, and shows and logs what it decides.
package account

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet/queue"
)

const (
	// unprovenLimit and provenLimit are how many switches may refuse the secret without a success between
	// them: before any has accepted it, and after.
	unprovenLimit = 3
	provenLimit   = 10
	// patience is how long a login that goes alone may keep others waiting without an answer.
	patience = 2 * time.Second
	// firstHold and longestHold bound how long nothing is tried. Each refusal doubles the time.
	firstHold   = 5 * time.Minute
	longestHold = time.Hour
	// reprieve is how long after the end of a hold a login waits for a switch that has not been tried yet.
	reprieve = time.Minute
	// recent is how long a success counts as a sign that the next login will succeed, too.
	recent = 5 * time.Second
)

// mode is what may be tried with a secret.
type mode int

const (
	asking mode = iota // no switch has accepted it yet: one login at a time
	open               // a switch has accepted it
	held               // too many have refused it
)

// Account is one secret. Its methods may be called from several goroutines at once.
type Account struct {
	now func() time.Time

	mu       sync.Mutex // guards what follows
	mode     mode
	accepted bool            // by any switch, ever
	users    map[string]bool // who logs in with the secret
	refused  map[string]bool // who has refused it since the last success
	// While it is held.
	tried    map[string]bool // who has refused it, but for those of earlier rounds if all have
	hold     time.Duration
	until    time.Time
	releases int // holds that a success has ended
	// width is how many may connect at once while one login at a time may send the secret. Each switch that turns
	// out to be dead or silent adds one, so that many of these do not delay the first answer for long: of silent
	// ones, twice as many are tried every two seconds.
	width int
	// grown is by how much successes in a row have raised the number of logins that may be without an answer.
	grown     int
	succeeded time.Time
	counts    [over + 1]int // logins by stage
	entering  queue.Queue[*waiter]
	sending   queue.Queue[*waiter]
}

// New returns an account that nothing is known of. now is the clock.
func New(now func() time.Time) *Account {
	return &Account{now: now, refused: make(map[string]bool), tried: make(map[string]bool), width: 1}
}

// SetUsers says who logs in with the secret. A probe goes to one of them that has not refused it yet, as long as there
// is one.
func (a *Account) SetUsers(names []string) {
	users := make(map[string]bool, len(names))
	for _, name := range names {
		users[name] = true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.users = users
}

// HeldError says that no login is tried, because too many switches have refused the secret.
type HeldError struct {
	// Refusals is how many switches have refused the secret without a success between them.
	Refusals int
	// Until is when one login may be tried.
	Until time.Time
}

// Error says since how many refusals, and until when.
func (e *HeldError) Error() string {
	return fmt.Sprintf("%d switches have refused it without a success between them; one login is tried at %s",
		e.Refusals, e.Until.UTC().Format(time.RFC3339))
}

// Held returns why no login is tried; nil if logins are tried.
func (a *Account) Held() *HeldError {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mode != held {
		return nil
	}
	return a.heldError()
}

func (a *Account) heldError() *HeldError {
	return &HeldError{Refusals: len(a.refused), Until: a.until}
}

// Releases returns how many holds a success has ended. What was refused before the last one says nothing any more.
func (a *Account) Releases() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.releases
}

// May reports whether name may log in now or after waiting for others. It is false if the account is held, unless name
// may be the one that tries.
func (a *Account) May(name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.mode != held || a.mayProbe(name)
}

// mayProbe reports whether a login of name may try whether the hold can end. mu is held.
func (a *Account) mayProbe(name string) bool {
	late := a.now().Sub(a.until)
	if late < 0 || a.turns() >= a.width || a.room() <= 0 {
		return false
	}
	return !a.tried[name] || late >= reprieve || !a.untried()
}

// untried reports whether a probe can go to any user that has not had its turn. mu is held.
func (a *Account) untried() bool {
	for name := range a.users {
		if !a.tried[name] {
			return true
		}
	}
	return false
}

// try notes that a user has had its turn. When all have, the others may begin again. mu is held.
func (a *Account) try(name string) {
	a.tried[name] = true
	if !a.untried() {
		a.tried = map[string]bool{name: true}
	}
}

// TryEnter returns a login that may begin now; nil if it would have to wait.
func (a *Account) TryEnter(name string) *Login {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mode != open {
		return nil
	}
	return a.enter(name)
}

// Ask asks for a login of name. granted is called once name may log in, which may be at once. Of those that wait, the
// first that asked is the first to be granted a login. granted must not call the account, and may be nil.
func (a *Account) Ask(name string, granted func()) *Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := &Login{account: a, name: name, stage: over, granted: granted}
	a.counts[over]++
	if a.mode == held && a.mayProbe(name) {
		l.probe = true
	}
	w := newWaiter(l)
	a.entering.Push(w)
	a.advance()
	return &Request{w}
}

// Request is a login that was asked for.
type Request struct{ waiter *waiter }

// Wait waits until the login is granted. The error is a *[HeldError], or that of ctx. The login must be ended with
// [Login.End]. Wait must be called once.
func (r *Request) Wait(ctx context.Context) (*Login, error) {
	l := r.waiter.login
	if err := l.account.await(ctx, r.waiter); err != nil {
		l.End(Unknown) // it may have been granted at the last moment
		return nil, err
	}
	return l, nil
}

// enter returns a login that has a turn. mu is held.
func (a *Account) enter(name string) *Login {
	a.counts[entered]++
	return &Login{account: a, name: name, stage: entered}
}

// await waits until advance has answered the waiter.
func (a *Account) await(ctx context.Context, w *waiter) error {
	select {
	case err := <-w.answer:
		return err
	case <-ctx.Done():
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	w.gone = true
	return ctx.Err()
}

// limit is how many may refuse the secret before the account is held. mu is held.
func (a *Account) limit() int {
	if a.accepted {
		return provenLimit
	}
	return unprovenLimit
}

// turns is how many logins keep others from beginning while one login at a time goes. mu is held.
func (a *Account) turns() int { return a.counts[entered] + a.counts[waiting] + a.counts[sent] }

// room is how many more logins may send the secret: even if all that have no answer yet are refused, there are not
// more refusals than the limit. mu is held.
func (a *Account) room() int {
	unanswered := a.counts[sent] + a.counts[late]
	switch {
	case a.mode == held:
		return 1 - unanswered
	case a.mode == asking && a.counts[sent] > 0:
		return 0
	}
	room := a.limit() - len(a.refused) - unanswered
	if a.mode == open && a.now().Sub(a.succeeded) <= recent {
		room += a.grown
	}
	return room
}

// advance answers those that wait, as far as they may go on. mu is held.
func (a *Account) advance() {
	for w := a.sending.First(); w != nil; w = a.sending.First() {
		switch {
		case a.mode == held && !w.login.probe:
			w.answer <- a.heldError()
		case a.room() <= 0:
			return
		default:
			w.login.to(sent)
			w.login.clock()
			w.answer <- nil
		}
		a.sending.Pop()
	}
	for w := a.entering.First(); w != nil; w = a.entering.First() {
		switch {
		case a.mode == held && !w.login.probe:
			w.answer <- a.heldError()
		case a.mode == asking && (a.turns() >= a.width || a.room() <= 0):
			return
		default:
			w.login.to(entered)
			if w.login.granted != nil {
				w.login.granted()
			}
			w.answer <- nil
		}
		a.entering.Pop()
	}
}

// accept notes a success of any login. mu is held.
func (a *Account) accept() (e Event) {
	now := a.now()
	if now.Sub(a.succeeded) > recent {
		a.grown = 0
	}
	a.grown++
	a.succeeded, a.accepted = now, true
	clear(a.refused)
	clear(a.tried)
	if a.mode == held {
		a.releases++
		e = Released
	}
	a.mode, a.hold, a.width = open, 0, 1
	return e
}

// refuse notes that a switch has refused the secret. mu is held.
func (a *Account) refuse(l *Login) Event {
	a.refused[l.name] = true
	a.grown = 0
	a.try(l.name)
	switch {
	case a.mode == held && !l.probe:
		return Nothing // it was under way when the hold began
	case a.mode != held && len(a.refused) < a.limit():
		return Nothing
	}
	begins := a.mode != held
	a.hold = min(max(2*a.hold, firstHold), longestHold)
	a.mode, a.until, a.width = held, a.now().Add(a.hold), 1
	if begins {
		return Began
	}
	return Nothing
}
