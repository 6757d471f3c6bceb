//go:build unix

package web

import (
	"context"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/bench/compare"
	"github.com/slp-exporter/slp-exporter/internal/config"
)

var benchTargets = flag.Int("targets", 10_000, "switches of BenchmarkMetrics")

// sink is a client that reads everything at once and forgets it.
type sink struct {
	header http.Header
	bytes  int
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { s.bytes += len(p); return len(p), nil }

var _ io.Writer = (*sink)(nil)

// scrapeCost is what one scrape took.
type scrapeCost struct {
	wall     time.Duration
	cpu      time.Duration // of the whole process, the garbage collector included
	mallocs  uint64
	garbage  uint64
	answered int
}

// scrapeOnce has a handler serve one scrape, with that Accept-Encoding.
func scrapeOnce(b *testing.B, h http.Handler, encoding string) scrapeCost {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := &sink{header: http.Header{}, status: http.StatusOK}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began, cpu := time.Now(), compare.CPUTime(b)
	h.ServeHTTP(w, r)
	c := scrapeCost{wall: time.Since(began), cpu: compare.CPUTime(b) - cpu, answered: w.bytes}
	runtime.ReadMemStats(&after)
	c.mallocs, c.garbage = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	if w.status != http.StatusOK {
		b.Fatal("status ", w.status)
	}
	return c
}

// BenchmarkMetrics serves 10,000 targets (-targets) from results at hand, beside two yardsticks in
// the same run, by CPU time: one set of families made before, encoded by promhttp (ours should stay within 1.3
// times of it), and const metrics made again for the scrape (ours should be 4 times quicker).
func BenchmarkMetrics(b *testing.B) {
	l := newLab(b, *benchTargets, config.DefaultCollectors(config.ProtocolSSH))
	statuses := l.fleet.Collect(b.Context())
	families := collector.NewCache(collector.NewBuilder()).Families(statuses)
	series := 0
	for _, f := range families {
		series += len(f.Metric)
	}
	handlers := []struct {
		name string
		http.Handler
	}{{"ours", l}, {"ready", readyMade(families)}, {"fresh", constMetrics(families)}}
	for _, h := range handlers { // ours makes the targets' families at the first scrape
		scrapeOnce(b, h, "identity")
	}
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		b.Run(encoding, func(b *testing.B) {
			var cost [3]scrapeCost
			for range b.N {
				for i, h := range handlers {
					c := scrapeOnce(b, h, encoding)
					cost[i].wall += c.wall
					cost[i].cpu += c.cpu
					cost[i].mallocs += c.mallocs
					cost[i].garbage += c.garbage
					cost[i].answered += c.answered
				}
			}
			for i, h := range handlers {
				b.ReportMetric(float64(cost[i].wall.Milliseconds())/float64(b.N), h.name+"-ms")
				b.ReportMetric(float64(cost[i].cpu.Milliseconds())/float64(b.N), h.name+"-cpu-ms")
			}
			per := float64(b.N) * float64(series)
			b.ReportMetric(float64(cost[0].cpu)/float64(cost[1].cpu), "ours/ready")
			b.ReportMetric(float64(cost[2].cpu)/float64(cost[0].cpu), "fresh/ours")
			b.ReportMetric(float64(cost[0].garbage)/per, "garbage-B/series")
			b.ReportMetric(float64(cost[0].mallocs)/per, "mallocs/series")
			b.ReportMetric(float64(cost[0].answered)/float64(b.N)/1e6, "MB")
			b.ReportMetric(float64(series)/float64(*benchTargets), "series/target")
		})
	}
}

// readyMade serves a copy of the families that lies in memory in the order in which it is encoded.
func readyMade(families []*dto.MetricFamily) http.Handler {
	copies := make([]*dto.MetricFamily, len(families))
	for i, f := range families {
		copies[i] = proto.CloneOf(f)
	}
	return handlerOf(prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return copies, nil }))
}

// constMetrics makes every metric again at each scrape, as most exporters do.
func constMetrics(families []*dto.MetricFamily) http.Handler {
	registry := prometheus.NewRegistry()
	c := &fresh{}
	for _, f := range families {
		descs := map[string]*prometheus.Desc{}
		for _, m := range f.Metric {
			names, values := labelsOf(m)
			key := ""
			for _, n := range names {
				key += n + ","
			}
			if descs[key] == nil {
				descs[key] = prometheus.NewDesc(f.GetName(), f.GetHelp(), names, nil)
			}
			kind, value := valueOf(f.GetType(), m)
			c.series = append(c.series, freshSeries{descs[key], kind, value, values})
		}
	}
	registry.MustRegister(c)
	return handlerOf(registry)
}

