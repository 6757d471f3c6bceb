package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/redact"

	"strings"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// opening is the first line of a Dialer at debug level, by which it learns whether such lines are wanted.
const opening = "the dialogue with switches is logged, secrets and tokens left out"

// heard is a value that notes being written into a log.
type heard struct {
	text string
	yes  *bool
}

// String implements fmt.Stringer.
func (h heard) String() string {
	*h.yes = true
	return h.text
}

// wantsDebug tells whether the logger writes lines of debug level. A filter says nothing of that to
// who asks, but it drops a line without looking at its values.
func wantsDebug(l log.Logger) bool {
	var yes bool
	_ = level.Debug(l).Log("msg", heard{opening, &yes})
	return yes
}

// debug logs one event of a target's session; nothing unless debug level is on.
func (d *Dialer) debug(t *config.Target, keyvals ...any) {
	if d.logger != nil {
		_ = level.Debug(d.logger).Log(append([]any{"target", t.Name}, keyvals...)...)
	}
}

// transcript logs what is said in one session. Its methods do nothing on nil, which it is unless debug
// level is on.
type transcript struct {
	log    func(keyvals ...any)
	filter redact.Filter
}

func newTranscript(a *attempt) *transcript {
	if a.dialer.logger == nil {
		return nil
	}
	return &transcript{
		log:    func(keyvals ...any) { a.dialer.debug(a.target, keyvals...) },
		filter: redact.Filter{Redactor: a.redactor()},
	}
}

func (d *transcript) sent(text string) {
	if d != nil {
		d.log("msg", "sent", "text", d.filter.Clean(strings.TrimSuffix(text, "\n")))
	}
}

func (d *transcript) sentSecret() {
	if d != nil {
		d.log("msg", "sent", "text", config.Secret{})
	}
}

func (d *transcript) received(piece []byte) {
	if d != nil {
		d.log("msg", "received", "bytes", len(piece), "text", redact.Shorten(d.filter.Pass(piece)))
	}
}

// pause tells that nothing may come for now: what the filter has held back is logged.
func (d *transcript) pause() {
	if d == nil {
		return
	}
	if rest := d.filter.Flush(); rest != "" {
		d.log("msg", "received", "text", redact.Shorten(rest))
	}
}
