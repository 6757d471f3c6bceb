package fleet

import "context"

// Selection is some of a fleet's targets, as they were configured when it was made.
type Selection struct {
	fleet   *Fleet
	entries []*entry
}

// All selects all targets, in the order of the configuration.
func (f *Fleet) All() Selection { return Selection{f, f.roster.all()} }

// Select selects the targets of these names or addresses, each once. A name goes before an address, and the
// first target at an address before the others. The address may be the CLI's or NETCONF's, with its port
// or, if that is 22 (830 for NETCONF), without. The error is an *[UnknownError] about the first that is
// not configured; the selection has the others all the same.
func (f *Fleet) Select(names ...string) (Selection, error) {
	entries, err := f.roster.findAll(names)
	return Selection{f, entries}, err
}

// Peek returns what is known of the targets, in their order. Nothing is polled for it.
func (s Selection) Peek() []Status {
	now := s.fleet.engine.now()
	out := make([]Status, len(s.entries))
	for i, e := range s.entries {
		out[i] = e.status(e.configured(), now, now)
	}
	return out
}

// Collect has every target polled whose result is not fresh, waits until all are done or ctx
// ends, and returns what is known of each, in their order. Polls that outlive ctx go on and serve the next
// call. A target that is not configured any more is not polled.
func (s Selection) Collect(ctx context.Context) []Status {
	since := s.fleet.engine.now()
	parts := s.fleet.roster.begin(s.entries)
	for _, p := range parts {
		if p.done == nil {
			continue
		}
		select {
		case <-p.done:
		case <-ctx.Done():
		}
	}
	now := s.fleet.engine.now()
	out := make([]Status, len(parts))
	for i, p := range parts {
		out[i] = p.entry.status(p.target, since, now)
	}
	return out
}
