package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// selection is what a request asks for. It is made once per request.
type selection struct {
	targets fleet.Selection
	// collectors are those whose metrics are shown; nil is all of them.
	collectors []string
	// debug asks for the last polls, too.
	debug bool
}

// scrapeSelection reads target= and collect[]= of a scrape. Without target= it is of the whole fleet.
func (h *handler) scrapeSelection(r *http.Request) (s selection, err error) {
	query, err := queryOf(r)
	if err != nil {
		return s, err
	}
	if s.collectors, err = collectorsOf(query); err != nil {
		return s, err
	}
	if s.targets = h.Fleet.All(); query.Has("target") {
		s.targets, err = h.named(query["target"]...)
	}
	return s, err
}

// probeSelection reads what a probe asks for: exactly one target, and whether to show its last polls.
func (h *handler) probeSelection(r *http.Request) (s selection, err error) {
	query, err := queryOf(r)
	if err != nil {
		return s, err
	}
	switch targets := query["target"]; {
	case len(targets) == 0 || targets[0] == "" && len(targets) == 1:
		return s, badRequest("which switch? write /probe?target=NAME, by its configured name or address; /sd lists them")
	case len(targets) > 1:
		return s, badRequest("a probe is of one switch, and %d are named; %s?target=A&target=B takes several", len(targets), h.MetricsPath)
	}
	if s.debug, err = debugOf(query); err != nil {
		return s, err
	}
	if s.collectors, err = collectorsOf(query); err != nil {
		return s, err
	}
	s.targets, err = h.named(query.Get("target"))
	return s, err
}

// named are the targets of these names or addresses. One that is not configured is an error: nobody may have
// the exporter log in elsewhere.
func (h *handler) named(names ...string) (fleet.Selection, error) {
	targets, err := h.Fleet.Select(names...)
	if unknown := (*fleet.UnknownError)(nil); errors.As(err, &unknown) {
		err = notConfigured(unknown.Name)
	}
	return targets, err
}

// queryOf is the request's query. A query with an error is refused as a whole: without the part that cannot
// be read, it may mean the whole fleet.
func queryOf(r *http.Request) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("the part of the URL after ? cannot be read: %s", err)
	}
	return query, nil
}

// collectorsOf are those that collect[]= names, each once; nil if it is not given.
func collectorsOf(query url.Values) ([]string, error) {
	known := config.Collectors()
	var names []string
	for _, name := range query["collect[]"] {
		if !slices.Contains(known, name) {
			return nil, badRequest("collect[]=%s: there is no such collector; known are %s", shown(name), strings.Join(known, ", "))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// debugOf reports whether debug= asks for the last polls.
func debugOf(query url.Values) (bool, error) {
	text := query.Get("debug")
	if text == "" {
		return false, nil
	}
	debug, err := strconv.ParseBool(text)
	if err != nil {
		return false, badRequest("debug=%s is neither true nor false", shown(text))
	}
	return debug, nil
}

// requestError says what is wrong with a request, in words for its client.
type requestError struct {
	status int
	text   string
}

// Error is the text alone.
func (e *requestError) Error() string { return e.text }

func badRequest(format string, args ...any) error {
	return &requestError{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// notConfigured says that no target has this name or address.
func notConfigured(name string) error {
	return &requestError{
		http.StatusNotFound,
		"no switch " + shown(name) + " is configured, by this name or address; /sd lists those that are. Only configured switches are polled.",
	}
}

// refuse answers a request that cannot be fulfilled.
func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if e := (*requestError)(nil); errors.As(err, &e) {
		status = e.status
	}
	http.Error(w, err.Error(), status)
}

// maxShown is how many bytes of a request's text are repeated in an answer.
const maxShown = 100

// shown is a text from a request, in quotes and not too long.
func shown(text string) string {
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
