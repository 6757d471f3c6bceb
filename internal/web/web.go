// Package web serves what the exporter knows over HTTP: metrics, service discovery, JSON and the pages of package
// pages. It asks the fleet for polls and results, never a switch, and sees only what is configured. Each
// answer goes to a scraper, a script or a browser.
package web

import (
	"fmt"
	"net/http"
	"net/http/pprof"

	"github.com/prometheus/client_golang/prometheus/collectors"
	versioncollector "github.com/prometheus/client_golang/prometheus/collectors/version"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/slp-exporter/slp-exporter/internal/web/pages"
)

// NewHandler makes the handler of all paths. It fails if the path of the metrics cannot be one.
func NewHandler(o Options) (http.Handler, error) {
	h, err := newHandler(o)
	if err != nil {
		return nil, err
	}
	if err := CheckMetricsPath(h.MetricsPath); err != nil {
		return nil, fmt.Errorf("path of the metrics: %w", err)
	}
	h.registry.MustRegister(
		h.Exporter, versioncollector.NewCollector("slp_exporter"),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	mux := http.NewServeMux()
	for _, r := range h.routes() {
		mux.Handle(r.pattern, r.Handler)
	}
	mux.HandleFunc("/-/reload", reloadByPost) // by any other method
	return secure(mux), nil
}

// route is one row of the mux.
type route struct {
	pattern string // as http.ServeMux takes it
	http.Handler
}

// routes are everything that is served, in the order of the documentation.
func (h *handler) routes() []route {
	routes := []route{
		{"GET /{$}", h.viewers.limit(http.HandlerFunc(h.pages.ServeFleet))},
		{"GET /switch/{name}", h.viewers.limit(http.HandlerFunc(h.pages.ServeSwitch))},
		{"GET /fleet.csv", h.viewers.limit(http.HandlerFunc(h.pages.ServeCSV))},
		{"GET " + pages.StaticPath + "{file}", http.HandlerFunc(h.pages.ServeStatic)},
		{"GET " + h.MetricsPath, h.instrumented(h.scrapes, h.metrics)},
		{"GET " + h.MetricsPath + "/exporter", h.instrumented(h.scrapes, h.exporterMetrics)},
		{"GET /probe", h.instrumented(h.probes, h.probe)},
		{"GET /sd", h.readers.limit(http.HandlerFunc(h.discovery))},
		{"GET /api/v1/targets", h.readers.limit(http.HandlerFunc(h.targets))},
		{"GET /api/v1/targets/{name}", h.readers.limit(http.HandlerFunc(h.target))},
		{"GET /-/healthy", http.HandlerFunc(healthy)},
		{"GET /-/ready", http.HandlerFunc(h.ready)},
		{"POST /-/reload", http.NewCrossOriginProtection().Handler(http.HandlerFunc(h.reload))},
	}
	if h.Pprof {
		routes = append(routes, profiles()...)
	}
	return routes
}

// instrumented limits a page that polls, and counts its requests in the exporter's own metrics.
func (h *handler) instrumented(l limiter, serve http.HandlerFunc) http.Handler {
	return promhttp.InstrumentMetricHandler(h.registry, l.limit(serve))
}

func profiles() []route {
	const index = "/debug/pprof/"
	return []route{
		{index, styled(index, pprof.Index)},
		{"/debug/pprof/cmdline", http.HandlerFunc(pprof.Cmdline)},
		{"/debug/pprof/profile", http.HandlerFunc(pprof.Profile)},
		{"/debug/pprof/symbol", http.HandlerFunc(pprof.Symbol)},
		{"/debug/pprof/trace", http.HandlerFunc(pprof.Trace)},
	}
}
