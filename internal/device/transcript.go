package device

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// maxExcerpt is how many bytes of a piece of text the log shows.
const maxExcerpt = 200

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
	filter filter
}

func newTranscript(a *attempt) *transcript {
	if a.dialer.logger == nil {
		return nil
	}
	return &transcript{
		log:    func(keyvals ...any) { a.dialer.debug(a.target, keyvals...) },
		filter: filter{redactor: a.redactor()},
	}
}

func (d *transcript) sent(text string) {
	if d != nil {
		d.log("msg", "sent", "text", d.filter.clean(strings.TrimSuffix(text, "\n")))
	}
}

func (d *transcript) sentSecret() {
	if d != nil {
		d.log("msg", "sent", "text", config.Secret{})
	}
}

func (d *transcript) received(piece []byte) {
	if d != nil {
		d.log("msg", "received", "bytes", len(piece), "text", shorten(d.filter.pass(piece)))
	}
}

// pause tells that nothing may come for now: what the filter has held back is logged.
func (d *transcript) pause() {
	if d == nil {
		return
	}
	if rest := d.filter.flush(); rest != "" {
		d.log("msg", "received", "text", shorten(rest))
	}
}

// shorten keeps the beginning and the end of a long text.
func shorten(text string) string {
	if len(text) <= maxExcerpt {
		return text
	}
	const half = (maxExcerpt - len(cutMark)) / 2
	head, end := text[:half], text[len(text)-half:]
	for !utf8.ValidString(head) && head != "" {
		head = head[:len(head)-1]
	}
	for end != "" && !utf8.RuneStart(end[0]) {
		end = end[1:]
	}
	return head + cutMark + end
}

// maxHeld bounds what a filter keeps of a text that gives it no place to cut.
const maxHeld = 4096

// filter masks what must not be shown in a text that comes in pieces. What may be the beginning of a
// secret or a token waits for the next piece.
type filter struct {
	redactor

	held    string
	partial []byte // the beginning of a letter of several bytes
	inBlob  bool   // the word that goes on is a token, and has been masked
}

// pass returns what can be shown by now.
func (f *filter) pass(piece []byte) string {
	raw := takeBack(f.partial, piece)
	whole := len(raw) - partialRune(raw)
	text := f.held + printable(string(raw[:whole]))
	f.held, f.partial = "", bytes.Clone(raw[whole:])
	if f.inBlob {
		rest := blobRun(text)
		f.inBlob = rest == len(text)
		text = text[rest:]
	}
	ready := f.ready(text)
	if len(text)-ready > maxHeld {
		f.inBlob = isBlob(text[lastWord(text):])
		return f.clean(text)
	}
	f.held = text[ready:]
	return f.clean(text[:ready])
}

// partialRune is how many bytes at the end of text are the beginning of a letter and not all of it.
func partialRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// ready is how much of text nothing that comes can change.
func (f *filter) ready(text string) int {
	end := min(len(text)-f.beginning(text), lastWord(text))
	for _, s := range f.spans(text) {
		if s.from < end && end < s.to {
			end = s.from
		}
	}
	return end
}

// flush returns what was held back.
func (f *filter) flush() string {
	rest := f.clean(f.held)
	f.held, f.partial, f.inBlob = "", nil, false
	return rest
}
