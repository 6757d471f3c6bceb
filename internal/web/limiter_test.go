package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// deadlines is a writer that notes until when its client may read.
type deadlines struct {
	*httptest.ResponseRecorder
	last time.Time
}

// SetWriteDeadline is what http.ResponseController calls.
func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.last = t
	return nil
}

// TestTimeToRead: a client has writeTime to read an answer, counted from when it is known, whatever time it
// announced. It cannot keep its place for longer by not reading.
func TestTimeToRead(t *testing.T) {
	for _, path := range []string{
		"/metrics", "/metrics?collect[]=status", "/probe?target=lab-sw-00000", "/probe?target=lab-sw-00000&debug=true",
		"/sd", "/api/v1/targets", "/api/v1/targets/lab-sw-00000",
	} {
		for _, announced := range []string{"", "1", "3600"} {
			t.Run(path+" "+announced, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l := idleLab(t, 2, []string{"status"}, Options{})
					l.delay = 10 * time.Second // longer than some announce, and shorter than others
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", announced)
					w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
					l.ServeHTTP(w, r)
					if left := time.Until(w.last); w.Code != http.StatusOK || left != writeTime {
						t.Errorf("status %d, %v to read", w.Code, left)
					}
				})
			})
		}
	}
}
