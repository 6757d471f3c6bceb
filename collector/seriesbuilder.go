package collector

import (
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// seriesBuilder collects the series of one target, family by family, so that memory for all of them can
// be taken in one piece.
type seriesBuilder struct {
	families []int // in the table, one per family
	counts   []int // series per family
	values   []seriesValue
	pairs    []*dto.LabelPair // of all series, one after the other
	seen     map[string]bool  // labels of a family with many series
}

// seriesValue is the value of one series. Its labels, without those of the target, end at pairs[end].
type seriesValue struct {
	value float64
	end   int
}

// newSeriesBuilder has room for what most switches say.
func newSeriesBuilder() *seriesBuilder {
	return &seriesBuilder{
		values: make([]seriesValue, 0, 256), pairs: make([]*dto.LabelPair, 0, 512), seen: make(map[string]bool),
	}
}

// reset makes the builder ready for another target. It keeps no reference to the last one.
func (b *seriesBuilder) reset() {
	clear(b.pairs)
	clear(b.seen)
	b.families, b.counts, b.values, b.pairs = b.families[:0], b.counts[:0], b.values[:0], b.pairs[:0]
}

// begin opens the family of a metric, by its place in the table.
func (b *seriesBuilder) begin(metric int) {
	b.families, b.counts = append(b.families, metric), append(b.counts, 0)
	clear(b.seen)
}

// end drops the family if it is empty.
func (b *seriesBuilder) end() {
	if n := len(b.families) - 1; b.counts[n] == 0 {
		b.families, b.counts = b.families[:n], b.counts[:n]
	}
}

// few is how many series are compared one by one. Beyond that, a map is quicker.
const few = 40

// has reports whether the family has a series with these labels, and remembers them.
func (b *seriesBuilder) has(labels []string) bool {
	n := b.counts[len(b.counts)-1]
	if n > few {
		key := joined(labels)
		known := b.seen[key]
		b.seen[key] = true
		return known
	}
	known := false
	for _, v := range b.values[len(b.values)-n:] {
		pairs := b.pairs[v.end-len(labels) : v.end]
		known = known || slices.EqualFunc(pairs, labels, func(p *dto.LabelPair, l string) bool { return p.GetValue() == l })
		if n == few { // the next call uses the map
			b.seen[joined(valuesOf(pairs))] = true
		}
	}
	if n == few {
		b.seen[joined(labels)] = true
	}
	return known
}

// joined is the key of these label values in a map.
func joined(values []string) string { return strings.Join(values, "\x00") }

func valuesOf(pairs []*dto.LabelPair) []string {
	values := make([]string, len(pairs))
	for i, p := range pairs {
		values[i] = p.GetValue()
	}
	return values
}

// add takes a series of the family. Its labels have already been appended to pairs.
func (b *seriesBuilder) add(value float64) {
	b.counts[len(b.counts)-1]++
	b.values = append(b.values, seriesValue{value, len(b.pairs)})
}

// finish makes the series in that room, with the target's own labels in each.
func (b *seriesBuilder) finish(table []Metric, own []*dto.LabelPair, shared *sharedGauges, room *seriesRoom) targetSeries {
	b.take(table, own, shared, room)
	done, pairs := 0, 0
	for i, metric := range b.families {
		for range b.counts[i] {
			v := b.values[done]
			from := len(room.labels)
			room.labels = append(append(room.labels, own...), b.pairs[pairs:v.end]...)
			m := &room.metrics[done]
			m.Label = room.labels[from:len(room.labels):len(room.labels)]
			sortByName(m.Label)
			room.set(m, table[metric].Type, v.value, shared)
			pairs = v.end
			done++
		}
		room.families = append(room.families, targetFamily{int32(metric), int32(done)}) //nolint:gosec // lists from switches are bounded
	}
	return targetSeries{families: room.families, metrics: room.metrics}
}

// take makes sure that the room is large enough for the series.
func (b *seriesBuilder) take(table []Metric, own []*dto.LabelPair, shared *sharedGauges, room *seriesRoom) {
	gauges, counters := b.unshared(table, shared)
	room.families = roomFor(room.families, len(b.families))
	room.metrics = roomFor(room.metrics, len(b.values))[:len(b.values)]
	room.labels = roomFor(room.labels, len(b.pairs)+len(b.values)*len(own))
	room.gauges, room.counters = roomFor(room.gauges, gauges), roomFor(room.counters, counters)
}

// unshared counts the gauges and counters that need memory of their own.
func (b *seriesBuilder) unshared(table []Metric, shared *sharedGauges) (gauges, counters int) {
	done := 0
	for i, metric := range b.families {
		for _, v := range b.values[done : done+b.counts[i]] {
			switch t := table[metric].Type; {
			case t == counter:
				counters++
			case t == gauge && shared.of(v.value) == nil:
				gauges++
			}
		}
		done += b.counts[i]
	}
	return gauges, counters
}
