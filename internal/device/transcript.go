package device

import (
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/redact"
)

// transcript logs what is said in one session. Its methods do nothing on nil, which it is unless debug
// level is on.
type transcript struct {
	log    func(keyvals ...any)
	filter redact.Filter
}

func newTranscript(a *dial.Attempt) *transcript {
	if !a.Logged() {
		return nil
	}
	return &transcript{
		log:    a.Debug,
		filter: redact.Filter{Redactor: a.Redactor()},
	}
}

func (d *transcript) sent(text string) {
	if d != nil {
		d.log("msg", "sent", "text", d.filter.Clean(text))
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

// pause logs what the filter has held back, because nothing more is expected for now.
func (d *transcript) pause() {
	if d == nil {
		return
	}
	if rest := d.filter.Flush(); rest != "" {
		d.log("msg", "received", "text", redact.Shorten(rest))
	}
}
