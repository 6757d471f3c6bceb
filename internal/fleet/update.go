package fleet

import (
	"net"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// limits are what a configuration says of all polls.
type limits struct {
	minInterval, timeout time.Duration
	freshFor, keepFor    time.Duration
}

func limitsOf(p config.Polling) *limits {
	return &limits{
		minInterval: p.MinInterval, timeout: p.Timeout,
		freshFor: freshFor(p.MinInterval), keepFor: keepIntervals * p.MinInterval,
	}
}

// Update swaps in another configuration; scrapes may run meanwhile. They end as they began, with
// the targets of before, and so do the polls under way. From the next scrape on:
//
//   - A target of the same name that is the same in all keeps everything, and so does one of which
//     only labels changed, or the names of its module and auth.
//   - One that is asked otherwise (collectors, session, …) keeps its session, too, but is polled by
//     the next scrape, be its result fresh or not.
//   - One whose connection or secrets changed is logged out of, when the poll under way has ended,
//     and is polled anew: neither a refused password nor its being dead counts any more. If the
//     address or proxy changed, what was read is forgotten, the last polls included: it may be another
//     switch. The counters go on.
//   - One that is gone is logged out of and forgotten.
//
// No switch sees two sessions, also if its target was renamed. Update does not wait for any of
// this. Of a closed fleet it changes nothing.
func (f *Fleet) Update(c *config.Config) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ctx.Err() != nil {
		return
	}
	f.limits.Store(limitsOf(c.Polling))
	f.scheduler.SetPace(c.Polling.MaxConcurrent)
	f.lanes.cli.Resize(c.Polling.MaxConcurrent)
	f.lanes.netconf.Resize(c.Polling.MaxConcurrentNetconf)
	before := f.byName
	f.entries, f.byName = make([]*entry, 0, len(c.Targets)), make(map[string]*entry, len(c.Targets))
	for _, t := range c.Targets {
		e := f.entryFor(before[t.Name], t)
		f.entries = append(f.entries, e)
		f.byName[t.Name] = e
	}
	f.byAddress = addressed(f.entries)
	f.handOver(before)
}

// entryFor is the entry of that name, nil if there is none, if it can go on with the target; else
// one that takes its place.
func (f *Fleet) entryFor(e *entry, t *config.Target) *entry {
	if e == nil {
		return newEntry(f, t)
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

// adopt goes on with a target to which the sessions are the same. mu is held.
func (e *entry) adopt(t *config.Target, change change) {
	e.target = t
	if change < reread {
		return
	}
	e.asked = time.Time{}
	if e.running == nil && t.Module.Session != config.SessionKeep {
		e.logOut()
	}
}

// successor makes the entry that takes this one's place. mu is held.
func (e *entry) successor(t *config.Target, change change) *entry {
	next := newEntry(e.fleet, t)
	next.counts = e.counts
	if change >= moved {
		return next
	}
	next.streak, next.journal, next.lastSuccess = e.streak, e.journal.clone(), e.lastSuccess
	next.history = e.history
	if e.result != nil {
		shown := *e.result
		shown.NextTry = time.Time{}
		next.result = &shown
	}
	return next
}

// handOver retires the entries of before that are not used any more, and has those that are new
// wait for all of that switch that have not ended yet. mu is held.
func (f *Fleet) handOver(before map[string]*entry) {
	f.forgetEnded()
	for name, e := range before {
		if f.byName[name] == e {
			continue
		}
		target, ended := e.retire()
		if ended == nil {
			continue
		}
		for _, place := range places(target) {
			f.ending[place] = append(f.ending[place], ended)
		}
	}
	for name, e := range f.byName {
		if before[name] == e {
			continue
		}
		for _, place := range places(e.target) { // nobody else knows the entry yet
			e.before = append(e.before, f.ending[place]...)
		}
	}
}

// places are where the target's sessions go to. With the usual ports of the CLI and of NETCONF that is one
// and the same switch.
func places(t *config.Target) []string {
	var out []string
	for _, address := range t.Addresses() {
		host, port, err := net.SplitHostPort(address)
		if err == nil && (port == portSSH || port == portNETCONF) {
			address = host
		}
		if !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	return out
}

// forgetEnded drops from ending what needs no waiting for. mu is held.
func (f *Fleet) forgetEnded() {
	for address, all := range f.ending {
		if all = slices.DeleteFunc(all, isClosed); len(all) == 0 {
			delete(f.ending, address)
		} else {
			f.ending[address] = all
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

// retire ends an entry that is not asked for any more. A poll under way ends as it would have; then,
// or now, the session is closed. It returns the target and what to wait for before another session to
// the switch is opened, nil if there is nothing.
func (e *entry) retire() (target *config.Target, ended <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.retired = true
	if e.running != nil { // with the session, if there is one, be it at work or waiting for its turn
		return e.target, e.running
	}
	e.logOut()
	return e.target, e.logout
}
