package collector

import (
	"sync/atomic"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Cache builds the series of a target once per result and serves them to each scrape until the next poll has ended,
// or the target's configuration has changed. It keeps them in each form that scrapes have asked for.
type Cache struct {
	builder  *Builder
	families perResult[targetSeries]
	texts    map[expfmt.FormatType]*texts
	gathers  atomic.Uint64
}

// sweepEvery is after how many gathers the cache forgets what none of these gathers asked for: targets that are no
// longer configured, and forms that no scraper takes any more.
const sweepEvery = 64

// NewCache makes an empty cache.
func NewCache(b *Builder) *Cache {
	return &Cache{builder: b, families: newPerResult(b.ofStatus), texts: map[expfmt.FormatType]*texts{
		expfmt.TypeTextPlain:   newTexts(b, expfmt.MetricFamilyToText),
		expfmt.TypeOpenMetrics: newTexts(b, toOpenMetrics),
	}}
}

// Families returns the families of all targets, merged into one sorted list, for one scrape. Callers must not
// change them.
func (c *Cache) Families(statuses []fleet.Status) []*dto.MetricFamily {
	return c.builder.families(c.families.all(statuses, c.gather())...)
}

// Text returns the series of all targets, for one scrape, as they look in a text format. It returns nil for other
// formats, which [Cache.Families] serves. names are the families that the scrape asks for, nil for all: others need not be
// made for it.
func (c *Cache) Text(kind expfmt.FormatType, statuses []fleet.Status, names []string) *FleetText {
	texts := c.texts[kind]
	if texts == nil {
		return nil
	}
	return texts.gather(statuses, names, c.gather())
}

// gather returns the number of a gather that begins. Once in sweepEvery gathers it forgets what has not been used
// since the last time.
func (c *Cache) gather() uint64 {
	n := c.gathers.Add(1)
	if n%sweepEvery == 0 {
		c.families.forget(n - sweepEvery)
		for _, t := range c.texts {
			t.made.forget(n - sweepEvery)
		}
	}
	return n
}
