package fleet

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
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
	latch       latch
	journal     journal
	kept        Session
	idle        *time.Timer
	logout      chan struct{} // closed when the logout of an idle session ends; nil if there was none

	// Of the poll under way alone, not under mu.
	polled  *config.Target
	began   time.Time
	started time.Time // began, later by what the poll waited in its midst
	trace   *device.Trace
	streak  *streak
}

func newEntry(f *Fleet, t *config.Target) *entry {
	return &entry{fleet: f, name: t.Name, target: t, counts: newCounts(), history: &history{}, streak: &streak{}}
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
	case e.result != nil && now.Before(e.result.NextTry), e.fleet.ctx.Err() != nil:
		return nil
	}
	done := make(chan struct{})
	e.running, e.asked = done, now
	var t *turn
	if len(e.before) == 0 { // here and not in run, so that they queue in the order in which they are asked for
		t = e.fleet.gate.join(e.kept == nil)
	}
	e.fleet.work.Go(func() { e.run(t, done) })
	return done
}

// run polls the switch once, when it is its turn, and publishes the result. t is nil if it must not
// queue yet.
func (e *entry) run(t *turn, done chan<- struct{}) {
	f := e.fleet
	var result *Result
	defer func() { e.publish(result, done) }()
	if t == nil {
		e.awaitBefore()
		t = f.gate.join(true)
	}
	defer t.leave()
	if t.wait(f.ctx) {
		e.start()
		result = e.pollOnce(t)
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
	e.polled, e.began, e.trace = e.target, e.fleet.now(), device.NewTrace()
	e.started = e.began
}

// pollOnce never panics: an odd switch must not bring the exporter down. It returns nil if the fleet
// closed before it could log in.
func (e *entry) pollOnce(t *turn) (result *Result) {
	defer func() {
		if p := recover(); p != nil {
			result = failed(e.polled, &device.Error{
				Reason: device.ReasonInternal, Target: e.name,
				Err: fmt.Errorf("the exporter failed, please report this: %v", p),
			})
		}
	}()
	if kept := e.takeKept(); kept != nil {
		s := &dialogue{Session: kept, idle: true, within: min(aliveTime, e.fleet.limits.Load().timeout/3)}
		if result = e.pollOn(s); !s.gone {
			return result
		}
	}
	if !e.mayLogin(t) {
		return nil
	}
	ctx, cancel := e.rest()
	defer cancel()
	session, err := e.login(ctx, t)
	if err != nil {
		return failed(e.polled, err)
	}
	return e.pollOn(&dialogue{Session: session})
}

// rest bounds what is left of the poll.
func (e *entry) rest() (context.Context, context.CancelFunc) {
	return context.WithTimeout(device.WithTrace(e.fleet.ctx, e.trace), e.fleet.limits.Load().timeout-e.fleet.now().Sub(e.started))
}

// pollOn polls on an open session, which is kept or closed afterwards.
func (e *entry) pollOn(d *dialogue) *Result {
	ctx, cancel := e.rest()
	defer cancel()
	healthy := false
	defer func() { e.release(context.WithoutCancel(ctx), d.Session, healthy) }()
	began, tail := e.fleet.now(), e.streak.tail()
	result := poll(ctx, d, e.polled, &tail, e.fleet.now)
	if !d.gone {
		alive := e.follow(ctx, d, result, tail, began)
		healthy = alive && (result.Err == nil || answered(result))
	}
	return result
}

// mayLogin waits for the place that a login needs. That is no part of the poll's time.
func (e *entry) mayLogin(t *turn) bool {
	began := e.fleet.now()
	if !t.login {
		e.trace.Begin(stepTurn)
		defer e.trace.End(nil)
	}
	ok := t.relogin(e.fleet.ctx)
	e.started = e.started.Add(e.fleet.now().Sub(began))
	return ok
}

// answered tells whether every failure of the poll was an answer of the switch that the session
// survives, a command refused. An output that cannot be read may be one of a dialogue out of step.
func answered(r *Result) bool {
	for _, c := range r.Collectors {
		if c.Err != nil && !survived(c.Err) {
			return false
		}
	}
	return true
}

// survived tells whether a failed command was answered by a refusal.
func survived(err error) bool {
	reason := device.ReasonOf(err)
	return reason == device.ReasonPrivilege || reason == device.ReasonUnsupported
}

// publish makes the result known to the scrapes that wait for it. result is nil if the fleet was
// closed before the poll began, or while it was under way.
func (e *entry) publish(result *Result, done chan<- struct{}) {
	var poll *record
	if result != nil {
		poll = remember(result, e.trace, e.began)
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
	var entry *event
	if result != nil {
		e.result = result
		e.counts.add(result)
		if result.Up() {
			e.lastSuccess = result.Ended
		}
		e.latch.note(result, e.fleet.limits.Load().minInterval)
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
