package collector

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Builder makes metric families from what polls brought. It is safe for concurrent use.
type Builder struct {
	table  []Metric
	pairs  sharedPairs
	shared sharedGauges
	series sync.Pool // of *seriesBuilder
}

// NewBuilder makes a Builder over the whole table, sorted by name as the exposition wants it.
func NewBuilder() *Builder {
	table := Table()
	slices.SortFunc(table, func(a, b Metric) int { return cmp.Compare(a.Name, b.Name) })
	return &Builder{table: table, shared: newSharedGauges()}
}

// Families returns the metrics of one target, sorted by name. No series is doubled, whatever the switch
// printed. slp_up and the collectors are there even if nothing else is.
func (b *Builder) Families(status fleet.Status) []*dto.MetricFamily {
	return b.families(b.ofStatus(status))
}

// ofStatus makes the series of a target, in memory of their own.
func (b *Builder) ofStatus(status fleet.Status) targetSeries {
	return b.inRoom(&seriesRoom{}, status, nil)
}

// inRoom makes the series of a target in that room. wanted has true at the places in the table of the metrics to make; nil
// stands for all.
func (b *Builder) inRoom(room *seriesRoom, status fleet.Status, wanted []bool) targetSeries {
	var sample *Sample
	if status.Result != nil && status.Result.State != nil {
		sample = NewSample(status.Result.State, status.Result.Clock)
	}
	return b.build(room, wanted, status.Target.Name, status.Target.Labels, func(m *Metric, emit Emit) {
		switch {
		case m.Poll != nil:
			m.Poll(status, emit)
		case sample != nil:
			m.State(sample, emit)
		}
	})
}

// build makes the series of a target in that room; wanted is as for inRoom. read emits the values of one metric.
func (b *Builder) build(room *seriesRoom, wanted []bool, target string, labels map[string]string, read func(*Metric, Emit)) targetSeries {
	series, ok := b.series.Get().(*seriesBuilder)
	if !ok {
		series = newSeriesBuilder()
	}
	defer b.series.Put(series)
	defer series.reset()
	var m *Metric
	emit := func(value float64, labels ...string) {
		for i, l := range labels {
			labels[i] = clean(l)
		}
		if series.has(labels) {
			return // the first one counts
		}
		series.pairs = b.pairs.of(series.pairs, m, labels)
		series.add(value)
	}
	for i := range b.table {
		if wanted != nil && !wanted[i] {
			continue
		}
		m = &b.table[i]
		series.begin(i)
		read(m, emit)
		series.end()
	}
	return series.finish(b.table, b.pairs.ofTarget(target, labels), &b.shared, room)
}

// places has true at the places in the table of the metrics of these names.
func (b *Builder) places(names []string) []bool {
	at := make([]bool, len(b.table))
	for i := range b.table {
		at[i] = slices.Contains(names, b.table[i].Name)
	}
	return at
}

// families merges the series of some targets into families, sorted by name. The families are new, their metrics
// are shared with the targets' series.
func (b *Builder) families(targets ...targetSeries) []*dto.MetricFamily {
	byMetric, out := b.emptyFamilies(targets)
	for _, t := range targets {
		t.each(func(metric int, series []dto.Metric) {
			f := byMetric[metric]
			for i := range series {
				f.Metric = append(f.Metric, &series[i])
			}
		})
	}
	return out
}

// emptyFamilies are the families that some target has a series of, by their place in the table and as a
// list. Each has room for all its series: a million series that grow leave much garbage.
func (b *Builder) emptyFamilies(targets []targetSeries) (byMetric, list []*dto.MetricFamily) {
	counts := make([]int, len(b.table))
	for _, t := range targets {
		t.each(func(metric int, series []dto.Metric) { counts[metric] += len(series) })
	}
	byMetric = make([]*dto.MetricFamily, len(b.table))
	for i, n := range counts {
		if n == 0 {
			continue
		}
		m := &b.table[i]
		byMetric[i] = &dto.MetricFamily{Name: &m.Name, Help: &m.Help, Type: &m.Type, Metric: make([]*dto.Metric, 0, n)}
		list = append(list, byMetric[i])
	}
	return byMetric, list
}

// Gather merges the families of a few targets into one sorted list. The families are new, their metrics are
// shared. For the whole fleet use Cache.GatherAll.
func Gather(targets [][]*dto.MetricFamily) []*dto.MetricFamily {
	merged := make(map[string]*dto.MetricFamily)
	for _, families := range targets {
		for _, f := range families {
			all, ok := merged[f.GetName()]
			if !ok {
				all = &dto.MetricFamily{Name: f.Name, Help: f.Help, Type: f.Type}
				merged[f.GetName()] = all
			}
			all.Metric = append(all.Metric, f.Metric...)
		}
	}
	return slices.SortedFunc(maps.Values(merged), func(a, b *dto.MetricFamily) int {
		return cmp.Compare(a.GetName(), b.GetName())
	})
}
