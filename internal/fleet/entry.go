package fleet

import (
	"context"
	"sync"
	"time"

	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet/account"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// entry is what is known of one target, and whether a poll is under way.
type entry struct {
	engine *engine
	name   string
	keeper keeper
	// account is that of the target's secret; a change of the secret makes a new entry.
	account *account.Account
	// An entry shares these with its successor, because polls of both may still end.
	counts  *counts
	history *history
	// The poll under way alone uses these; a poll of the successor waits for that.
	streak *streak
	recall *dial.Recall

	mu          sync.Mutex // guards what follows
	target      *config.Target
	before      []<-chan struct{} // closed when the sessions have ended that must not overlap with the first one of this entry
	running     chan struct{}     // closed when the poll under way ends; nil if there is none
	haste       haste             // of the poll under way
	asked       time.Time         // when the last poll was asked for; it may have had to wait
	result      *Result
	lastSuccess time.Time
	system      *platform.OS // what the switch runs; nil until it is known
	sides       sides
	journal     journal
	drops       drops
}

func newEntry(g *engine, t *config.Target) *entry {
	return &entry{
		engine: g, name: t.Name, target: t, keeper: keeper{engine: g, target: t.Name, module: t.Module},
		account: g.accounts.find(t), counts: &counts{}, history: &history{}, streak: &streak{}, recall: &dial.Recall{},
		sides: sidesOf(t.Module),
	}
}

// configured is the target as it is configured now.
func (e *entry) configured() *config.Target {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.target
}

// down reports whether the last poll was not up. It is false before the first one has ended.
func (e *entry) down() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.result != nil && !e.result.Up()
}

// ensure makes sure that there is a fresh result or a poll under way.
func (e *entry) ensure() part {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := part{entry: e, target: e.target, done: e.poll()}
	p.awaited = p.done != nil && e.awaited()
	return p
}

// poll begins a poll if the present result is not fresh and no poll is under way. It returns a channel
// that is closed when the poll ends, or nil. mu is held.
func (e *entry) poll() <-chan struct{} {
	now := e.engine.now()
	e.sides.released(e.account.Releases())
	switch {
	case e.running != nil:
		e.engine.stats.coalesced.Add(1)
		return e.running
	case e.result != nil && now.Sub(e.asked) < e.engine.limits.Load().freshFor:
		e.engine.stats.coalesced.Add(1)
		return nil
	case !e.sides.due(now), e.engine.closed():
		return nil
	}
	p, held := e.next(now)
	if held != nil {
		e.rest(held)
		return nil
	}
	if len(e.before) == 0 { // here and not in run, so that polls queue in the order in which they are asked for
		p.enter()
	}
	done := make(chan struct{})
	e.running, e.asked, e.haste = done, now, haste{doubtful: e.sides.doubtful(p)}
	e.engine.work.Go(func() { e.run(p, done) })
	return done
}

// next returns the poll that begins now. If the account is held, the poll asks no side for which it would have to log
// in; held is returned if it would ask none. mu is held.
func (e *entry) next(now time.Time) (p *poll, held *account.HeldError) {
	p = &poll{engine: e.engine, name: e.name, keeper: &e.keeper, streak: e.streak, recall: e.recall, system: e.system, account: e.account}
	var refusal error
	if h := e.account.Held(); h != nil && !e.account.May(e.name) {
		held, refusal = h, notTried(e.target, h)
	}
	p.netconf = e.sides.netconf.poll(now, refusal)
	if e.keeper.has() {
		refusal = nil
	}
	p.cli = e.sides.cli.poll(now, refusal)
	if p.cli.asks() || p.netconf.asks() {
		held = nil
	}
	return p, held
}

// rest shows that no login is tried. mu is held.
func (e *entry) rest(h *account.HeldError) {
	if r := e.result; r != nil && isHeld(r.Err) && r.NextTry.Equal(h.Until) {
		return
	}
	r := failedOnAll(e.target, e.system, e.sides.cli != nil, e.sides.netconf != nil, notTried(e.target, h))
	r.Started = e.engine.now()
	r.Ended, r.NextTry = r.Started, h.Until
	e.result, e.asked = r, time.Time{}
}

