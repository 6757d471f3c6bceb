package web

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/internal/web/pages"
)

// Options are what a Handler needs.
type Options struct {
	Fleet    *fleet.Fleet
	Exporter *collector.Exporter
	// Board has the rows of the switches; it may observe the polls of Fleet. nil is a new one.
	Board *overview.Board
	// Polling returns the polling section of the configuration in use. It is called for each request, because a
	// reload may change it; required.
	Polling func() config.Polling
	// Links returns the addresses that pages lead to, as Polling does; nil if there are no links.
	Links func() config.Links
	// Reload loads the configuration again. Its error is shown to the client, so it must not hold a secret. If
	// Reload is nil, POST /-/reload is answered with 403.
	Reload func(context.Context) error
	// Ready reports whether the exporter serves and is not about to stop; nil means always.
	Ready func() bool
	// MetricsPath is the path of the metrics, "/metrics" by default. See [CheckMetricsPath].
	MetricsPath string
	// Pprof serves Go's profiles under /debug/pprof/.
	Pprof bool
	// Logger logs what goes wrong in serving; required.
	Logger *slog.Logger
	// Now is the exporter's clock, which ages are counted by; nil is time.Now.
	Now func() time.Time
}

// handler serves the pages.
type handler struct {
	Options
	registry *prometheus.Registry
	builder  *collector.Builder
	cache    *collector.Cache
	scrapes  limiter
	probes   limiter
	readers  limiter
	viewers  limiter
	pages    *pages.Pages
}

// newHandler fills in the defaults of the options. The error is about the pages.
func newHandler(o Options) (*handler, error) {
	if o.MetricsPath == "" {
		o.MetricsPath = "/metrics"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Board == nil {
		o.Board = overview.NewBoard()
	}
	if o.Links == nil {
		o.Links = func() config.Links { return config.Links{} }
	}
	made, err := pages.New(pages.Options{
		Fleet: o.Fleet, Board: o.Board, Polling: o.Polling, Links: o.Links, Now: o.Now, MetricsPath: o.MetricsPath, Pprof: o.Pprof, Logger: o.Logger,
	})
	if err != nil {
		return nil, err
	}
	builder := collector.NewBuilder()
	return &handler{
		Options: o, registry: prometheus.NewRegistry(), builder: builder, cache: collector.NewCache(builder), pages: made,
		scrapes: newLimiter(maxScrapes), probes: newLimiter(maxProbes), readers: newLimiter(maxReaders), viewers: newLimiter(maxViewers),
	}, nil
}
