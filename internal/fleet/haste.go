package fleet

import "github.com/slp-exporter/slp-exporter/internal/config"

// haste is why a scrape does not wait for the poll under way. A switch that has died must delay one scrape only, however
// long its polls take from then on.
type haste struct {
	doubtful  bool // the poll asks a side that failed last time
	admitted  bool // the switch is being asked; before, the poll is in a queue
	outlasted bool // a scrape has waited for the switch until its time was over
}

// awaited reports whether a scrape waits for the poll under way. It does so in any case if there is no result, or only a
// good one that is too old to be shown: otherwise it would have nothing to show. mu is held.
func (e *entry) awaited() bool {
	switch {
	case e.result == nil:
		return true
	case e.haste.outlasted:
		return false
	case e.haste.doubtful:
		return e.result.Up() && e.isOld(e.engine.now())
	}
	return true
}

// admit notes that the poll under way begins to ask the switch, and returns what it asks.
func (e *entry) admit() *config.Target {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.haste.admitted = true
	return e.target
}

// outlast notes that a scrape has waited for the poll whose end closes done until its time was over. If the poll is
// still in a queue, that says nothing about the switch.
func (e *entry) outlast(done <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running == done && e.haste.admitted {
		e.haste.outlasted = true
	}
}
