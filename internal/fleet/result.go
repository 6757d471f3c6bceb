package fleet

import (
	"slices"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Result is what one poll of one switch brought. It is not changed once it is published.
type Result struct {
	Target *config.Target
	// Started and Ended bound the poll, from connect to close; with protocol both, from the CLI's connect to
	// NETCONF's close. What it had to wait for its turn is left out: if that was in its midst, Started is as
	// much later.
	Started, Ended time.Time
	// State is what the switch said; nil if no collector succeeded. It may be there although Up is
	// false: what "show version" says is no licence state.
	State *parser.State
	// Clock turns the times of State into UTC.
	Clock localtime.Clock
	// Collectors has one entry per collector of the module, in the order in which they are asked, also
	// when the session could not be opened.
	Collectors []CollectorResult
	// Err is why the poll failed, or the first failure of a collector; nil if all went well. With protocol
	// both, a side that was left alone in this poll has the error of its last one.
	Err error
	// NextTry is until when the switch is left alone after this poll, because it refused the password
	// or no session was to be had time and again; zero if the next scrape may poll it. With protocol both
	// each side has such pauses, and this is when the first of them ends, if both have one.
	NextTry time.Time

	sideRests time.Time // until when the first side is left alone; zero if none is
	opened    bool      // there was a session, on either side
	up        bool
}

// CollectorResult is how one collector fared.
type CollectorResult struct {
	Name string
	// Duration is fetching and parsing together; zero if it was never asked.
	Duration time.Duration
	Err      error
	// Unread are the lines of its output that are known but could not be read.
	Unread []reply.UnreadLine

	state *parser.State // what it said by itself; nil if it failed
}

// Up tells whether a session was opened and at least one collector read licence state. Where the
// module asks for none that does, any of its collectors will do.
func (r *Result) Up() bool { return r.up }

// Reason classes Err; empty if the poll succeeded.
func (r *Result) Reason() failure.Reason {
	if r.Err == nil {
		return ""
	}
	return failure.ReasonOf(r.Err)
}

// Duration is how long the poll took.
func (r *Result) Duration() time.Duration { return r.Ended.Sub(r.Started) }

// Status is what is known of a target at a moment.
type Status struct {
	Target *config.Target
	// Result is the last poll's; nil if none has ended, or if it is too old to be shown. That of a
	// switch that is left alone is shown until the next poll ends, however old.
	Result *Result
	// LastSuccess is when the last poll that was up ended; zero if there was none.
	LastSuccess time.Time
	// Polls and Failures count since the exporter started. Every reason is there.
	Polls    uint64
	Failures map[failure.Reason]uint64

	history *history
	only    []string // the collectors that are shown; nil is all of them
}

// Collectors are how the collectors fared that the status shows. polled is false if there is no result: they
// are those of the module then, and nothing but their names is known.
func (s Status) Collectors() (list []CollectorResult, polled bool) {
	if s.Result != nil {
		return s.Result.Collectors, true
	}
	for _, name := range s.Target.Module.Collectors {
		if s.only == nil || slices.Contains(s.only, name) {
			list = append(list, CollectorResult{Name: name})
		}
	}
	return list, false
}

// Only is the status as if the target's module had these collectors and no others of its own (see
// [Result.Only]).
func (s Status) Only(collectors []string) Status {
	s.only = collectors
	if s.Result != nil {
		s.Result = s.Result.Only(collectors)
	}
	return s
}

// History are the last polls of the target. They are lost when the target's address or proxy is changed, and
// no other change. The one under way is not among them.
func (s Status) History() Polls { return s.history.read() }

// counts are a target's counters. They outlive a changed configuration.
type counts struct {
	mu       sync.Mutex
	polls    uint64
	failures map[failure.Reason]uint64 // nil before the first
}

func (c *counts) add(r *Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.polls++
	if r.Err == nil {
		return
	}
	if c.failures == nil {
		c.failures = make(map[failure.Reason]uint64)
	}
	c.failures[r.Reason()]++
}

// read returns the counters, with every reason.
func (c *counts) read() (polls uint64, failures map[failure.Reason]uint64) {
	reasons := failure.Reasons()
	failures = make(map[failure.Reason]uint64, len(reasons))
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, reason := range reasons {
		failures[reason] = c.failures[reason]
	}
	return c.polls, failures
}
