// Package web serves what the exporter knows over HTTP.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	versioncollector "github.com/prometheus/client_golang/prometheus/collectors/version"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Options are what a Handler needs.
type Options struct {
	Fleet    *fleet.Fleet
	Exporter *collector.Exporter
	// Polling is what the configuration in use says of polls. It is called for each request, since a
	// reload may change it; required.
	Polling func() config.Polling
	// Reload loads the configuration anew. Its error is shown to who asked, so it must hold no secret. If
	// Reload is nil, POST /-/reload is answered with 403.
	Reload func(context.Context) error
	// Ready tells whether the exporter serves, and is not about to stop; nil is always.
	Ready func() bool
	// MetricsPath is where the metrics are, "/metrics" by default. See [CheckMetricsPath].
	MetricsPath string
	// Pprof serves Go's profiles under /debug/pprof/.
	Pprof bool
	// Logger takes what goes wrong in serving; required.
	Logger *slog.Logger
	// Now is the exporter's clock, from which ages are told; nil is time.Now.
	Now func() time.Time
}

// handler serves the pages.
type handler struct {
	Options
	registry *prometheus.Registry
	builder  *collector.Builder
	cache    *collector.Cache
	scrapes  turnstile
	probes   turnstile
	readers  turnstile
}

// NewHandler makes the handler of all paths. It fails if the path of the metrics cannot be one.
func NewHandler(o Options) (http.Handler, error) {
	if o.MetricsPath == "" {
		o.MetricsPath = "/metrics"
	}
	if err := CheckMetricsPath(o.MetricsPath); err != nil {
		return nil, fmt.Errorf("path of the metrics: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &handler{
		Options: o, registry: prometheus.NewRegistry(), builder: collector.NewBuilder(),
		scrapes: newTurnstile(maxScrapes), probes: newTurnstile(maxProbes), readers: newTurnstile(maxReaders),
	}
	h.cache = collector.NewCache(h.builder)
	h.registry.MustRegister(
		o.Exporter, versioncollector.NewCollector("slp_exporter"),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	mux := http.NewServeMux()
	for pattern, page := range h.pages() {
		mux.Handle(pattern, page)
	}
	landing, err := h.landing()
	if err != nil {
		return nil, err
	}
	mux.Handle("GET /{$}", landing)
	return secure(mux), nil
}

// pages are all but the landing page.
func (h *handler) pages() map[string]http.Handler {
	pages := map[string]http.Handler{
		"GET " + h.MetricsPath:       promhttp.InstrumentMetricHandler(h.registry, h.scrapes.limit(http.HandlerFunc(h.metrics))),
		"GET /probe":                 promhttp.InstrumentMetricHandler(h.registry, h.probes.limit(http.HandlerFunc(h.probe))),
		"GET /sd":                    h.readers.limit(http.HandlerFunc(h.discovery)),
		"GET /api/v1/targets":        h.readers.limit(http.HandlerFunc(h.targets)),
		"GET /api/v1/targets/{name}": h.readers.limit(http.HandlerFunc(h.target)),
		"GET /-/healthy":             http.HandlerFunc(healthy),
		"GET /-/ready":               http.HandlerFunc(h.ready),
		"POST /-/reload":             http.NewCrossOriginProtection().Handler(http.HandlerFunc(h.reload)),
	}
	if h.Pprof {
		pages["/debug/pprof/"] = http.HandlerFunc(pprof.Index)
		pages["/debug/pprof/cmdline"] = http.HandlerFunc(pprof.Cmdline)
		pages["/debug/pprof/profile"] = http.HandlerFunc(pprof.Profile)
		pages["/debug/pprof/symbol"] = http.HandlerFunc(pprof.Symbol)
		pages["/debug/pprof/trace"] = http.HandlerFunc(pprof.Trace)
	}
	return pages
}
