package fleet

import (
	"context"
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// poll is one poll of a target, from the queue to the result. Only the goroutine that polls uses it; what
// the target's entry needs of it, it takes once, at the end.
type poll struct {
	*engine
	name   string
	keeper *keeper
	streak *streak // of the target, which no other poll uses meanwhile

	cli, netconf *sidePoll // nil if the target's protocol does not use that side
	ticket       *schedule.Ticket

	// From its admission on.
	target  *config.Target
	began   time.Time
	started time.Time // began, later by what the poll waited in its midst
	asking  time.Time // when the side began that is being asked, in the same way
	trace   *trace.Trace
	tail    string // the end of what the CLI had said by its failure, if NETCONF was asked after it

	result *Result // nil if the fleet closed before the poll began, or while it was under way
}

// sidePoll is what a poll does with one side.
type sidePoll struct {
	due    bool    // it is asked, else it is left alone
	last   error   // why its last poll failed; nil if it did not
	result *Result // what it brought; nil if it was left alone
}

// asks reports whether the poll asks the side.
func (s *sidePoll) asks() bool { return s != nil && s.due }

// join has the poll queue for its first side.
func (p *poll) join(login bool) {
	if p.cli.asks() {
		p.ticket = p.engine.cli.Join(login)
	} else {
		p.ticket = p.engine.netconf.Join(true)
	}
}

// start notes what is polled, and when. A change of the configuration holds from the next poll on.
func (p *poll) start(target *config.Target) {
	p.target, p.began, p.trace = target, p.now(), trace.New()
	p.started, p.asking = p.began, p.began
}

// rest bounds what is left of the poll of one side.
func (p *poll) rest() (context.Context, context.CancelFunc) {
	return context.WithTimeout(trace.With(p.ctx, p.trace), p.limits.Load().timeout-p.now().Sub(p.asking))
}

// waited takes the time since then off what the poll has.
func (p *poll) waited(since time.Time) {
	d := p.now().Sub(since)
	p.started, p.asking = p.started.Add(d), p.asking.Add(d)
}

// silently has the poll give its place to others while nothing comes from the switch: a site that is cut
// off must not keep all others waiting.
func (p *poll) silently(ctx context.Context) context.Context {
	t := p.ticket
	return dial.WithSilence(ctx, dial.Silence{
		After: silentTime, Begins: t.StepAside, Ends: func() { t.StepBack(ctx) },
	})
}

// silentTime is how long a switch may say nothing at all before others may be polled in its place.
const silentTime = 2 * time.Second

// crashed is what an odd switch did that would have brought the exporter down.
func (p *poll) crashed(by any) error {
	return &failure.Error{
		Reason: failure.Internal, Target: p.name,
		Err: fmt.Errorf("the exporter failed, please report this: %v", by),
	}
}
