package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	_ "github.com/prometheus/client_golang/prometheus/promhttp/zstd" // Prometheus 3 asks for it
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

const (
	// writeTime is how long a client may take to read the answer, once it is known what to answer.
	writeTime = 20 * time.Second
	// grace is the time after a poll's timeout in which it can still report that timeout.
	grace = time.Second
)

// metrics polls the fleet, or the part of it that the request is for, and answers within the time that
// the scraper allows.
func (h *handler) metrics(w http.ResponseWriter, r *http.Request) {
	wanted, err := h.scrapeSelection(r)
	if err != nil {
		refuse(w, err)
		return
	}
	statuses := h.poll(w, r, wanted, fleet.Selection.Scrape)
	if r.Context().Err() != nil {
		return // nobody reads the answer
	}
	cache := h.cache
	if wanted.collectors != nil { // no later scrape can use parts of results
		cache = collector.NewCache(h.builder)
	}
	format := expfmt.NegotiateAccept(r.Header, expfmt.DefaultOpenMetricsAcceptedFormats()...)
	names := r.URL.Query()["name[]"]
	if text := cache.Text(format.FormatType(), statuses, names); text != nil {
		h.sendText(w, r, format, text, names)
		return
	}
	switches := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return cache.Families(statuses), nil })
	both := prometheus.NewMultiTRegistry(
		prometheus.ToTransactionalGatherer(h.registry), prometheus.ToTransactionalGatherer(switches),
	)
	promhttp.HandlerForTransactional(both, h.exposition(r)).ServeHTTP(w, r)
}

// exporterMetrics shows the exporter's own metrics alone, and polls nothing.
func (h *handler) exporterMetrics(w http.ResponseWriter, r *http.Request) {
	mustRead(w, writeTime)
	promhttp.HandlerFor(h.registry, h.exposition(r)).ServeHTTP(w, r)
}

// sendText answers with the exporter's own metrics and those of the switches, compressed if the client takes that. names are
// the families that are asked for; nil is all of them.
func (h *handler) sendText(w http.ResponseWriter, r *http.Request, format expfmt.Format, switches *collector.FleetText, names []string) {
	log := whileRead{r.Context(), h.Logger}
	own, err := h.registry.Gather()
	if err != nil {
		log.Println("error gathering metrics:", err) // the families without an error are there
	}
	scrape := textScrape{format: format, own: own, switches: switches, names: names, log: log}
	gzhttp.GzipHandler(scrape).ServeHTTP(w, r)
}

// exposition says how metrics are written, in the format and compression that the scraper prefers.
func (h *handler) exposition(r *http.Request) promhttp.HandlerOpts {
	return promhttp.HandlerOpts{
		ErrorLog: whileRead{r.Context(), h.Logger}, ErrorHandling: promhttp.ContinueOnError,
		EnableOpenMetrics: true, OfferedCompressions: []promhttp.Compression{promhttp.Zstd, promhttp.Gzip, promhttp.Identity},
	}
}

// poll polls what the request asks for by collect, which waits for the polls until the time is over, and returns what is
// known then. From then on the client has writeTime to read the answer, however much time it announced.
func (h *handler) poll(
	w http.ResponseWriter, r *http.Request, wanted selection, collect func(fleet.Selection, context.Context) []fleet.Status,
) []fleet.Status {
	patience := h.patience(r)
	mustRead(w, patience+writeTime)
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	statuses := collect(wanted.targets, ctx)
	mustRead(w, writeTime)
	if wanted.collectors != nil {
		for i, s := range statuses {
			statuses[i] = s.Only(wanted.collectors)
		}
	}
	return statuses
}

// whileRead logs what goes wrong in serving while the client still reads the answer. For a scraper that has hung
// up it would log a line for each metric.
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

// patience is how long a scrape may wait for polls: the timeout that Prometheus announces less the margin, and
// for other clients a little longer than a poll may take.
func (h *handler) patience(r *http.Request) time.Duration {
	polling := h.Polling()
	seconds, err := strconv.ParseFloat(r.Header.Get("X-Prometheus-Scrape-Timeout-Seconds"), 64)
	usable := seconds > 0 && seconds <= 3600 // NaN is neither
	if err != nil || !usable {
		return polling.Timeout + grace
	}
	announced := time.Duration(seconds * float64(time.Second))
	return max(announced-polling.ScrapeMargin, announced/2)
}
