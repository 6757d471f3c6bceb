package collector

import (
	"math"

	dto "github.com/prometheus/client_model/go"
)

// targetSeries are the series of one target. They are made once after each poll and shared by all scrapes
// until the next. With ten thousand targets they are most of the exporter's memory, and a scrape walks over
// all targets once for each family. So what belongs to a series lies together, and nothing is stored that
// can be worked out.
type targetSeries struct {
	families []targetFamily
	metrics  []dto.Metric
}

// targetFamily is one family of a target.
type targetFamily struct {
	metric int32 // its place in the table
	end    int32 // where its series end; they begin where those of the family before end
}

// each hands over the families one by one, by their place in the table.
func (t targetSeries) each(visit func(metric int, series []dto.Metric)) {
	from := int32(0)
	for _, f := range t.families {
		visit(int(f.metric), t.metrics[from:f.end])
		from = f.end
	}
}

// gaugeValue is a gauge and its value in one piece.
type gaugeValue struct {
	gauge dto.Gauge
	value float64
}

// counterValue is a counter and its value in one piece.
type counterValue struct {
	counter dto.Counter
	value   float64
}

// sharedGauges are the values that most series have: 0 and 1.
type sharedGauges struct{ zero, one *dto.Gauge }

func newSharedGauges() sharedGauges {
	zero, one := 0.0, 1.0
	return sharedGauges{&dto.Gauge{Value: &zero}, &dto.Gauge{Value: &one}}
}

// of is the shared gauge of that value; nil if it has none.
func (s *sharedGauges) of(value float64) *dto.Gauge {
	switch {
	case value == 1:
		return s.one
	case value == 0 && !math.Signbit(value):
		return s.zero
	}
	return nil
}

// seriesRoom is the memory for the series of a target: a piece for each kind of part. Series point into it, so it may be
// used for another target only when nobody has those of the last one any more.
type seriesRoom struct {
	families []targetFamily
	metrics  []dto.Metric
	labels   []*dto.LabelPair
	gauges   []gaugeValue
	counters []counterValue
}

// roomFor is the list, empty, with room for n.
func roomFor[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, 0, n)
	}
	return list[:0]
}

// forget drops what the series of a target said.
func (r *seriesRoom) forget() {
	clear(r.metrics)
	clear(r.labels)
}

// set gives a series its value. The room has a gauge or a counter left for it, unless the gauge is shared.
func (r *seriesRoom) set(m *dto.Metric, t Type, value float64, shared *sharedGauges) {
	switch t {
	case counter:
		r.counters = append(r.counters, counterValue{value: value}) // never beyond its capacity: metrics point into it
		own := &r.counters[len(r.counters)-1]
		own.counter.Value = &own.value
		m.Counter = &own.counter
	case untyped:
		own := value // or each call would take memory for its value
		m.Untyped = &dto.Untyped{Value: &own}
	default:
		if m.Gauge = shared.of(value); m.Gauge != nil {
			return
		}
		r.gauges = append(r.gauges, gaugeValue{value: value}) // likewise
		own := &r.gauges[len(r.gauges)-1]
		own.gauge.Value = &own.value
		m.Gauge = &own.gauge
	}
}

// sortByName sorts the few labels of a series.
func sortByName(labels []*dto.LabelPair) {
	for i := 1; i < len(labels); i++ {
		for j := i; j > 0 && *labels[j].Name < *labels[j-1].Name; j-- {
			labels[j], labels[j-1] = labels[j-1], labels[j]
		}
	}
}
