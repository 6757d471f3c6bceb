package fleet

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// keepIntervals is how many min_intervals a result may be shown after its poll ended.
const keepIntervals = 3

// logoutTime bounds a polite logout; after it the connection is simply closed.
const logoutTime = 2 * time.Second

// engine is what all polls of a fleet share.
type engine struct {
	open        OpenFunc
	openNetconf NetconfOpenFunc
	logger      log.Logger
	now         func() time.Time
	observe     func(*Result)
	limits      atomic.Pointer[limits]
	stats       stats
	scheduler   *schedule.Scheduler
	// cli and netconf bound how many polls ask the CLI at once, and how many ask over NETCONF, which costs
	// so much more that fewer may.
	cli, netconf *schedule.Lane

	ctx  context.Context // ends when the fleet closes
	work sync.WaitGroup  // the polls and logouts under way
}

// limits are what a configuration says of all polls.
type limits struct {
	minInterval, timeout time.Duration
	freshFor, keepFor    time.Duration
}

// freshFor is a little less than min_interval: Prometheus scrapes on time give or take some
// milliseconds, and with equal intervals a scrape that comes early must still poll.
func freshFor(minInterval time.Duration) time.Duration {
	return minInterval - min(minInterval/10, time.Second)
}

func newEngine(ctx context.Context, p config.Polling, o Options) *engine {
	g := &engine{
		open: o.Open, openNetconf: o.OpenNetconf, logger: o.Logger, now: o.Now, observe: o.Observe,
		scheduler: schedule.New(p.MaxConcurrent), ctx: ctx,
	}
	g.cli, g.netconf = g.scheduler.AddLane(p.MaxConcurrent), g.scheduler.AddLane(p.MaxConcurrentNetconf)
	if g.logger == nil {
		g.logger = log.NewNopLogger()
	}
	if g.now == nil {
		g.now = time.Now
	}
	return g
}

// limit has the bounds hold from the next poll on.
func (g *engine) limit(p config.Polling) {
	g.limits.Store(&limits{
		minInterval: p.MinInterval, timeout: p.Timeout,
		freshFor: freshFor(p.MinInterval), keepFor: keepIntervals * p.MinInterval,
	})
	g.scheduler.SetPace(p.MaxConcurrent)
	g.cli.Resize(p.MaxConcurrent)
	g.netconf.Resize(p.MaxConcurrentNetconf)
}

// closed reports whether the fleet closes or has closed.
func (g *engine) closed() bool { return g.ctx.Err() != nil }

// closeSession never panics: it also runs where nobody else would recover. ctx must not end.
func (g *engine) closeSession(ctx context.Context, target string, s interface{ Close(context.Context) error }) {
	ctx, cancel := context.WithTimeout(ctx, logoutTime)
	defer cancel()
	defer g.stats.sessionClosed()
	defer func() {
		if p := recover(); p != nil {
			_ = level.Error(g.logger).Log("msg", "the exporter failed in a logout, please report this",
				"target", target, "reason", string(failure.Internal), "err", p)
		}
	}()
	_ = s.Close(ctx) // nothing can be done about a logout that fails
}
