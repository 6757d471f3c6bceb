package account

// waiter is a login that waits until it may go on.
type waiter struct {
	login  *Login
	answer chan error // of one answer
	gone   bool       // nobody waits any more
}

// queue holds the waiters in the order of arrival.
type queue []*waiter

func (q *queue) join(l *Login) *waiter {
	w := &waiter{login: l, answer: make(chan error, 1)}
	*q = append(*q, w)
	return w
}

// first is the waiter that comes next; nil if there is none. Those that have gone are dropped.
func (q *queue) first() *waiter {
	for len(*q) > 0 {
		if w := (*q)[0]; !w.gone {
			return w
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
