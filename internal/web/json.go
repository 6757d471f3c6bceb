package web

import (
	"encoding/json"
	"net/http"
	"time"
)

// writeJSON answers with a JSON document, laid out for people, too.
func (h *handler) writeJSON(w http.ResponseWriter, document any) {
	// Who does not read must not keep the place of another.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // it is no HTML, and says so
	if err := e.Encode(document); err != nil {
		h.Logger.Debug("answer not written", "err", err)
	}
}

// orNull is null for what is unknown, and for what there is none of.
func orNull[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

// stamp is a time in UTC, null if there is none.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

// seconds of a duration, to the microsecond.
func seconds(d time.Duration) float64 { return d.Round(time.Microsecond).Seconds() }
