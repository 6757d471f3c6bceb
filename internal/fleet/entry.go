package fleet

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/schedule"
)

// entry is all that is known and going on about one target.
type entry struct {
	fleet *Fleet
	name  string

	mu          sync.Mutex
	target      *config.Target
	before      []<-chan struct{} // close when the sessions have ended that must not overlap with the first of this one
	retired     bool              // no poll begins any more, and no session is kept
	running     chan struct{}     // closed when the poll under way ends; nil if none is
	asked       time.Time         // when the last poll was asked for; it may have had to wait
	result      *Result
	lastSuccess time.Time
	counts      *counts
	history     *history
	cli         *side // nil if the protocol has none; so is netconf
	netconf     *side
	journal     journal
	kept        Session
	idle        *time.Timer
	logout      chan struct{} // closed when the logout of an idle session ends; nil if there was none

	// Of the poll under way alone, not under mu.
	polled  *config.Target
	began   time.Time
	started time.Time // began, later by what the poll waited in its midst
	asking  time.Time // when the side began that is being asked, in the same way
	trace   *trace.Trace
	tail    string // the end of what the CLI had said by its failure, if NETCONF was asked after it
	streak  *streak
}

func newEntry(f *Fleet, t *config.Target) *entry {
	e := &entry{fleet: f, name: t.Name, target: t, counts: newCounts(), history: &history{}, streak: &streak{}}
	e.cli, e.netconf = sidesOf(t.Module)
	return e
}

// ensure makes sure that a fresh result is there or on its way.
func (e *entry) ensure() part {
	e.mu.Lock()
	defer e.mu.Unlock()
	return part{entry: e, target: e.target, done: e.poll()}
}

// poll begins a poll if the result at hand is not fresh and none is under way. It returns a channel
// that is closed when that poll ends, or nil. mu is held.
func (e *entry) poll() <-chan struct{} {
	now := e.fleet.now()
	switch {
	case e.running != nil:
		e.fleet.stats.coalesced.Add(1)
		return e.running
	case e.result != nil && now.Sub(e.asked) < e.fleet.limits.Load().freshFor:
		e.fleet.stats.coalesced.Add(1)
		return nil
	case !e.cli.due(now) && !e.netconf.due(now), e.fleet.ctx.Err() != nil:
		return nil
	}
	done := make(chan struct{})
	e.running, e.asked = done, now
	p := plan{cli: e.cli.due(now), netconf: e.netconf.due(now)}
	var t *schedule.Ticket
	if len(e.before) == 0 { // here and not in run, so that they queue in the order in which they are asked for
		t = e.join(p, e.kept == nil)
	}
	e.fleet.work.Go(func() { e.run(p, t, done) })
	return done
}

// run polls the switch once, when it is its turn, and publishes the result. t is nil if it must not
// queue yet.
func (e *entry) run(p plan, t *schedule.Ticket, done chan<- struct{}) {
	f := e.fleet
	var result *Result
	defer func() { e.publish(result, done) }()
	if t == nil {
		e.awaitBefore()
		t = e.join(p, true)
	}
	defer t.Leave()
	if t.Wait(f.ctx) {
		e.start()
		result = e.pollSides(p, t)
	}
	if f.ctx.Err() != nil && (result == nil || result.Err != nil) {
		result = nil // Close ended it: that says nothing of the switch
		if s := e.takeKept(); s != nil {
			e.closeSession(context.Background(), s) // of a retired entry, which Close does not know
		}
		return
	}
	result.Started, result.Ended = e.started, f.now()
}

// awaitBefore waits until no session of an entry before this one is there, or the fleet closes.
func (e *entry) awaitBefore() {
	for _, ended := range e.before { // not changed while a poll is under way
		select {
		case <-ended:
		case <-e.fleet.ctx.Done():
			return
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.before = nil
}

// start notes what is polled, and when. A change of the configuration holds from the next poll on.
func (e *entry) start() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.polled, e.began, e.trace = e.target, e.fleet.now(), trace.New()
	e.started, e.asking, e.tail = e.began, e.began, ""
}

// rest bounds what is left of the poll of one side.
func (e *entry) rest() (context.Context, context.CancelFunc) {
	return context.WithTimeout(trace.With(e.fleet.ctx, e.trace), e.fleet.limits.Load().timeout-e.fleet.now().Sub(e.asking))
}

// crashed is what an odd switch did that would have brought the exporter down.
func (e *entry) crashed(p any) error {
	return &failure.Error{
		Reason: failure.Internal, Target: e.name,
		Err: fmt.Errorf("the exporter failed, please report this: %v", p),
	}
}

// waited takes the time since then off what the poll has.
func (e *entry) waited(since time.Time) {
	d := e.fleet.now().Sub(since)
	e.started, e.asking = e.started.Add(d), e.asking.Add(d)
}

// publish makes the result known to the scrapes that wait for it. result is nil if the fleet was
// closed before the poll began, or while it was under way.
func (e *entry) publish(result *Result, done chan<- struct{}) {
	var poll *record
	if result != nil {
		poll = e.remember(result)
	}
	e.trace = nil // the next poll may begin as soon as this one is not running any more
	e.mu.Lock()
	for e.retired && e.kept != nil { // it was kept a moment before, and who comes next waits for this poll alone
		s := e.kept
		e.idle.Stop()
		e.kept, e.idle = nil, nil
		e.mu.Unlock()
		e.closeSession(context.Background(), s)
		e.mu.Lock()
	}
	e.running = nil
	if e.target.Module.Session != config.SessionKeep { // it was, when NETCONF's turn came
		e.logOut()
	}
	var entry *event
	if result != nil {
		e.result = result
		e.counts.add(result)
		if result.Up() {
			e.lastSuccess = result.Ended
		}
		e.restSides(result)
		poll.nextTry = result.NextTry
		entry = e.journal.note(result)
	}
	e.mu.Unlock()
	if poll != nil {
		e.history.add(poll)
	}
	if entry != nil {
		e.fleet.log(*entry)
	}
	if result != nil && e.fleet.observe != nil {
		e.fleet.observe(result)
	}
	close(done)
}

// status is what a scrape shows that began at since and answers at now. A result that is older
// than keepFor is not shown as if it were the present, unless the poll ended during the scrape, or
// it says why the switch is left alone, which holds until the next poll ends.
func (e *entry) status(target *config.Target, since, now time.Time) Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Status{Target: target, LastSuccess: e.lastSuccess}
	s.Polls, s.Failures = e.counts.read()
	if r := e.result; r != nil {
		current := now.Sub(r.Ended) <= e.fleet.limits.Load().keepFor || !r.Ended.Before(since)
		if current || !r.NextTry.IsZero() {
			s.Result = r
		}
	}
	return s
}