func handlerOf(g prometheus.Gatherer) http.Handler {
	both := prometheus.NewMultiTRegistry(
		prometheus.ToTransactionalGatherer(prometheus.NewRegistry()), prometheus.ToTransactionalGatherer(g))
	return promhttp.HandlerForTransactional(both, promhttp.HandlerOpts{
		OfferedCompressions: []promhttp.Compression{promhttp.Zstd, promhttp.Gzip, promhttp.Identity},
	})
}

func labelsOf(m *dto.Metric) (names, values []string) {
	for _, l := range m.Label {
		names, values = append(names, l.GetName()), append(values, l.GetValue())
	}
	return names, values
}

func valueOf(t dto.MetricType, m *dto.Metric) (prometheus.ValueType, float64) {
	switch t {
	case dto.MetricType_COUNTER:
		return prometheus.CounterValue, m.GetCounter().GetValue()
	case dto.MetricType_UNTYPED:
		return prometheus.UntypedValue, m.GetUntyped().GetValue()
	}
	return prometheus.GaugeValue, m.GetGauge().GetValue()
}

type freshSeries struct {
	desc   *prometheus.Desc
	kind   prometheus.ValueType
	value  float64
	labels []string
}

type fresh struct{ series []freshSeries }

func (f *fresh) Describe(chan<- *prometheus.Desc) {}

func (f *fresh) Collect(ch chan<- prometheus.Metric) {
	for _, s := range f.series {
		ch <- prometheus.MustNewConstMetric(s.desc, s.kind, s.value, s.labels...)
	}
}

// BenchmarkFleetPage makes the page of 10,000 targets (-targets) sorted by each column, with a search and a filter, from
// results at hand: each should take less than 50 ms.
func BenchmarkFleetPage(b *testing.B) {
	l := newLab(b, *benchTargets, config.DefaultCollectors(config.ProtocolSSH))
	for _, path := range []string{"/", "/?sort=-streak", "/?sort=name", "/?sort=cause&page=50", "/?site=mu%22c%5C3&state=failing", "/?q=sw-0099&sort=age", "/?kiosk=1"} {
		b.Run(path, func(b *testing.B) {
			l.ServeHTTP(&sink{header: http.Header{}}, httptest.NewRequest(http.MethodGet, path, nil))
			runtime.GC()
			cpu := compare.CPUTime(b)
			for b.Loop() {
				w := &sink{header: http.Header{}, status: http.StatusOK}
				l.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
				if w.status != http.StatusOK {
					b.Fatal("status ", w.status)
				}
			}
			b.ReportMetric(float64((compare.CPUTime(b)-cpu).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkScrapeBesideReaders scrapes 10,000 targets (-targets) with zstd, alone and while 100 readers load the fleet page
// every ten seconds, which is six times as often as the page renews itself. The ratio of the two should be near 1.
func BenchmarkScrapeBesideReaders(b *testing.B) {
	l := newLab(b, *benchTargets, config.DefaultCollectors(config.ProtocolSSH))
	scrapeOnce(b, l, "zstd")
	scrapes := func() (all time.Duration) {
		for range b.N {
			all += scrapeOnce(b, l, "zstd").wall
		}
		return all
	}
	alone := scrapes()
	ctx, stop := context.WithCancel(b.Context())
	var readers sync.WaitGroup
	var pages atomic.Int64
	for i := range 100 {
		readers.Go(func() {
			for pause := time.Duration(i) * 100 * time.Millisecond; wait(ctx, pause) == nil; pause = 10 * time.Second {
				r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/?sort=-streak", nil)
				l.ServeHTTP(&sink{header: http.Header{}}, r)
				pages.Add(1)
			}
		})
	}
	beside := scrapes()
	stop()
	readers.Wait()
	b.ReportMetric(float64(alone.Milliseconds())/float64(b.N), "alone-ms")
	b.ReportMetric(float64(beside.Milliseconds())/float64(b.N), "beside-ms")
	b.ReportMetric(float64(beside)/float64(alone), "beside/alone")
	b.ReportMetric(float64(pages.Load())/beside.Seconds(), "pages/s")
}
