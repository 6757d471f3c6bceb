package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
)

// withoutLog takes log messages out of a line and from the lines after it. The parts that they broke are joined
// if they make a line of a known form; the parts of a payload are put together later.
func withoutLog(in *lines.Walker, raw string, open bool) (string, bool) {
	broken := false
	switch at := in.OS.LogStart(raw); {
	case at == 0:
		return "", open
	case at > 0:
		raw, broken = raw[:at], true
	}
	text := strings.TrimSpace(raw)
	if text == "" || len(text) > longestForm || !broken && isComplete(text) {
		return raw, open
	}
	after := *in
	if !after.SkipLog() && !broken {
		return raw, open
	}
	next, nextOpen := after.Cut()
	joined := raw + next
	if len(joined) > longestForm || !isComplete(strings.TrimSpace(joined)) {
		return raw, open
	}
	*in = after
	return joined, nextOpen
}

// isComplete reports whether a line is one of the forms of a message history, with all that belongs
// to it.
func isComplete(text string) bool {
	h := formOf(text, 1)
	switch h.form {
	case titleForm, sectionForm, importForm, nothingForm:
		return true
	case requestForm, responseForm, receivedForm:
		return h.sure && !strings.HasSuffix(h.text, ":") && (h.at == nil || h.at.Zone != "")
	}
	return false
}
