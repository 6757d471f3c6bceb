package fleet

import (
	"slices"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

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
