package web

import (
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// checked hands families that are made already to a registry, which then holds them against each
// other and against what was said of them before.
type checked []*dto.MetricFamily

// Describe implements prometheus.Collector.
func (c checked) Describe(ch chan<- *prometheus.Desc) {
	for _, f := range c {
		if len(f.Metric) > 0 {
			ch <- descOf(f, f.Metric[0])
		}
	}
}

// Collect implements prometheus.Collector.
func (c checked) Collect(ch chan<- prometheus.Metric) {
	for _, f := range c {
		for _, m := range f.Metric {
			ch <- series{descOf(f, m), m}
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

// series is a metric that is there already.
type series struct {
	desc *prometheus.Desc
	*dto.Metric
}

// Desc implements prometheus.Metric.
func (s series) Desc() *prometheus.Desc { return s.desc }

// Write implements prometheus.Metric.
func (s series) Write(out *dto.Metric) error {
	out.Label, out.Gauge, out.Counter, out.Untyped = s.Label, s.Gauge, s.Counter, s.Untyped
	return nil
}
