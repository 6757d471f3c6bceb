package fleet

import (
	"context"
	"errors"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// Selection is some of a fleet's targets, as they were configured when it was made.
type Selection struct {
	roster  *roster
	entries []*entry
}

// Peek returns what is known of the targets, in their order. Nothing is polled for it. Without a min_interval,
// no result is too old to be shown.
func (s Selection) Peek() []Status { return s.look((*entry).status) }

// Glance is Peek without Polls and Failures, which take most of its time.
func (s Selection) Glance() []Status { return s.look((*entry).glance) }

func (s Selection) look(known func(e *entry, target *config.Target, since, now time.Time, inHaste bool) Status) []Status {
	now := s.roster.engine.now()
	since := now
	if s.roster.engine.limits.Load().minInterval == 0 {
		since = time.Time{}
	}
	out := make([]Status, len(s.entries))
	for i, e := range s.entries {
		out[i] = known(e, e.configured(), since, now, false)
	}
	return out
}

// Collect polls every target whose result is not fresh, waits until all polls are done or ctx
// ends, and returns what is known of each target, in their order. Polls that outlive ctx go on and serve the
// next call. A target that is no longer configured is not polled.
func (s Selection) Collect(ctx context.Context) []Status {
	return s.collect(ctx, func(p part) bool { return p.done != nil })
}

// Scrape is Collect, but no target delays it twice. It does not wait for a target whose last poll was not up, or of which
// the poll under way has already taken all the time of another Scrape: it returns what was known of it, and the next call
// returns what came of the poll. It does wait for a target without a result, and for one of which other things are
// asked since. Where one of two sides failed, or a collector timed out, it waits only if the last result is too old to
// be shown.
func (s Selection) Scrape(ctx context.Context) []Status {
	return s.collect(ctx, func(p part) bool { return p.awaited })
}

func (s Selection) collect(ctx context.Context, awaited func(part) bool) []Status {
	since := s.roster.engine.now()
	parts := s.roster.begin(s.entries)
	for _, p := range parts {
		if awaited(p) {
			p.await(ctx)
		}
	}
	now := s.roster.engine.now()
	out := make([]Status, len(parts))
	for i, p := range parts {
		out[i] = p.entry.status(p.target, since, now, p.done != nil && !awaited(p))
	}
	return out
}

// await waits until the poll under way ends, or ctx.
func (p part) await(ctx context.Context) {
	select {
	case <-p.done:
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) { // or else the client has hung up, however early
			p.entry.outlast(p.done)
		}
	}
}
