package fleet

import (
	"slices"
	"sync"
)

// keptPolls and keptFailures are how many of a target's last polls are remembered.
const (
	keptPolls    = 3
	keptFailures = 3
)

// history is what is remembered of a target's polls, in little space.
type history struct {
	mu               sync.Mutex
	recent, failures []packed // the newest last
}

func (h *history) add(p Poll) {
	small := pack(p)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = push(h.recent, small, keptPolls)
	if p.Reason != "" {
		h.failures = push(h.failures, small, keptFailures)
	}
}

// push appends to a list that holds at most so many polls.
func push(list []packed, p packed, most int) []packed {
	if len(list) == most {
		copy(list, list[1:])
		list = list[:most-1]
	}
	return append(list, p)
}

// read returns the polls, which the caller may change. A nil history has none.
func (h *history) read() Polls {
	if h == nil {
		return Polls{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return Polls{Recent: newestFirst(h.recent), Failures: newestFirst(h.failures)}
}

func newestFirst(list []packed) []Poll {
	var out []Poll
	for _, p := range slices.Backward(list) {
		out = append(out, p.unpack())
	}
	return out
}
