package web

import "net/http"

// say answers with one line of text.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(line + "\n"))
}

// healthy says that the process serves at all.
func healthy(w http.ResponseWriter, _ *http.Request) {
	say(w, http.StatusOK, "slp-exporter is healthy.")
}

// ready says whether requests should be sent here.
func (h *handler) ready(w http.ResponseWriter, _ *http.Request) {
	if h.Ready != nil && !h.Ready() {
		say(w, http.StatusServiceUnavailable, "slp-exporter is not ready.")
		return
	}
	say(w, http.StatusOK, "slp-exporter is ready.")
}

// reloadByPost tells a client that only POST reloads: an operator opens the page in a browser.
func reloadByPost(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", http.MethodPost)
	say(w, http.StatusMethodNotAllowed, "Send a POST to reload the configuration: curl -X POST http://HOST:9952/-/reload")
}

// reload loads the configuration again, if the operator has enabled that.
func (h *handler) reload(w http.ResponseWriter, r *http.Request) {
	if h.Reload == nil {
		say(w, http.StatusForbidden, "Reloading over HTTP is not enabled: start slp-exporter with --web.enable-lifecycle, or send it SIGHUP.")
		return
	}
	if err := h.Reload(r.Context()); err != nil {
		say(w, http.StatusInternalServerError, "The configuration was not reloaded, the one before stays in use:\n"+err.Error())
		return
	}
	say(w, http.StatusOK, "The configuration was reloaded.")
}
