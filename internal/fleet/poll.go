package fleet

import (
	"context"
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/account"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// poll is one poll of a target, from the queue to the result. Only the goroutine that polls uses it. The
// target's entry takes what it needs once, at the end.
type poll struct {
	*engine
	name   string
	keeper *keeper
	streak *streak      // the target's, which no other poll uses meanwhile
	recall *dial.Recall // likewise
	system *platform.OS // what the switch ran in the last poll; nil if that is not known

	cli, netconf *sidePoll // nil if the target's protocol does not use that side
	ticket       *schedule.Ticket
	account      *account.Account // of the target's secret
	request      *account.Request // for the first permission; nil if the poll began with a session
	permit       *account.Login   // the permission to log in next; nil if there is none

	// The fields below are set once the poll is admitted.
	target  *config.Target
	began   time.Time
	started time.Time // began, later by the time that the poll waited since
	asking  time.Time // when the present side began, later in the same way
	trace   *trace.Trace
	tail    string // the end of what the CLI had said when it failed, if NETCONF was asked next

	noModel bool    // that NETCONF is not asked from now on is worth a line
	drops   bool    // how many items of the result are left out is worth a line
	result  *Result // nil if the fleet closed before the poll began, or while it was under way
}

// sidePoll is what a poll does with one side.
type sidePoll struct {
	due    bool    // it is asked, else it is left alone
	last   error   // why its last poll failed; nil if it did not
	result *Result // what it brought; nil if it was left alone
}

// asks reports whether the poll asks the side.
func (s *sidePoll) asks() bool { return s != nil && s.due }

// join puts the poll into the queue for its first side.
func (p *poll) join(login bool) {
	if p.cli.asks() {
		p.ticket = p.engine.cli.Join(login)
	} else {
		p.ticket = p.engine.netconf.Join(true)
	}
}

// start notes what is polled and when. A change of the configuration applies from the next poll on.
func (p *poll) start(target *config.Target) {
	p.target, p.began, p.trace = target, p.now(), trace.New()
	p.started, p.asking = p.began, p.began
}

// rest returns a context that ends when the time for the present side is over.
func (p *poll) rest() (context.Context, context.CancelFunc) {
	return context.WithTimeout(trace.With(p.ctx, p.trace), p.limits.Load().timeout-p.now().Sub(p.asking))
}

// waited does not count the time since then as time of the poll.
func (p *poll) waited(since time.Time) {
	d := p.now().Sub(since)
	p.started, p.asking = p.started.Add(d), p.asking.Add(d)
}

// silently lets the poll give its place to others while nothing comes from the switch: a site that is cut
// off must not delay all others.
func (p *poll) silently(ctx context.Context) context.Context {
	t := p.ticket
	return dial.WithSilence(ctx, dial.Silence{
		After: silentTime, Begins: t.StepAside, Ends: func() { t.StepBack(ctx) },
	})
}

// silentTime is how long a switch may say nothing at all before others may be polled in its place.
const silentTime = 2 * time.Second

// crashed returns the failure for a panic that an odd switch caused.
func (p *poll) crashed(by any) error {
	return &failure.Error{
		Reason: failure.Internal, Target: p.name,
		Err: fmt.Errorf("the exporter failed, please report this: %v", by),
	}
}
