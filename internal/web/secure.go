package web

import "net/http"

// contentPolicy allows the exporter's own style sheet, script and icon, its forms, and that the script asks for the page
// again. It forbids anything within a page's text, anything from other sites, and a frame around the page.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// styledPolicy allows style sheets within the page alone: that of net/http/pprof brings its own.
const styledPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// styled replaces the contentPolicy by styledPolicy for one path and nothing below it.
func styled(path string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			w.Header().Set("Content-Security-Policy", styledPolicy)
		}
		next(w, r)
	})
}

// secure sets headers so that browsers do not guess types, and keeps answers out of caches.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
