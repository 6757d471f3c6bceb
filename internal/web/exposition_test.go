package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
)

// ask scrapes once.
func (l *lab) ask(t *testing.T, accept, encoding string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	response := w.Result()
	if response.StatusCode != http.StatusOK {
		t.Fatal("status ", response.Status)
	}
	return response, decoded(t, response)
}

func decoded(t *testing.T, r *http.Response) string {
	t.Helper()
	body := io.Reader(r.Body)
	switch r.Header.Get("Content-Encoding") {
	case "":
	case "gzip":
		z, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	case "zstd":
		z, err := zstd.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		body = z
	default:
		t.Fatal("encoding ", r.Header.Get("Content-Encoding"))
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const (
	textFormat  = "text/plain;version=0.0.4"
	openMetrics = "application/openmetrics-text;version=1.0.0"
	protobuf    = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
)

// TestFormats: in every format and compression a scrape says of the switches exactly what the
// collector has, which package collector holds against a pedantic registry.
func TestFormats(t *testing.T) {
	l := newLab(t, 56, config.CollectorsOf(config.ProtocolSSH))
	families := collector.NewCache(collector.NewBuilder()).Families(l.fleet.Collect(t.Context()))
	for accept, kind := range map[string]expfmt.FormatType{textFormat: expfmt.TypeTextPlain, openMetrics: expfmt.TypeOpenMetrics} {
		var want bytes.Buffer
		encoder := expfmt.NewEncoder(&want, expfmt.NewFormat(kind))
		for _, f := range families {
			if err := encoder.Encode(f); err != nil {
				t.Fatal(err)
			}
		}
		for _, encoding := range []string{"", "gzip", "zstd"} {
			r, text := l.ask(t, accept, encoding)
			if got := r.Header.Get("Content-Encoding"); got != encoding {
				t.Errorf("asked for %q, got %q", encoding, got)
			}
			if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.HasPrefix(accept, kind) {
				t.Errorf("asked for %s, got %s", accept, kind)
			}
			if got := ofSwitches(text); got != want.String() {
				t.Errorf("%s %s: %d bytes of the switches, want %d", accept, encoding, len(got), want.Len())
			}
			if accept == openMetrics && !strings.HasSuffix(text, "# EOF\n") {
				t.Error("OpenMetrics without an end")
			}
			checkFamilies(t, text)
		}
	}
}

// TestNamedFamilies: a scrape that names families gets these and no others, in every format, as promhttp does it.
func TestNamedFamilies(t *testing.T) {
	l := newLab(t, 3, []string{"status"})
	for _, accept := range []string{textFormat, openMetrics, protobuf} {
		r := httptest.NewRequest(http.MethodGet, "/metrics?name[]=slp_up&name[]=go_info&name[]=slp_target_info", nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		l.ServeHTTP(w, r)
		decoder := expfmt.NewDecoder(w.Body, expfmt.ResponseFormat(w.Header()))
		var got []string
		for f := new(dto.MetricFamily); decoder.Decode(f) == nil; f = new(dto.MetricFamily) {
			got = append(got, f.GetName())
		}
		slices.Sort(got)
		if want := []string{"go_info", "slp_target_info", "slp_up"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", accept, got, want)
		}
	}
}

// ofSwitches leaves out the exporter's metrics about itself.
func ofSwitches(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		name := strings.TrimPrefix(strings.TrimPrefix(line, "# HELP "), "# TYPE ")
		if strings.HasPrefix(name, "slp_") && !strings.HasPrefix(name, "slp_exporter_") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// checkFamilies: each family of ours stands there once, in order. (Without the _total that OpenMetrics
// takes off counters, two of the Go runtime's have the same name in client_golang.)
func checkFamilies(t *testing.T, text string) {
	t.Helper()
	var names []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "# HELP slp_"); ok {
			name, _, _ := strings.Cut(rest, " ")
			names = append(names, name)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("families twice or out of order: %v", names)
	}
}

// slowReader reads nothing of the answer until it is told to.
type slowReader struct {
	*httptest.ResponseRecorder
	began, proceed chan struct{}
	once           *sync.Once
}

func (s slowReader) Write(p []byte) (int, error) {
	s.once.Do(func() { s.began <- struct{}{} })
	<-s.proceed
	return s.ResponseRecorder.Write(p)
}

// TestScrapesAtOnce: as many scrapes as there is room for are served at the same time, one more is
// told to come back, and when they are done there is room again.
func TestScrapesAtOnce(t *testing.T) {
	l := newLab(t, 3, []string{"status"})
	scrape := func(w http.ResponseWriter) {
		l.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	}
	began, proceed := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	var answers [maxScrapes]*httptest.ResponseRecorder
	for i := range answers {
		answers[i] = httptest.NewRecorder()
		all.Go(func() { scrape(slowReader{answers[i], began, proceed, &sync.Once{}}) })
	}
	for range answers {
		<-began
	}
	for range 3 {
		refused := httptest.NewRecorder()
		scrape(refused)
		if refused.Code != http.StatusServiceUnavailable || refused.Header().Get("Retry-After") == "" {
			t.Errorf("status %d, header %v", refused.Code, refused.Header())
		}
	}
	close(proceed)
	all.Wait()
	for _, a := range answers {
		if a.Code != http.StatusOK || !strings.Contains(a.Body.String(), "slp_up{") {
			t.Errorf("status %d, %d bytes", a.Code, a.Body.Len())
		}
	}
	after := httptest.NewRecorder()
	if scrape(after); after.Code != http.StatusOK {
		t.Errorf("afterwards: status %d", after.Code)
	}
}
