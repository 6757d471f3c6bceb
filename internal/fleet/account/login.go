package account

import (
	"context"
	"time"
)

// Outcome is what came of a login.
type Outcome int

// The outcomes.
const (
	// Unknown says nothing of the secret: the switch is dead, or failed in another way.
	Unknown Outcome = iota
	// Accepted is a switch that let us in.
	Accepted
	// Refused is a switch that did not accept the secret.
	Refused
)

// Event is what a login has changed for all who use the secret.
type Event int

// The events.
const (
	Nothing  Event = iota
	Began          // the account is held from now on
	Released       // it is no longer held
)

// stage is how far a login has come.
type stage int

const (
	entered stage = iota // it may connect
	passed               // it took too long to connect: others may
	waiting              // it waits to send the secret
	sent                 // the secret is out
	late                 // the secret has been out for long: others may go on
	over
)

// Login is the permission to log in once.
type Login struct {
	account *Account
	name    string
	probe   bool // it tries whether a hold can end

	granted func() // called when it is granted

	stage stage // guarded by the account's lock, as is timer
	timer *time.Timer
}

// Begin says that the login begins to connect. It returns a *[HeldError] if the account is held meanwhile.
func (l *Login) Begin() error {
	a := l.account
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mode == held && !l.probe {
		return a.heldError()
	}
	l.clock()
	return nil
}

// Send waits until the login may send the secret. The error is a *[HeldError], or that of ctx. A login that never
// calls it is judged by its outcome only.
func (l *Login) Send(ctx context.Context) error {
	a := l.account
	a.mu.Lock()
	if l.stage == over {
		a.mu.Unlock()
		return nil // it was accepted or given up
	}
	l.stop()
	l.to(waiting)
	w := newWaiter(l)
	a.sending.Push(w)
	a.advance()
	a.mu.Unlock()
	return a.await(ctx, w)
}

// End says what came of the login, and gives its turn to others. Only the first call counts.
func (l *Login) End(o Outcome) Event {
	a := l.account
	a.mu.Lock()
	defer a.mu.Unlock()
	if l.stage == over {
		return Nothing
	}
	l.stop()
	if o == Unknown && (l.stage == entered || l.stage == waiting) {
		a.widen()
	}
	l.to(over)
	var e Event
	switch o {
	case Accepted:
		e = a.accept()
	case Refused:
		e = a.refuse(l)
	}
	a.advance()
	return e
}

// clock begins to count the time after which others need not wait for this login. mu is held.
func (l *Login) clock() {
	if l.account.mode != open {
		l.timer = time.AfterFunc(patience, l.slow)
	}
}

func (l *Login) stop() {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
}

// slow lets others go on.
func (l *Login) slow() {
	a := l.account
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case l.timer == nil: // stopped at the last moment
		return
	case l.stage == entered:
		l.to(passed)
		a.widen()
	case l.stage == sent:
		l.to(late)
	}
	a.advance()
}

// to notes that the login has come to another stage. mu is held.
func (l *Login) to(s stage) {
	l.account.counts[l.stage]--
	l.account.counts[s]++
	l.stage = s
}

// widen lets more connect at once. mu is held.
func (a *Account) widen() { a.width++ }
