// Package fleet decides which switch is polled when. It opens sessions with the functions that it is given,
// has package parser read what they return, and logs; it opens no connection and no file itself. What a poll
// found is a [Result], which package collector turns into metrics and package web shows.
//
// The fleet holds one entry per target. It allows one poll and one session per switch, and bounds how many
// polls run at once. A fresh result serves every scrape that asks for it, and no switch uses up the time of
// another. Logins are paced, and package account decides who may try a secret. Dead switches and those that refuse the password
// are tried less often. The configuration may change at any time.
//
// A target has one or two sides: its CLI, and NETCONF. With both, a poll asks one after the other, and
// each has its own time, its own failure and its own pauses. A session of the CLI may be kept from poll
// to poll, also while NETCONF is asked; a NETCONF session is never kept.
package fleet

import (
	"context"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// Fleet polls the targets of a configuration.
type Fleet struct {
	engine *engine
	roster roster
	cancel context.CancelFunc
}

// New returns an idle fleet: nothing is polled before the first Collect.
func New(c *config.Config, o Options) *Fleet {
	ctx, cancel := context.WithCancel(context.Background())
	g := newEngine(ctx, c.Polling, o)
	f := &Fleet{engine: g, cancel: cancel, roster: roster{engine: g, ending: make(map[string][]<-chan struct{})}}
	f.Update(c)
	return f
}

// Targets returns the number of targets.
func (f *Fleet) Targets() int { return len(f.roster.all()) }

// Configured returns the targets in the order of the configuration. They must not be changed.
func (f *Fleet) Configured() []*config.Target {
	entries := f.roster.all()
	out := make([]*config.Target, len(entries))
	for i, e := range entries {
		out[i] = e.configured()
	}
	return out
}

// Stats reads the engine's counters.
func (f *Fleet) Stats() Stats { return f.engine.stats.read(f.engine.scheduler.Busy()) }

// Auths returns the auths of the configuration, by name.
func (f *Fleet) Auths() []AuthState { return f.engine.accounts.states() }

// All selects all targets, in the order of the configuration.
func (f *Fleet) All() Selection { return Selection{&f.roster, f.roster.all()} }

// Select selects the targets of these names or addresses, each once. A name wins over an address, and of
// several targets at one address the first wins. The address may be that of the CLI or of NETCONF. Its port
// may be left out if it is 22 (830 for NETCONF). The error is an *[UnknownError] about the first that is
// not configured; the selection holds the others even then.
func (f *Fleet) Select(names ...string) (Selection, error) {
	entries, err := f.roster.findAll(names)
	return Selection{&f.roster, entries}, err
}

// Collect is [Selection.Collect] for all targets.
func (f *Fleet) Collect(ctx context.Context) []Status { return f.All().Collect(ctx) }

// Update swaps in another configuration; scrapes may run meanwhile. They end as they began, with
// the targets of before, and so do the polls under way. From the next scrape on:
//
//   - A target that is unchanged keeps everything. So does a target of which only the labels changed, or
//     the names of its module and auth.
//   - A target of which other things are asked (collectors, session, …) keeps its session, too, but the next
//     scrape polls it even if its result is fresh.
//   - The fleet logs out of a target whose connection or secrets changed, once the poll under way has ended,
//     and the next scrape polls it: a refused password or a dead switch no longer counts. If the
//     address or proxy changed, what was read is forgotten with the last polls, as it may be another
//     switch. The counters go on.
//   - The fleet logs out of a target that is no longer configured, and forgets it.
//
// No switch sees two sessions, even if its target was renamed. Update waits for none of this. It does
// nothing if the fleet is closed.
func (f *Fleet) Update(c *config.Config) {
	f.roster.mu.Lock() // Close does not begin to wait meanwhile
	defer f.roster.mu.Unlock()
	if f.engine.closed() {
		return
	}
	f.engine.limit(c.Polling)
	f.engine.accounts.update(c)
	f.roster.update(c.Targets)
}

// Close ends all polls and logs out of all switches. It returns when nothing is left running, or
// when ctx ends. Scrapes that wait are answered with what is known; later scrapes poll nothing.
func (f *Fleet) Close(ctx context.Context) error {
	f.cancel()
	f.roster.mu.Lock() // no Update begins from here on
	for _, e := range f.roster.entries {
		if s := e.keeper.take(); s != nil {
			f.engine.work.Go(func() { f.engine.closeSession(context.Background(), e.name, s) })
		}
	}
	f.roster.mu.Unlock()
	done := make(chan struct{})
	go func() {
		f.engine.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
