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
	fleet  *Fleet
	target *config.Target

	mu          sync.Mutex
	running     chan struct{} // closed when the poll under way ends; nil if none is
	asked       time.Time     // when the last poll was asked for; it may have had to wait
	result      *Result
	lastSuccess time.Time
	counts      counts
	latch       latch
	journal     journal
	kept        Session
	idle        *time.Timer
	logout      chan struct{} // closed when the logout of an idle session ends; nil if there was none

	streak streak // of the poll under way alone, not under mu
}

func newEntry(f *Fleet, t *config.Target) *entry {
	return &entry{fleet: f, target: t, counts: newCounts()}
}

// ensure makes sure that a fresh result is there or on its way: it returns nil if the result at
// hand is fresh, else a channel that is closed when the poll under way ends.
func (e *entry) ensure() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.fleet.now()
	switch {
	case e.running != nil:
		e.fleet.stats.coalesced.Add(1)
		return e.running
	case e.result != nil && now.Sub(e.asked) < e.fleet.freshFor:
		e.fleet.stats.coalesced.Add(1)
		return nil
	case e.latch.closed(now), e.fleet.ctx.Err() != nil:
		return nil
	}
	done := make(chan struct{})
	e.running, e.asked = done, now
	e.fleet.work.Go(func() { e.run(done) })
	return done
}

// run polls the switch once, when there is room, and publishes the result.
func (e *entry) run(done chan<- struct{}) {
	f := e.fleet
	var result *Result
	defer func() { e.publish(result, done) }()
	select {
	case f.room <- struct{}{}:
		defer func() { <-f.room }()
	case <-f.ctx.Done():
		return
	}
	f.stats.inFlight.Add(1)
	defer f.stats.inFlight.Add(-1)
	ctx, cancel := context.WithTimeout(f.ctx, f.polling.Timeout)
	defer cancel()
	started := f.now()
	result = e.pollOnce(ctx)
	result.Started, result.Ended = started, f.now()
	if result.Err != nil && f.ctx.Err() != nil {
		result = nil // Close ended it: that says nothing of the switch
	}
}

// pollOnce never panics: an odd switch must not bring the exporter down.
func (e *entry) pollOnce(ctx context.Context) (result *Result) {
	defer func() {
		if p := recover(); p != nil {
			result = failed(e.target, &device.Error{
				Reason: device.ReasonInternal, Target: e.target.Name,
				Err: fmt.Errorf("the exporter failed, please report this: %v", p),
			})
		}
	}()
	session, err := e.acquire(ctx)
	if err != nil {
		return failed(e.target, err)
	}
	healthy := false
	defer func() { e.release(session, healthy) }()
	began, tail := e.fleet.now(), e.streak.tail()
	result = poll(ctx, session, e.target, &tail, e.fleet.now)
	dialogue := e.follow(ctx, session, result, tail, began)
	healthy = dialogue && (result.Err == nil || answered(result))
	return result
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
	e.mu.Lock()
	e.running = nil
	var entry *event
	if result != nil {
		e.result = result
		e.counts.add(result)
		if result.Up() {
			e.lastSuccess = result.Ended
		}
		e.latch.note(result)
		entry = e.journal.note(result)
	}
	e.mu.Unlock()
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
// it says that the switch refused our password, which still holds.
func (e *entry) status(since, now time.Time) Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Status{
		Target: e.target, LastSuccess: e.lastSuccess,
		Polls: e.counts.polls, Failures: e.counts.copyFailures(),
	}
	if r := e.result; r != nil {
		current := now.Sub(r.Ended) <= e.fleet.keepFor || !r.Ended.Before(since)
		if current || e.latch.closed(now) {
			s.Result = r
		}
	}
	return s
}
