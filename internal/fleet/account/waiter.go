package account

// waiter is a login that waits until it may go on.
type waiter struct {
	login  *Login
	answer chan error // of one answer
	gone   bool       // nobody waits any more
}

func newWaiter(l *Login) *waiter { return &waiter{login: l, answer: make(chan error, 1)} }

// Gone reports whether nobody waits any more. The account's lock is held.
func (w *waiter) Gone() bool { return w.gone }
