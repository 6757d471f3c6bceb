package collector

import (
	"maps"
	"sync"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Cache builds the series of a target once per result and serves them to each scrape until the
// next poll has ended, or the target's configuration has changed.
type Cache struct {
	builder *Builder
	mu      sync.Mutex
	byName  map[string]cached
	gathers uint64
}

type cached struct {
	of     fleet.Status // without its tallies of failures, which change with Polls
	series targetSeries
	used   uint64 // the number of the last gather that used them
}

// sweepEvery is after how many gathers the cache forgets targets that none of these gathers was for: they are
// no longer configured.
const sweepEvery = 64

// NewCache makes an empty cache.
func NewCache(b *Builder) *Cache { return &Cache{builder: b, byName: make(map[string]cached)} }

// series of a target, from the cache if its result is still the same.
func (c *Cache) series(s fleet.Status) targetSeries {
	c.mu.Lock()
	have, ok := c.byName[s.Target.Name]
	if ok && have.of.Target == s.Target && have.of.Result == s.Result && have.of.Polls == s.Polls {
		if have.used != c.gathers {
			have.used = c.gathers
			c.byName[s.Target.Name] = have
		}
		c.mu.Unlock()
		return have.series
	}
	c.mu.Unlock()
	series := c.builder.ofStatus(s)
	s.Failures = nil
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byName[s.Target.Name] = cached{of: s, series: series, used: c.gathers}
	return series
}

// GatherAll returns the families of all targets, merged into one sorted list, for one scrape. Callers must not
// change them.
func (c *Cache) GatherAll(statuses []fleet.Status) []*dto.MetricFamily {
	c.sweep()
	all := make([]targetSeries, len(statuses))
	for i, s := range statuses {
		all[i] = c.series(s)
	}
	return c.builder.families(all...)
}

// sweep forgets, once in sweepEvery calls, what has not been used since the last time.
func (c *Cache) sweep() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gathers++
	if c.gathers%sweepEvery != 0 {
		return
	}
	maps.DeleteFunc(c.byName, func(_ string, have cached) bool { return have.used+sweepEvery < c.gathers })
}
