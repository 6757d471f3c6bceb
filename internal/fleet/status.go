package fleet

import (
	"slices"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// Status is what is known of a target at a moment.
type Status struct {
	Target *config.Target
	// Result is that of the last poll. It is nil if no poll has ended, or if it is too old to be shown. The
	// result of a switch that is left alone is shown until the next poll ends, however old.
	Result *Result
	// System is the operating system that the switch runs; nil as long as no poll has read anything.
	System *platform.OS
	// LastSuccess is when the last poll that was up ended; zero if there was none.
	LastSuccess time.Time
	// Polls and Failures count since the exporter started. Every reason is there.
	Polls    uint64
	Failures map[failure.Reason]uint64

	history *history
	only    []string // the collectors that are shown; nil is all of them
}

// Collectors returns how the shown collectors fared. polled is false if there is no result: the list is then
// that of the module, and only the names are known.
func (s Status) Collectors() (list []CollectorResult, polled bool) {
	if s.Result != nil {
		return s.Result.Collectors, true
	}
	for _, name := range s.Target.Module.CollectorsOn(s.Platform()) {
		if s.only == nil || slices.Contains(s.only, name) {
			list = append(list, CollectorResult{Name: name})
		}
	}
	return list, false
}

// Platform is the key of System; empty as long as that is not known.
func (s Status) Platform() string {
	if s.System == nil {
		return ""
	}
	return s.System.Key()
}

// Only returns the status as if the target's module had no collectors but these (see [Result.Only]).
func (s Status) Only(collectors []string) Status {
	s.only = collectors
	if s.Result != nil {
		s.Result = s.Result.Only(collectors)
	}
	return s
}

// History returns the last polls of the target, without the one under way. A change of the target's address
// or proxy loses them; other changes do not.
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
