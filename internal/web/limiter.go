package web

import (
	"net/http"
	"time"
)

// These are how many requests are served at once. More are answered with 503. A scrape may hold a million
// series. A probe holds a hundred, but each switch has one, and a switch may be silent. Readers are requests
// that poll nothing; viewers are those of pages, which are made in turn.
const (
	maxScrapes = 40
	maxProbes  = 1000
	maxReaders = 40
	maxViewers = 400
)

// limiter bounds the requests served at once.
type limiter chan struct{}

func newLimiter(most int) limiter { return make(limiter, most) }

// limit refuses requests beyond the bound: they do not queue.
func (l limiter) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case l <- struct{}{}:
			defer func() { <-l }()
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("Retry-After", "5")
			http.Error(w, "too many requests at once, try again", http.StatusServiceUnavailable)
		}
	})
}

// mustRead closes the connection of a client that has not read the answer within that time: one that stops
// reading must not block others. A writer that cannot set a deadline, as a test's recorder, goes without.
func mustRead(w http.ResponseWriter, within time.Duration) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(within))
}
