package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestPatience: a scrape is answered before Prometheus gives up on it.
func TestPatience(t *testing.T) {
	polling := config.Polling{Timeout: 30 * time.Second, ScrapeMargin: 500 * time.Millisecond}
	h := &handler{Options: Options{Polling: func() config.Polling { return polling }}}
	for announced, want := range map[string]time.Duration{
		"":        31 * time.Second,
		"10":      9500 * time.Millisecond,
		"2.5":     2 * time.Second,
		"0.6":     300 * time.Millisecond, // not less than half of it
		"0":       31 * time.Second,
		"-1":      31 * time.Second,
		"NaN":     31 * time.Second,
		"forever": 31 * time.Second,
		"1e9":     31 * time.Second,
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		if announced != "" {
			r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", announced)
		}
		if got := h.patience(r); got != want {
			t.Errorf("%q: %v, want %v", announced, got, want)
		}
	}
}
