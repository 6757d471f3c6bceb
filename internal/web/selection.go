package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// selection is what of the fleet a request wants to see.
type selection struct {
	// targets are the names of the targets; nil is all of them.
	targets []string
	// collectors are those whose metrics are shown; nil is all of them.
	collectors []string
}

// requestError is what is wrong with a request, in words for who made it.
type requestError struct {
	status int
	text   string
}

func (e *requestError) Error() string { return e.text }

// refuse answers a request that cannot be fulfilled.
func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if e := (*requestError)(nil); errors.As(err, &e) {
		status = e.status
	}
	http.Error(w, err.Error(), status)
}

// wanted reads target= and collect[]= of a scrape.
func (h *handler) wanted(r *http.Request) (selection, error) {
	query, err := queryOf(r)
	if err != nil {
		return selection{}, err
	}
	var s selection
	if s.collectors, err = collectorsOf(query); err != nil || !query.Has("target") {
		return s, err
	}
	s.targets, err = h.resolve(query["target"])
	return s, err
}

// queryOf is the request's query. One that is written wrongly is refused as a whole: with a part of it
// left out, it may mean the whole fleet.
func queryOf(r *http.Request) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &requestError{http.StatusBadRequest, "the part of the URL behind ? cannot be read: " + err.Error()}
	}
	return query, nil
}

// collectorsOf are those that collect[]= names, each once; nil if there is none.
func collectorsOf(query url.Values) ([]string, error) {
	known := config.Collectors()
	var names []string
	for _, name := range query["collect[]"] {
		if !slices.Contains(known, name) {
			return nil, &requestError{http.StatusBadRequest, fmt.Sprintf(
				"collect[]=%s: there is no such collector; known are %s", shown(name), strings.Join(known, ", "))}
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// maxShown bounds what is repeated of a request, in bytes.
const maxShown = 100

// shown is a text from a request, in quotes and not too long.
func shown(text string) string {
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
