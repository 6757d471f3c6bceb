// Package queue holds those that wait for something, in the order of arrival. It knows nothing of what they wait
// for. Packages schedule and account take the first from it, under locks of their own.
package queue

// Waiter is what a queue holds; usually a pointer.
type Waiter interface {
	// Gone reports whether nobody waits any more. First drops such a waiter.
	Gone() bool
}

// Queue holds waiters in the order of arrival. The zero value is empty. It has no lock.
type Queue[W Waiter] struct{ waiters []W }

// Push puts a waiter at the end.
func (q *Queue[W]) Push(w W) { q.waiters = append(q.waiters, w) }

// Len is the number of waiters, including those that have gone and were not dropped yet.
func (q *Queue[W]) Len() int { return len(q.waiters) }

// First is the waiter that comes next; the zero value (nil for a pointer) if none waits. Waiters that have gone are
// dropped.
func (q *Queue[W]) First() (first W) {
	for len(q.waiters) > 0 {
		if w := q.waiters[0]; !w.Gone() {
			return w
		}
		q.Pop()
	}
	return first
}

// Pop drops the waiter at the front, which must exist.
func (q *Queue[W]) Pop() {
	var none W
	q.waiters[0] = none
	if q.waiters = q.waiters[1:]; len(q.waiters) == 0 {
		q.waiters = nil // or a long queue's memory would stay
	}
}
