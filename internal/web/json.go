package web

import (
	"encoding/json"
	"net/http"
	"time"
)

// writeJSON answers with a JSON document, indented so that people can read it, too.
func (h *handler) writeJSON(w http.ResponseWriter, document any) {
	mustRead(w, writeTime)
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // the content type says that it is not HTML
	if err := e.Encode(document); err != nil {
		h.Logger.Debug("answer not written", "err", err)
	}
}

// orNull is null for a zero value.
func orNull[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

// stamp is a time in UTC, to the millisecond; null for the zero time.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

// seconds are those of a duration, to the microsecond.
func seconds(d time.Duration) float64 { return d.Round(time.Microsecond).Seconds() }
