package queue_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/fleet/queue"
)

type waiter struct{ gone bool }

func (w *waiter) Gone() bool { return w.gone }

func TestQueue(t *testing.T) {
	var q queue.Queue[*waiter]
	if q.First() != nil || q.Len() != 0 {
		t.Error("an empty queue has a first waiter")
	}
	a, b, c := &waiter{}, &waiter{}, &waiter{}
	for _, w := range []*waiter{a, b, c} {
		q.Push(w)
	}
	for range 2 { // asking takes nothing out
		if q.First() != a || q.Len() != 3 {
			t.Error("the waiter that came first is not the first")
		}
	}
	q.Pop()
	b.gone = true
	if q.First() != c || q.Len() != 1 {
		t.Error("a waiter that has gone is not dropped")
	}
	q.Pop()
	if q.First() != nil || q.Len() != 0 {
		t.Error("the queue does not end")
	}
}
