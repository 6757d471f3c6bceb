package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestScrapeInHaste: a scrape, of all switches or of some, does not wait for one that failed last time, but shows that
// failure. A probe waits.
func TestScrapeInHaste(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead atomic.Int64
		l := idleLab(t, 10, []string{"status"}, Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
		l.fleet.Collect(t.Context()) // the tenth switch refuses
		const dead = "lab-sw-00009"
		for _, row := range []struct {
			path string
			took time.Duration
		}{
			{"/metrics?target=" + dead, 0},
			{"/metrics?target=" + dead + "&collect[]=status", 0},
			{"/metrics", time.Second},
			{"/probe?target=" + dead, time.Second},
		} {
			ahead.Add(int64(24 * time.Hour)) // so that no result is fresh, nor any pause under way
			l.delay = time.Second
			begun := time.Now()
			answer := httptest.NewRecorder()
			l.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, row.path, nil))
			if took := time.Since(begun); took != row.took {
				t.Errorf("%s took %s, want %s", row.path, took, row.took)
			}
			for _, want := range []string{`slp_up{site="mu\"c\\2",target="` + dead, `slp_poll_failures_total{reason="refused",`} {
				if !strings.Contains(answer.Body.String(), want) {
					t.Errorf("%s: no %s", row.path, want)
				}
			}
			time.Sleep(time.Minute)
			synctest.Wait() // no poll is under way when the delay changes
		}
	})
}
