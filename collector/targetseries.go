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

// valueStore has room for the gauges of a target.
type valueStore struct {
	shared *sharedGauges
	gauges []gaugeValue
}

func (v *valueStore) set(m *dto.Metric, t Type, value float64) {
	switch t {
	case counter:
		m.Counter = &dto.Counter{Value: &value}
	case untyped:
		m.Untyped = &dto.Untyped{Value: &value}
	default:
		if m.Gauge = v.shared.of(value); m.Gauge != nil {
			return
		}
		v.gauges = append(v.gauges, gaugeValue{value: value}) // never beyond its capacity: metrics point into it
		own := &v.gauges[len(v.gauges)-1]
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
