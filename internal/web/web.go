// Package web serves what the exporter knows over HTTP.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	versioncollector "github.com/prometheus/client_golang/prometheus/collectors/version"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	_ "github.com/prometheus/client_golang/prometheus/promhttp/zstd" // Prometheus 3 asks for it
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/version"
	toolkit "github.com/prometheus/exporter-toolkit/web"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// Options are what a Handler needs.
type Options struct {
	Fleet    *fleet.Fleet
	Exporter *collector.Exporter
	Polling  config.Polling
	// MetricsPath is where the metrics are, "/metrics" by default.
	MetricsPath string
	// Pprof serves Go's profiles under /debug/pprof/.
	Pprof bool
	// Logger takes what goes wrong in serving; required.
	Logger *slog.Logger
}

// maxScrapes bounds the scrapes served at once; more are answered with 503.
const maxScrapes = 40

// writeTime is how long a scraper may take to read the answer.
const writeTime = 20 * time.Second

// handler serves the pages.
type handler struct {
	Options
	registry *prometheus.Registry
	cache    *collector.Cache
	scrapes  chan struct{}
}

// NewHandler makes the handler of all paths.
func NewHandler(o Options) (http.Handler, error) {
	if o.MetricsPath == "" {
		o.MetricsPath = "/metrics"
	}
	h := &handler{
		Options: o, registry: prometheus.NewRegistry(), scrapes: make(chan struct{}, maxScrapes),
		cache: collector.NewCache(collector.NewBuilder()),
	}
	h.registry.MustRegister(
		o.Exporter, versioncollector.NewCollector("slp_exporter"),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	mux := http.NewServeMux()
	metrics := promhttp.InstrumentMetricHandler(h.registry, http.HandlerFunc(h.metrics))
	mux.Handle("GET "+o.MetricsPath, metrics)
	mux.HandleFunc("GET /-/healthy", say("healthy"))
	mux.HandleFunc("GET /-/ready", say("ready"))
	landing, err := h.landing()
	if err != nil {
		return nil, err
	}
	mux.Handle("GET /{$}", landing)
	if o.Pprof {
		mux.HandleFunc("/debug/pprof/", pprof.Index)
		mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	}
	return secure(mux), nil
}

func say(word string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("slp-exporter is " + word + ".\n"))
	}
}

// secure sets what browsers should not guess.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// landing is the page for those who open the exporter in a browser.
func (h *handler) landing() (http.Handler, error) {
	links := []toolkit.LandingLinks{
		{Address: h.MetricsPath, Text: "Metrics", Description: "of all switches and of the exporter"},
		{Address: "/-/healthy", Text: "Health"},
	}
	profiling := "false"
	if h.Pprof {
		profiling = "true"
	}
	return toolkit.NewLandingPage(toolkit.LandingConfig{
		Name: "slp-exporter", Description: "Prometheus exporter for Cisco Smart Licensing Using Policy",
		Version: version.Version, Links: links, Profiling: profiling,
	})
}

// metrics polls the fleet and answers within the time that the scraper gives.
func (h *handler) metrics(w http.ResponseWriter, r *http.Request) {
	select {
	case h.scrapes <- struct{}{}:
		defer func() { <-h.scrapes }()
	default:
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many scrapes at once", http.StatusServiceUnavailable)
		return
	}
	patience := h.patience(r)
	// Who asks and does not read must not keep the place of another; what cannot set a deadline, as
	// a test's recorder, does without.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(patience + writeTime))
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	statuses, err := h.collect(ctx, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.Context().Err() != nil {
		return // nobody reads the answer
	}
	switches := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
		return h.cache.GatherAll(statuses), nil
	})
	both := prometheus.NewMultiTRegistry(
		prometheus.ToTransactionalGatherer(h.registry), prometheus.ToTransactionalGatherer(switches),
	)
	promhttp.HandlerForTransactional(both, promhttp.HandlerOpts{
		ErrorLog: whileRead{r.Context(), h.Logger}, ErrorHandling: promhttp.ContinueOnError,
		EnableOpenMetrics: true, OfferedCompressions: []promhttp.Compression{promhttp.Zstd, promhttp.Gzip, promhttp.Identity},
	}).ServeHTTP(w, r)
}

// collect polls the targets that the request is for.
func (h *handler) collect(ctx context.Context, r *http.Request) ([]fleet.Status, error) {
	query := r.URL.Query()
	if query.Has("collect[]") {
		return nil, errors.New("collect[] is not available in this version; set the collectors of the module")
	}
	names := query["target"]
	if len(names) == 0 {
		return h.Fleet.Collect(ctx), nil
	}
	return h.Fleet.CollectNamed(ctx, names)
}

// whileRead logs what goes wrong in serving as long as somebody reads the answer: a scraper that
// has hung up would cost a line a metric.
type whileRead struct {
	ctx context.Context
	log *slog.Logger
}

// Println implements promhttp.Logger.
func (l whileRead) Println(v ...any) {
	level := slog.LevelError
	if l.ctx.Err() != nil {
		level = slog.LevelDebug
	}
	l.log.Log(context.WithoutCancel(l.ctx), level, strings.TrimSpace(fmt.Sprintln(v...)))
}

// grace is what is granted to polls beyond their timeout to tell of it.
const grace = time.Second

// patience is how long a scrape may wait for polls: what Prometheus announces less the margin,
// and a little longer than a poll may take for everybody else.
func (h *handler) patience(r *http.Request) time.Duration {
	seconds, err := strconv.ParseFloat(r.Header.Get("X-Prometheus-Scrape-Timeout-Seconds"), 64)
	usable := seconds > 0 && seconds <= 3600 // NaN is neither
	if err != nil || !usable {
		return h.Polling.Timeout + grace
	}
	announced := time.Duration(seconds * float64(time.Second))
	return max(announced-h.Polling.ScrapeMargin, announced/2)
}
