package fleet

import (
	"slices"
	"sync"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// roster holds the entries of the configured targets. An update replaces its slices and maps, and does not
// change them.
type roster struct {
	engine *engine

	mu      sync.RWMutex
	entries []*entry // in the order of the configuration
	byName  map[string]*entry
	// byAddress has the first entry of each address, in every way in which it may be written.
	byAddress map[string]*entry
	ending    map[string][]<-chan struct{} // by place: closed when the session of a retired entry has ended
}

// UnknownError names a target that is not configured.
type UnknownError struct {
	// Name is the name or address that was asked for.
	Name string
}

// Error names the target.
func (e *UnknownError) Error() string { return e.Name + " is not a configured target" }

// all returns the entries in the order of the configuration.
func (r *roster) all() []*entry {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.entries
}

// find returns the entry of that name or address; nil without one. mu is held.
func (r *roster) find(name string) *entry {
	if e := r.byName[name]; e != nil {
		return e
	}
	return r.byAddress[name]
}

// findAll returns the entries of these names or addresses, each once. The error is an *[UnknownError] about
// the first that is not configured; the others are found even then.
func (r *roster) findAll(names []string) (found []*entry, err error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	seen := make(map[*entry]bool, len(names))
	for _, name := range names {
		switch e := r.find(name); {
		case e == nil && err == nil:
			err = &UnknownError{name}
		case e == nil:
		case !seen[e]:
			seen[e] = true
			found = append(found, e)
		}
	}
	return found, err
}

// part is what a scrape asks of one target, as it was configured when the scrape began.
type part struct {
	entry   *entry
	target  *config.Target
	done    <-chan struct{} // closed when the poll under way ends; nil if the result at hand will do
	awaited bool            // the scrape waits for that
}

// begin polls the entries that need it: first those that were well at their last poll or were never polled, then those that
// failed, because a silent switch keeps a place from others for some time. In place of an entry that was retired meanwhile
// it polls the successor, if there is one.
func (r *roster) begin(entries []*entry) []part {
	r.mu.RLock() // no entry is retired meanwhile
	defer r.mu.RUnlock()
	parts := make([]part, len(entries))
	var later []int
	for i, e := range entries {
		switch now := r.byName[e.name]; {
		case now == nil:
			parts[i] = part{entry: e, target: e.configured()}
		case now.down():
			later = append(later, i)
		default:
			parts[i] = now.ensure()
		}
	}
	for _, i := range later {
		parts[i] = r.byName[entries[i].name].ensure()
	}
	return parts
}

// update makes the entries those of another configuration.
func (r *roster) update(targets []*config.Target) {
	before := r.byName
	r.entries, r.byName = make([]*entry, 0, len(targets)), make(map[string]*entry, len(targets))
	for _, t := range targets {
		e := r.entryFor(before[t.Name], t)
		r.entries = append(r.entries, e)
		r.byName[t.Name] = e
	}
	r.byAddress = addressed(r.entries)
	r.handOver(before)
}

// entryFor returns the entry for the target: e, which has its name, if e can go on with it, else a new one. e
// may be nil.
func (r *roster) entryFor(e *entry, t *config.Target) *entry {
	if e == nil {
		return newEntry(r.engine, t)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch change := compare(e.target, t); {
	case change >= reconnected:
		return e.successor(t, change)
	case change > unchanged: // or else the target stays the very same
		e.adopt(t, change)
	}
	return e
}

// handOver retires the entries of before that are no longer used. The new entries wait until every session to
// their switch has ended. mu is held.
func (r *roster) handOver(before map[string]*entry) {
	r.forgetEnded()
	for name, e := range before {
		if r.byName[name] == e {
			continue
		}
		target, ended := e.retire()
		if ended == nil {
			continue
		}
		for _, place := range places(target) {
			r.ending[place] = append(r.ending[place], ended)
		}
	}
	for name, e := range r.byName {
		if before[name] == e {
			continue
		}
		for _, place := range places(e.target) { // no other goroutine knows the entry yet
			e.before = append(e.before, r.ending[place]...)
		}
	}
}

// forgetEnded drops what has ended. mu is held.
func (r *roster) forgetEnded() {
	for place, all := range r.ending {
		if all = slices.DeleteFunc(all, isClosed); len(all) == 0 {
			delete(r.ending, place)
		} else {
			r.ending[place] = all
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
