// Package fleet decides which switch is polled when. It holds one entry a target, lets at most one
// poll and one session exist per switch, bounds how many polls run at once, serves a poll's result
// to every scrape that asks while it is fresh, and lets no switch use up the time of another. Logins
// are paced, dead switches are tried less often, and so are those that refuse the password. The
// configuration may change while all of this goes on.
//
// A target has one or two sides: its CLI, and NETCONF. With both, a poll asks one after the other, and
// each has its own time, its own failure and its own pauses. A session of the CLI may be kept from poll
// to poll, also while NETCONF is asked; one of NETCONF never is.
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

// New makes an idle fleet: nothing is polled before the first Collect.
func New(c *config.Config, o Options) *Fleet {
	ctx, cancel := context.WithCancel(context.Background())
	g := newEngine(ctx, c.Polling, o)
	f := &Fleet{engine: g, cancel: cancel, roster: roster{engine: g, ending: make(map[string][]<-chan struct{})}}
	f.Update(c)
	return f
}

// Targets is the number of targets.
func (f *Fleet) Targets() int { return len(f.roster.all()) }

// Configured are the targets, in the order of the configuration. They must not be changed.
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

// All selects all targets, in the order of the configuration.
func (f *Fleet) All() Selection { return Selection{&f.roster, f.roster.all()} }

// Select selects the targets of these names or addresses, each once. A name goes before an address, and the
// first target at an address before the others. The address may be the CLI's or NETCONF's, with its port
// or, if that is 22 (830 for NETCONF), without. The error is an *[UnknownError] about the first that is
// not configured; the selection has the others all the same.
func (f *Fleet) Select(names ...string) (Selection, error) {
	entries, err := f.roster.findAll(names)
	return Selection{&f.roster, entries}, err
}

// Collect is [Selection.Collect] for all targets.
func (f *Fleet) Collect(ctx context.Context) []Status { return f.All().Collect(ctx) }

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
	f.roster.mu.Lock() // Close does not begin to wait meanwhile
	defer f.roster.mu.Unlock()
	if f.engine.closed() {
		return
	}
	f.engine.limit(c.Polling)
	f.roster.update(c.Targets)
}

// Close ends all polls, logs out of all switches and returns when nothing is left running, or
// when ctx ends. Scrapes that wait are answered with what is known; later ones poll nothing.
func (f *Fleet) Close(ctx context.Context) error {
	f.cancel()
	f.roster.mu.Lock() // no Update begins any more
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
