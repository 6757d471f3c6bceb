package fleet

import (
	"context"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// scrape is a Collect under way. It shows the targets as they were configured when it began.
type scrape struct {
	fleet *Fleet
	since time.Time
	parts []part
}

// part is what a scrape asks of one target. done is closed when the poll under way ends; nil if the
// result at hand will do.
type part struct {
	entry  *entry
	target *config.Target
	done   <-chan struct{}
}

// begin has the entries polled that need it. mu is held: an entry that is retired must not be polled.
func (f *Fleet) begin(entries []*entry) *scrape {
	s := &scrape{fleet: f, since: f.now(), parts: make([]part, len(entries))}
	for i, e := range entries {
		s.parts[i] = e.ensure()
	}
	return s
}

// finish waits for the polls, until ctx ends, and returns what is known then.
func (s *scrape) finish(ctx context.Context) []Status {
	for _, p := range s.parts {
		if p.done == nil {
			continue
		}
		select {
		case <-p.done:
		case <-ctx.Done():
		}
	}
	now := s.fleet.now()
	out := make([]Status, len(s.parts))
	for i, p := range s.parts {
		out[i] = p.entry.status(p.target, s.since, now)
	}
	return out
}
