package web

import "net/http"

// How many requests are served at once; more are answered with 503. A scrape may hold a million series, a
// probe a hundred, but there is one for each switch, which may be silent. Readers are requests that poll nothing.
const (
	maxScrapes = 40
	maxProbes  = 1000
	maxReaders = 40
)

// turnstile bounds the requests served at once.
type turnstile chan struct{}

func newTurnstile(places int) turnstile { return make(turnstile, places) }

// limit refuses what there is no place for: nothing queues without bound.
func (t turnstile) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case t <- struct{}{}:
			defer func() { <-t }()
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("Retry-After", "5")
			http.Error(w, "too many requests at once, try again", http.StatusServiceUnavailable)
		}
	})
}
