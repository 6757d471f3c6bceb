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
	// Examine, if set, is called at the end of each poll that had a CLI session, which may have ended meanwhile. It may
	// ask more, for as long as it wants: the poll's time does not bound it. The session is closed afterwards.
	Examine func(ctx context.Context, s Session, r *Result)
}

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
	examine     func(context.Context, Session, *Result)
	limits      atomic.Pointer[limits]
	stats       stats
	accounts    accounts
	scheduler   *schedule.Scheduler
	// cli and netconf bound how many polls ask the CLI at once, and how many ask over NETCONF, which costs
	// so much more that fewer may.
	cli, netconf *schedule.Lane

	ctx  context.Context // ends when the fleet closes
	work sync.WaitGroup  // the polls and logouts under way
}

// limits are the settings that apply to all polls.
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
		open: o.Open, openNetconf: o.OpenNetconf, logger: o.Logger, now: o.Now, observe: o.Observe, examine: o.Examine,
		scheduler: schedule.New(p.MaxConcurrent), ctx: ctx,
	}
	g.cli, g.netconf = g.scheduler.AddLane(p.MaxConcurrent), g.scheduler.AddLane(p.MaxConcurrentNetconf)
	if g.logger == nil {
		g.logger = log.NewNopLogger()
	}
	if g.now == nil {
		g.now = time.Now
	}
	g.accounts.now = g.now
	return g
}

// limit sets the bounds from the next poll on.
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

// closeSession never panics: it also runs where nothing else would recover. ctx must not end.
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

// Stats are counters about all polls, for the exporter's own metrics.
type Stats struct {
	// SessionOpens counts sessions opened since the start.
	SessionOpens uint64
	// Sessions are open now, whether in use or kept.
	Sessions int64
	// PollsInFlight are under way now.
	PollsInFlight int64
	// Coalesced counts the times a scrape was served by a poll under way or by a fresh result.
	Coalesced uint64
}

type stats struct {
	opens, coalesced atomic.Uint64
	sessions         atomic.Int64
}

func (s *stats) sessionOpened() { s.opens.Add(1); s.sessions.Add(1) }
func (s *stats) sessionClosed() { s.sessions.Add(-1) }

// read returns the counters. polls is how many polls are under way.
func (s *stats) read(polls int64) Stats {
	return Stats{
		SessionOpens: s.opens.Load(), Sessions: s.sessions.Load(), PollsInFlight: polls, Coalesced: s.coalesced.Load(),
	}
}
