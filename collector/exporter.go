package collector

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Exporter collects the exporter's metrics about itself.
type Exporter struct {
	fleet    *fleet.Fleet
	duration prometheus.Histogram
	loadedAt atomic.Pointer[time.Time]
	refused  atomic.Bool // the last attempt to load a configuration failed
	sources  atomic.Pointer[[]Source]
}

// Source is a target file or a URL that lists switches.
type Source struct {
	// Name is the file's path or the URL.
	Name string
	// Targets counts the switches that it listed when it was last read well; -1 if it never was.
	Targets int
	// Right is true if the last reading was right.
	Right bool
}

// exporterMetric is one row of the exporter's own table.
type exporterMetric struct {
	name, help string
	kind       prometheus.ValueType
	read       func(*Exporter, fleet.Stats) float64
}

// The metric that has a series for each auth.
const (
	authHeldName = "slp_exporter_auth_held"
	authHeldHelp = "1 while no login is tried with that auth but one now and then, because too many switches in a row have refused it."
)

func authHeldDesc() *prometheus.Desc {
	return prometheus.NewDesc(authHeldName, authHeldHelp, []string{"auth"}, nil)
}

// sourceMetric is a metric that has a series for each source of switches. read returns false where there is no value.
type sourceMetric struct {
	name, help string
	read       func(Source) (value float64, known bool)
}

func sourceMetrics() []sourceMetric {
	return []sourceMetric{
		{
			"slp_exporter_discovery_targets", "Switches that a target file or URL listed when it was last read well.",
			func(s Source) (float64, bool) { return float64(s.Targets), s.Targets >= 0 },
		},
		{
			"slp_exporter_discovery_success", "1 if the last reading of that target file or URL was right; else what it listed before stays in use.",
			func(s Source) (float64, bool) { return oneIf(s.Right), true },
		},
	}
}

func (m sourceMetric) desc() *prometheus.Desc {
	return prometheus.NewDesc(m.name, m.help, []string{"source"}, nil)
}

func exporterMetrics() []exporterMetric {
	return []exporterMetric{
		{
			"slp_exporter_config_last_reload_successful", "1 if the last attempt to load the configuration succeeded.",
			prometheus.GaugeValue, func(e *Exporter, _ fleet.Stats) float64 { return oneIf(!e.refused.Load()) },
		},
		{
			"slp_exporter_config_last_reload_success_timestamp_seconds", "When the configuration in use was loaded.",
			prometheus.GaugeValue, func(e *Exporter, _ fleet.Stats) float64 { return unix(*e.loadedAt.Load()) },
		},
		{
			"slp_exporter_targets", "Switches configured.",
			prometheus.GaugeValue, func(e *Exporter, _ fleet.Stats) float64 { return float64(e.fleet.Targets()) },
		},
		{
			"slp_exporter_sessions", "Sessions open on switches now, in use or kept.",
			prometheus.GaugeValue, func(_ *Exporter, s fleet.Stats) float64 { return float64(s.Sessions) },
		},
		{
			"slp_exporter_session_opens_total", "Logins on switches; a fast rise means that sessions are not kept, or die.",
			prometheus.CounterValue, func(_ *Exporter, s fleet.Stats) float64 { return float64(s.SessionOpens) },
		},
		{
			"slp_exporter_polls_in_flight", "Polls under way now; at max_concurrent, further ones wait. A switch that has said nothing for 2 s does not count there, but here it does.",
			prometheus.GaugeValue, func(_ *Exporter, s fleet.Stats) float64 { return float64(s.PollsInFlight) },
		},
		{
			"slp_exporter_scrape_coalesced_total", "Times a scrape was served by a poll under way or fresh enough.",
			prometheus.CounterValue, func(_ *Exporter, s fleet.Stats) float64 { return float64(s.Coalesced) },
		},
	}
}

// NewExporter makes the exporter's own metrics, for a configuration loaded at that time. Watch sets the fleet
// that they are about.
func NewExporter(loadedAt time.Time) *Exporter {
	e := &Exporter{duration: prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "slp_exporter_poll_duration_seconds", Help: "Duration of polls of all switches.",
		Buckets:                        []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60},
		NativeHistogramBucketFactor:    1.1,
		NativeHistogramMaxBucketNumber: 100,
	})}
	e.Loaded(loadedAt)
	return e
}

// Loaded notes that the configuration read at that time is in use as a whole. It may be called while Collect
// runs.
func (e *Exporter) Loaded(at time.Time) {
	e.loadedAt.Store(&at)
	e.refused.Store(false)
}

// LoadFailed notes that the last attempt to read the configuration, or a part of it, failed, and the previous
// one stays in use. It may be called while Collect runs.
func (e *Exporter) LoadFailed() { e.refused.Store(true) }

// Watch sets the fleet, before the first Collect.
func (e *Exporter) Watch(f *fleet.Fleet) { e.fleet = f }

// Discovered notes which target files and URLs list the switches. It may be called while Collect runs.
func (e *Exporter) Discovered(sources []Source) { e.sources.Store(&sources) }

// Observe takes the duration of a poll. It is meant for the Observe option of a fleet.
func (e *Exporter) Observe(r *fleet.Result) { e.duration.Observe(r.Duration().Seconds()) }

// Describe implements prometheus.Collector.
func (e *Exporter) Describe(ch chan<- *prometheus.Desc) {
	for _, m := range exporterMetrics() {
		ch <- prometheus.NewDesc(m.name, m.help, nil, nil)
	}
	ch <- authHeldDesc()
	for _, m := range sourceMetrics() {
		ch <- m.desc()
	}
	e.duration.Describe(ch)
}

// Collect implements prometheus.Collector.
func (e *Exporter) Collect(ch chan<- prometheus.Metric) {
	stats := e.fleet.Stats()
	for _, m := range exporterMetrics() {
		desc := prometheus.NewDesc(m.name, m.help, nil, nil)
		ch <- prometheus.MustNewConstMetric(desc, m.kind, m.read(e, stats))
	}
	for _, auth := range e.fleet.Auths() {
		ch <- prometheus.MustNewConstMetric(authHeldDesc(), prometheus.GaugeValue, oneIf(auth.Held), auth.Name)
	}
	e.collectSources(ch)
	e.duration.Collect(ch)
}

func (e *Exporter) collectSources(ch chan<- prometheus.Metric) {
	sources := e.sources.Load()
	if sources == nil {
		return
	}
	for _, m := range sourceMetrics() {
		for _, s := range *sources {
			if value, known := m.read(s); known {
				ch <- prometheus.MustNewConstMetric(m.desc(), prometheus.GaugeValue, value, s.Name)
			}
		}
	}
}