// run polls the switch once and publishes what that brought.
func (e *entry) run(p *poll, done chan<- struct{}) {
	defer close(done)
	if p.request == nil && p.ticket == nil {
		e.awaitBefore()
		p.enter()
	}
	if p.joined() {
		p.run(e.admit)
	}
	line, left := e.publish(p)
	if left != nil { // a successor waits only for this poll
		e.engine.closeSession(context.Background(), e.name, left)
	}
	if line != nil {
		line.log(e.engine.logger)
	}
	if p.noModel {
		_ = level.Info(e.engine.logger).Log("msg", "NETCONF is not asked: the switch runs a system without the licensing model",
			"target", e.name, "platform", p.result.found.Key())
	}
	if p.drops {
		logDrops(e.engine.logger, p.result)
	}
	if p.result != nil && e.engine.observe != nil {
		e.engine.observe(p.result)
	}
}

// awaitBefore waits until the sessions of the entries before this one have ended, or the fleet closes.
func (e *entry) awaitBefore() {
	for _, ended := range e.before { // not changed while a poll is under way
		select {
		case <-ended:
		case <-e.engine.ctx.Done():
			return
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.before = nil
}

// publish ends the poll under way and makes its result known. It returns the line to log, or nil, and the
// session that the caller has to close because the entry was retired meanwhile, or nil.
func (e *entry) publish(p *poll) (line *event, left Session) {
	r := p.result
	var made Poll
	if r != nil {
		made = p.remember()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.running = nil
	left = e.keeper.settle()
	if r == nil {
		if h := e.account.Held(); h != nil {
			e.rest(h)
		}
		return nil, left
	}
	p.noModel = e.sides.leave(e.target.Module, r.found)
	var all bool
	if r.sideRests, all = e.sides.note(p, r.Ended); all {
		r.NextTry = r.sideRests
	} else if h := e.account.Held(); h != nil && !r.Up() {
		r.NextTry = h.Until
	}
	made.NextTry = r.NextTry
	if e.result = r; r.Up() {
		e.lastSuccess = r.Ended
	}
	if r.System != nil {
		e.system = r.System
	}
	p.drops = e.drops.note(r)
	e.counts.add(r)
	e.history.add(made)
	if r.Reason() == failure.Auth && e.account.Held() != nil { // there is a line for the auth
		return nil, left
	}
	return e.journal.note(r), left
}

// adopt goes on with a changed target whose sessions are the same. mu is held.
func (e *entry) adopt(t *config.Target, change change) {
	e.target = t
	e.keeper.adopt(t.Module)
	if change < reread {
		return
	}
	e.asked = time.Time{}
	e.sides.forgive()
	if e.running == nil {
		e.keeper.settle()
	}
}

// successor makes the entry that takes this one's place. mu is held.
func (e *entry) successor(t *config.Target, change change) *entry {
	next := newEntry(e.engine, t)
	next.counts = e.counts
	if change >= moved {
		return next
	}
	next.streak, next.journal, next.lastSuccess = e.streak, e.journal.clone(), e.lastSuccess
	next.history = e.history
	if change < reconnected {
		next.recall, next.system = e.recall, e.system
		next.sides.leave(t.Module, e.system)
	}
	if e.result != nil {
		shown := *e.result
		shown.NextTry = time.Time{}
		next.result = &shown
	}
	return next
}

// retire ends an entry that is no longer used. The session is closed once the poll under way has ended as
// usual, or now. ended closes when another session to the switch may be opened; it is nil if that may be now.
func (e *entry) retire() (target *config.Target, ended <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ended = e.keeper.retire(e.running != nil)
	if e.running != nil { // with the session, if there is one, whether at work or in a queue
		ended = e.running
	}
	return e.target, ended
}

// status returns what a scrape shows that began at since and answers at now. A result older than keepFor is
// not shown, with three exceptions: its poll ended during the scrape; it says why the switch is left alone,
// which holds until the next poll ends; or it says why the scrape did not wait (inHaste).
func (e *entry) status(target *config.Target, since, now time.Time, inHaste bool) Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.known(target, since, now, inHaste)
	s.Polls, s.Failures = e.counts.read()
	return s
}

// glance is status without the counters.
func (e *entry) glance(target *config.Target, since, now time.Time, inHaste bool) Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.known(target, since, now, inHaste)
}

// known is glance. mu is held.
func (e *entry) known(target *config.Target, since, now time.Time, inHaste bool) Status {
	s := Status{Target: target, System: e.system, LastSuccess: e.lastSuccess, history: e.history}
	if r := e.result; r != nil {
		current := !e.isOld(now) || !r.Ended.Before(since)
		if current || !r.NextTry.IsZero() || inHaste && !r.Up() {
			s.Result = r
		}
	}
	return s
}

// isOld reports whether the result is older than results are shown. There is one. mu is held.
func (e *entry) isOld(now time.Time) bool {
	return now.Sub(e.result.Ended) > e.engine.limits.Load().keepFor
}
