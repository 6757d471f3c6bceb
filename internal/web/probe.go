package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// probe polls one configured target and shows its metrics alone.
func (h *handler) probe(w http.ResponseWriter, r *http.Request) {
	wanted, debug, err := h.probed(r)
	if err != nil {
		refuse(w, err)
		return
	}
	statuses, err := h.poll(w, r, wanted)
	if err != nil {
		refuse(w, err)
		return
	}
	if r.Context().Err() != nil {
		return // nobody reads the answer
	}
	registry := prometheus.NewPedanticRegistry()
	if err := registry.Register(checked(h.builder.Families(only(statuses[0], wanted.collectors)))); err != nil {
		h.Logger.Error("metrics of a switch that contradict each other", "target", wanted.targets[0], "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if debug {
		h.explain(w, registry, wanted.targets[0])
		return
	}
	promhttp.HandlerFor(registry, h.exposition(r)).ServeHTTP(w, r)
}

// probed reads what a probe wants: exactly one target, and whether its last polls are to be told.
func (h *handler) probed(r *http.Request) (wanted selection, debug bool, err error) {
	query, err := queryOf(r)
	if err != nil {
		return wanted, false, err
	}
	switch targets := query["target"]; {
	case len(targets) == 0 || targets[0] == "" && len(targets) == 1:
		err = &requestError{http.StatusBadRequest, "which switch? write /probe?target=NAME, by its configured name or address; /sd lists them"}
	case len(targets) > 1:
		err = &requestError{http.StatusBadRequest, fmt.Sprintf(
			"a probe is of one switch, and %d are named; %s?target=A&target=B takes several", len(targets), h.MetricsPath)}
	}
	if err != nil {
		return wanted, false, err
	}
	if debug, err = debugOf(query); err != nil {
		return wanted, false, err
	}
	wanted, err = h.wanted(r)
	return wanted, debug, err
}

// debugOf tells whether debug= asks for the log.
func debugOf(query url.Values) (bool, error) {
	text := query.Get("debug")
	if text == "" {
		return false, nil
	}
	debug, err := strconv.ParseBool(text)
	if err != nil {
		return false, &requestError{http.StatusBadRequest, "debug=" + shown(text) + " is neither true nor false"}
	}
	return debug, nil
}
