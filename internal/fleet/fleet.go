package fleet

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// keepIntervals is how many min_intervals a result may be shown after its poll ended.
const keepIntervals = 3

// Options are what a Fleet needs besides its configuration.
type Options struct {
	// Open opens sessions; required.
	Open OpenFunc
	// OpenNetconf opens NETCONF sessions; required if a target's protocol has them.
	OpenNetconf NetconfOpenFunc
	// Logger may be nil.
	Logger log.Logger
	// Now is the exporter's clock; nil is time.Now.
	Now func() time.Time
	// Observe, if set, is called with each result once it is published.
	Observe func(*Result)
}

// lanes bound how many polls run at once: those that ask the CLI, and those that ask over NETCONF, which
// costs so much more that fewer may run.
type lanes struct{ cli, netconf *schedule.Lane }

// Fleet polls the targets of a configuration.
type Fleet struct {
	open        OpenFunc
	openNetconf NetconfOpenFunc
	logger      log.Logger
	now         func() time.Time
	observe     func(*Result)
	limits      atomic.Pointer[limits]
	scheduler   *schedule.Scheduler
	lanes       lanes
	stats       stats

	mu      sync.RWMutex // guards what an Update changes
	entries []*entry
	byName  map[string]*entry
	// byAddress has the first entry of each address, as it may be written.
	byAddress map[string]*entry
	ending    map[string][]<-chan struct{} // by place, what ends when a retired entry's session has

	ctx    context.Context // ends when the fleet closes
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// New makes an idle fleet: nothing is polled before the first Collect.
func New(c *config.Config, o Options) *Fleet {
	f := &Fleet{
		open: o.Open, openNetconf: o.OpenNetconf, logger: o.Logger, now: o.Now, observe: o.Observe,
		scheduler: schedule.New(c.Polling.MaxConcurrent),
		ending:    make(map[string][]<-chan struct{}),
	}
	f.lanes = lanes{
		cli: f.scheduler.AddLane(c.Polling.MaxConcurrent), netconf: f.scheduler.AddLane(c.Polling.MaxConcurrentNetconf),
	}
	if f.logger == nil {
		f.logger = log.NewNopLogger()
	}
	if f.now == nil {
		f.now = time.Now
	}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	f.Update(c)
	return f
}

// freshFor is a little less than min_interval: Prometheus scrapes on time give or take some
// milliseconds, and with equal intervals a scrape that comes early must still poll.
func freshFor(minInterval time.Duration) time.Duration {
	return minInterval - min(minInterval/10, time.Second)
}

// Targets is the number of targets.
func (f *Fleet) Targets() int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return len(f.entries)
}

// Collect has every target polled whose result is not fresh, waits until all are done or ctx
// ends, and returns what is known of each, in the order of the configuration. Polls that outlive
// ctx go on and serve the next call.
func (f *Fleet) Collect(ctx context.Context) []Status {
	f.mu.RLock()
	s := f.begin(f.entries)
	f.mu.RUnlock()
	return s.finish(ctx)
}

// CollectNamed is Collect for the targets of these names or addresses (see [Fleet.Find]), each once. The
// error names one that is not configured; nothing is polled then.
func (f *Fleet) CollectNamed(ctx context.Context, names []string) ([]Status, error) {
	s, err := f.beginNamed(names)
	if err != nil {
		return nil, err
	}
	return s.finish(ctx), nil
}

func (f *Fleet) beginNamed(names []string) (*scrape, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	entries, err := f.findAll(names)
	if err != nil {
		return nil, err
	}
	return f.begin(entries), nil
}

// Close ends all polls, logs out of all switches and returns when nothing is left running, or
// when ctx ends. Scrapes that wait are answered with what is known; later ones poll nothing.
func (f *Fleet) Close(ctx context.Context) error {
	f.cancel()
	f.mu.Lock() // no Update begins any more
	for _, e := range f.entries {
		if s := e.takeKept(); s != nil {
			f.work.Go(func() { e.closeSession(context.Background(), s) })
		}
	}
	f.mu.Unlock()
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
	fields := []any{"msg", e.text(), "target", e.target, "reason", string(e.reason), "err", e.err}
	if e.collector != "" {
		fields = append(fields, "collector", e.collector)
	}
	if e.changes > 0 {
		fields = append(fields, "changes", e.changes)
	}
	if e.failures > 1 {
		fields = append(fields, "failures", e.failures)
	}
	if e.pause > 0 {
		fields = append(fields, "next_try_in", max(e.pause.Round(time.Second), time.Second))
	}
	_ = level.Warn(f.logger).Log(fields...)
}
