package redact

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/mask"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// maxHeld bounds the text that a filter holds back.
const maxHeld = 4096

// Filter masks what must not be shown in a text that arrives in pieces. It holds back the possible beginning of a
// secret until the next piece, and a line until its end: the words that say what is a secret may precede or follow it.
type Filter struct {
	Redactor

	held    string
	partial []byte // the beginning of a letter of several bytes
	inBlob  bool   // the word that goes on is a token, and has been masked
}

// Pass takes a piece and returns the text that can be shown now.
func (f *Filter) Pass(piece []byte) string {
	raw := platform.TakeBack(f.partial, piece)
	whole := len(raw) - partialRune(raw)
	text := f.held + mask.Printable(string(raw[:whole]))
	f.held, f.partial = "", bytes.Clone(raw[whole:])
	if f.inBlob {
		rest := mask.BlobRun(text)
		f.inBlob = rest == len(text)
		text = text[rest:]
	}
	ready := f.ready(text)
	if len(text)-ready > maxHeld {
		f.inBlob = mask.IsBlob(text[mask.LastWord(text):])
		return f.Clean(text)
	}
	f.held = text[ready:]
	return f.Clean(text[:ready])
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

// ready is the length of the beginning of text that no later piece can change.
func (f *Filter) ready(text string) int {
	end := min(len(text)-f.beginning(text), strings.LastIndexByte(text, '\n')+1)
	for _, s := range f.spans(text) {
		if s.from < end && end < s.to {
			end = s.from
		}
	}
	return end
}

// Flush returns what was held back.
func (f *Filter) Flush() string {
	rest := f.Clean(f.held)
	f.held, f.partial, f.inBlob = "", nil, false
	return rest
}
