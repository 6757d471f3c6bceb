package web

import (
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// checkedFamilies hands families that are already made to a registry, which then checks them against each
// other and against their descriptions.
type checkedFamilies []*dto.MetricFamily

// Describe implements prometheus.Collector.
func (c checkedFamilies) Describe(ch chan<- *prometheus.Desc) {
	for _, f := range c {
		if len(f.Metric) > 0 {
			ch <- descOf(f, f.Metric[0])
		}
	}
}

// Collect implements prometheus.Collector.
func (c checkedFamilies) Collect(ch chan<- prometheus.Metric) {
	for _, f := range c {
		for _, m := range f.Metric {
			ch <- madeSeries{descOf(f, m), m}
		}
	}
}

func descOf(f *dto.MetricFamily, m *dto.Metric) *prometheus.Desc {
	names := make([]string, len(m.Label))
	for i, l := range m.Label {
		names[i] = l.GetName()
	}
	return prometheus.NewDesc(f.GetName(), f.GetHelp(), names, nil)
}

// madeSeries is a metric that is already made.
type madeSeries struct {
	desc *prometheus.Desc
	*dto.Metric
}

// Desc implements prometheus.Metric.
func (s madeSeries) Desc() *prometheus.Desc { return s.desc }

// Write implements prometheus.Metric.
func (s madeSeries) Write(out *dto.Metric) error {
	out.Label, out.Gauge, out.Counter, out.Untyped = s.Label, s.Gauge, s.Counter, s.Untyped
	return nil
}
