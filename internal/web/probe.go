package web

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// probe polls one configured target, waits for it, and shows only its metrics.
func (h *handler) probe(w http.ResponseWriter, r *http.Request) {
	wanted, err := h.probeSelection(r)
	if err != nil {
		refuse(w, err)
		return
	}
	status := h.poll(w, r, wanted, fleet.Selection.Collect)[0]
	if r.Context().Err() != nil {
		return // nobody reads the answer
	}
	registry := prometheus.NewPedanticRegistry()
	if err := registry.Register(checkedFamilies(h.builder.Families(status))); err != nil {
		h.Logger.Error("metrics of a switch that contradict each other", "target", status.Target.Name, "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if wanted.debug {
		h.explain(w, registry, status)
		return
	}
	promhttp.HandlerFor(registry, h.exposition(r)).ServeHTTP(w, r)
}
