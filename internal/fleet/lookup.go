package fleet

import (
	"context"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// CollectNamed is Collect for the targets of these names or addresses (see [Fleet.Select]), each once. The
// error names one that is not configured; nothing is polled then.
func (f *Fleet) CollectNamed(ctx context.Context, names []string) ([]Status, error) {
	s, err := f.Select(names...)
	if err != nil {
		return nil, err
	}
	return s.Collect(ctx), nil
}

// Find returns the target of that name or address (see [Fleet.Select]).
func (f *Fleet) Find(name string) (*config.Target, bool) {
	s, err := f.Select(name)
	if err != nil {
		return nil, false
	}
	return s.entries[0].configured(), true
}

// Peek returns what is known of the targets of these names or addresses, each once, and of all if none is
// named. Nothing is polled for it. What is not configured is left out.
func (f *Fleet) Peek(names ...string) []Status {
	if len(names) == 0 {
		return f.All().Peek()
	}
	s, _ := f.Select(names...)
	return s.Peek()
}

// Polls returns the last polls of the target of that name or address, false if there is no such
// target. See [Status.History].
func (f *Fleet) Polls(name string) (Polls, bool) {
	s, err := f.Select(name)
	if err != nil {
		return Polls{}, false
	}
	return s.entries[0].history.read(), true
}
