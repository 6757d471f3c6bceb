package device

import (
	"sync"
	"time"
)

// lostFor is how long a switch is remembered to lose what is typed ahead. After that it is tried again: its software
// may be another one.
const lostFor = 24 * time.Hour

// habits remembers the switches, by their addresses, that lose what is typed ahead. The zero value is ready.
type habits struct {
	mu    sync.Mutex
	loser map[string]time.Time // until when
}

// lose notes that the switch loses what is typed ahead.
func (h *habits) lose(address string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.loser == nil {
		h.loser = make(map[string]time.Time)
	}
	h.loser[address] = time.Now().Add(lostFor)
}

// loses reports whether the switch is remembered to lose what is typed ahead.
func (h *habits) loses(address string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	until, noted := h.loser[address]
	if noted && !time.Now().Before(until) {
		delete(h.loser, address)
		return false
	}
	return noted
}
