package collector

import (
	"slices"
	"sync"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Gather merges the families of many targets into one sorted list. The metrics are shared with
// what the targets hold, the families are new.
func Gather(targets [][]*dto.MetricFamily) []*dto.MetricFamily {
	merged := make(map[string]*dto.MetricFamily)
	var names []string
	for _, families := range targets {
		for _, f := range families {
			all, ok := merged[f.GetName()]
			if !ok {
				all = &dto.MetricFamily{Name: f.Name, Help: f.Help, Type: f.Type}
				merged[f.GetName()] = all
				names = append(names, f.GetName())
			}
			all.Metric = append(all.Metric, f.Metric...)
		}
	}
	slices.Sort(names)
	out := make([]*dto.MetricFamily, len(names))
	for i, name := range names {
		out[i] = merged[name]
	}
	return out
}

// Cache builds the families of a target once per result and serves them to each scrape until the
// next poll has ended.
type Cache struct {
	builder *Builder
	mu      sync.Mutex
	byName  map[string]cached
}

type cached struct {
	result   *fleet.Result
	polls    uint64
	families []*dto.MetricFamily
}

// NewCache makes an empty cache.
func NewCache(b *Builder) *Cache { return &Cache{builder: b, byName: make(map[string]cached)} }

// Families of a target, from the cache if its result is still the same.
func (c *Cache) Families(s fleet.Status) []*dto.MetricFamily {
	c.mu.Lock()
	have, ok := c.byName[s.Target.Name]
	c.mu.Unlock()
	if ok && have.result == s.Result && have.polls == s.Polls {
		return have.families
	}
	families := c.builder.Families(s)
	c.mu.Lock()
	c.byName[s.Target.Name] = cached{result: s.Result, polls: s.Polls, families: families}
	c.mu.Unlock()
	return families
}

// GatherAll is Gather over the families of all targets.
func (c *Cache) GatherAll(statuses []fleet.Status) []*dto.MetricFamily {
	all := make([][]*dto.MetricFamily, len(statuses))
	for i, s := range statuses {
		all[i] = c.Families(s)
	}
	return Gather(all)
}
