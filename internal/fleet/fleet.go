package fleet

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// keepIntervals is how many min_intervals a result may be shown after its poll ended.
const keepIntervals = 3

// Options are what a Fleet needs besides its configuration.
type Options struct {
	// Open opens sessions; required.
	Open OpenFunc
	// Logger may be nil.
	Logger log.Logger
	// Now is the exporter's clock; nil is time.Now.
	Now func() time.Time
	// Observe, if set, is called with each result once it is published.
	Observe func(*Result)
}

// Fleet polls the targets of one configuration.
type Fleet struct {
	open     OpenFunc
	logger   log.Logger
	now      func() time.Time
	observe  func(*Result)
	polling  config.Polling
	freshFor time.Duration
	keepFor  time.Duration

	entries []*entry
	byName  map[string]*entry
	room    chan struct{} // one token per poll under way
	stats   stats

	ctx    context.Context // ends when the fleet closes
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// New makes an idle fleet: nothing is polled before the first Collect.
func New(c *config.Config, o Options) *Fleet {
	f := &Fleet{
		open: o.Open, logger: o.Logger, now: o.Now, observe: o.Observe, polling: c.Polling,
		freshFor: freshFor(c.Polling.MinInterval), keepFor: keepIntervals * c.Polling.MinInterval,
		byName: make(map[string]*entry, len(c.Targets)),
		room:   make(chan struct{}, c.Polling.MaxConcurrent),
	}
	if f.logger == nil {
		f.logger = log.NewNopLogger()
	}
	if f.now == nil {
		f.now = time.Now
	}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	for _, t := range c.Targets {
		e := newEntry(f, t)
		f.entries = append(f.entries, e)
		f.byName[t.Name] = e
	}
	return f
}

// freshFor is a little less than min_interval: Prometheus scrapes on time give or take some
// milliseconds, and with equal intervals a scrape that comes early must still poll.
func freshFor(minInterval time.Duration) time.Duration {
	return minInterval - min(minInterval/10, time.Second)
}

// Targets is the number of targets.
func (f *Fleet) Targets() int { return len(f.entries) }

// Collect has every target polled whose result is not fresh, waits until all are done or ctx
// ends, and returns what is known of each, in the order of the configuration. Polls that outlive
// ctx go on and serve the next call.
func (f *Fleet) Collect(ctx context.Context) []Status {
	return f.collect(ctx, f.entries)
}

// CollectNamed is Collect for the targets of these names, each once. The error names one that is not
// configured; nothing is polled then.
func (f *Fleet) CollectNamed(ctx context.Context, names []string) ([]Status, error) {
	var entries []*entry
	for _, name := range names {
		e, ok := f.byName[name]
		if !ok {
			return nil, fmt.Errorf("%s is not a configured target", name)
		}
		if !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	return f.collect(ctx, entries), nil
}

func (f *Fleet) collect(ctx context.Context, entries []*entry) []Status {
	since := f.now()
	waits := make([]<-chan struct{}, 0, len(entries))
	for _, e := range entries {
		if done := e.ensure(); done != nil {
			waits = append(waits, done)
		}
	}
	for _, done := range waits {
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
	now := f.now()
	out := make([]Status, len(entries))
	for i, e := range entries {
		out[i] = e.status(since, now)
	}
	return out
}

// Close ends all polls, logs out of all switches and returns when nothing is left running, or
// when ctx ends. It must not be called together with Collect.
func (f *Fleet) Close(ctx context.Context) error {
	f.cancel()
	for _, e := range f.entries {
		if s := e.takeKept(); s != nil {
			f.work.Go(func() { e.closeSession(s) })
		}
	}
	done := make(chan struct{})
	go func() {
		f.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// log writes one line about a target.
func (f *Fleet) log(e event) {
	if e.reason == "" {
		_ = level.Info(f.logger).Log("msg", "switch polled again", "target", e.target)
		return
	}
	fields := []any{"msg", "poll failed", "target", e.target, "reason", string(e.reason), "err", e.err}
	if e.collector != "" {
		fields[1] = "collector failed"
		fields = append(fields, "collector", e.collector)
	}
	if e.failures > 1 {
		fields = append(fields, "failures", e.failures)
	}
	_ = level.Warn(f.logger).Log(fields...)
}
