package collector

import (
	"math"

	dto "github.com/prometheus/client_model/go"
)

// finished are the series of one target, made once after each poll and shared by all scrapes until the
// next: with ten thousand targets they are most of the exporter's memory, and a scrape walks over all
// targets once for each family. So what belongs to a series lies together, and nothing stands there
// that can be worked out.
type finished struct {
	families []part
	metrics  []dto.Metric
}

// part is one family of a target.
type part struct {
	metric int32 // its place in the table
	end    int32 // where its series end; they begin where those of the one before end
}

// finish makes the series, with the target's own labels in each.
func (d *draft) finish(table []Metric, own []*dto.LabelPair, usual *usualGauges) finished {
	f := finished{families: make([]part, len(d.families)), metrics: make([]dto.Metric, len(d.rows))}
	labels := make([]*dto.LabelPair, 0, len(d.pairs)+len(d.rows)*len(own))
	values := valueStore{usual: usual, gauges: make([]gaugeValue, 0, d.unusual(table, usual))}
	done, pairs := 0, 0
	for i, metric := range d.families {
		for range d.counts[i] {
			r := d.rows[done]
			from := len(labels)
			labels = append(append(labels, own...), d.pairs[pairs:r.labels]...)
			m := &f.metrics[done]
			m.Label = labels[from:len(labels):len(labels)]
			sortByName(m.Label)
			values.set(m, table[metric].Type, r.value)
			pairs = r.labels
			done++
		}
		f.families[i] = part{int32(metric), int32(done)} //nolint:gosec // lists from switches are bounded
	}
	return f
}

// unusual is how many gauges need memory of their own.
func (d *draft) unusual(table []Metric, usual *usualGauges) (n int) {
	done := 0
	for i, metric := range d.families {
		for _, r := range d.rows[done : done+d.counts[i]] {
			if table[metric].Type == gauge && usual.of(r.value) == nil {
				n++
			}
		}
		done += d.counts[i]
	}
	return n
}

// each hands over the families one by one, by their place in the table.
func (f finished) each(visit func(metric int, series []dto.Metric)) {
	from := int32(0)
	for _, s := range f.families {
		visit(int(s.metric), f.metrics[from:s.end])
		from = s.end
	}
}

// gaugeValue is a gauge and its value in one piece.
type gaugeValue struct {
	gauge dto.Gauge
	value float64
}

// usualGauges are those that most series share: 0 and 1.
type usualGauges struct{ zero, one *dto.Gauge }

func newUsualGauges() usualGauges {
	zero, one := 0.0, 1.0
	return usualGauges{&dto.Gauge{Value: &zero}, &dto.Gauge{Value: &one}}
}

// of is the shared gauge of that value; nil if there is none.
func (u *usualGauges) of(value float64) *dto.Gauge {
	switch {
	case value == 1:
		return u.one
	case value == 0 && !math.Signbit(value):
		return u.zero
	}
	return nil
}

// valueStore has room for the gauges of a target.
type valueStore struct {
	usual  *usualGauges
	gauges []gaugeValue
}

func (v *valueStore) set(m *dto.Metric, t Type, value float64) {
	switch t {
	case counter:
		m.Counter = &dto.Counter{Value: &value}
	case untyped:
		m.Untyped = &dto.Untyped{Value: &value}
	default:
		if m.Gauge = v.usual.of(value); m.Gauge != nil {
			return
		}
		v.gauges = append(v.gauges, gaugeValue{value: value}) // never beyond its room: they are pointed to
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
