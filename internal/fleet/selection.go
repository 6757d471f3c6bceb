package fleet

import (
	"context"
	"time"
)

// Selection is some of a fleet's targets, as they were configured when it was made.
type Selection struct {
	roster  *roster
	entries []*entry
}

// Peek returns what is known of the targets, in their order. Nothing is polled for it. Without a min_interval,
// no result is too old to be shown.
func (s Selection) Peek() []Status {
	now := s.roster.engine.now()
	since := now
	if s.roster.engine.limits.Load().minInterval == 0 {
		since = time.Time{}
	}
	out := make([]Status, len(s.entries))
	for i, e := range s.entries {
		out[i] = e.status(e.configured(), since, now)
	}
	return out
}

// Collect polls every target whose result is not fresh, waits until all polls are done or ctx
// ends, and returns what is known of each target, in their order. Polls that outlive ctx go on and serve the
// next call. A target that is no longer configured is not polled.
func (s Selection) Collect(ctx context.Context) []Status {
	since := s.roster.engine.now()
	parts := s.roster.begin(s.entries)
	for _, p := range parts {
		if p.done == nil {
			continue
		}
		select {
		case <-p.done:
		case <-ctx.Done():
		}
	}
	now := s.roster.engine.now()
	out := make([]Status, len(parts))
	for i, p := range parts {
		out[i] = p.entry.status(p.target, since, now)
	}
	return out
}
