// Package redact decides what may be shown of the text that a switch has sent: it masks the login's secrets, which
// the switch knows and may say, and what may be tokens, keys or signatures. It works on texts alone, whole or in
// pieces. Traces, logs and errors show what it returns.
package redact

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// leastPart is how much of a secret's beginning is masked where a text breaks off in it.
const leastPart = 3

// Redactor masks what must not be shown in the text that a switch has sent: the secrets of the login,
// which the switch knows and may say, and the tokens and signatures of the agent.
type Redactor struct {
	forms   []string // the ways in which the secrets may be written
	longest int
}

// New masks the secrets of that auth.
func New(auth *config.Auth) Redactor {
	var r Redactor
	for _, secret := range []config.Secret{auth.Password, auth.EnablePassword, auth.PrivateKeyPassphrase} {
		for _, form := range formsOf(secret) {
			r.add(form)
			r.add(mask.Printable(form))
			r.add(strings.Map(withoutControl, form)) // a terminal's text has none
		}
	}
	return r
}

func (r *Redactor) add(form string) {
	if form != "" && !slices.Contains(r.forms, form) {
		r.forms = append(r.forms, form)
		r.longest = max(r.longest, len(form))
	}
}

// formsOf are the ways in which a text may have a secret: as it is, with its blanks folded, and each of
// these as a quoted text has it.
func formsOf(secret config.Secret) []string {
	var forms []string
	plain := secret.Reveal()
	for _, form := range []string{plain, strings.Join(strings.Fields(plain), " ")} {
		for _, form := range []string{form, strings.Trim(strconv.Quote(form), `"`)} {
			if form != "" && !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// span is a part of a text that is replaced by mark.
type span struct {
	from, to int
	mark     string
}

// spans are the parts of text that must not be shown, in order, none touching another of its kind. A
// secret that overlaps with itself is covered to its last letter.
func (r Redactor) spans(text string) []span {
	var found []span
	for _, b := range mask.Blobs(text) {
		found = append(found, span{b.From, b.To, mask.Blob})
	}
	secret := config.Secret{}.String()
	for _, form := range r.forms {
		for from := 0; ; {
			at := strings.Index(text[from:], form)
			if at < 0 {
				break
			}
			from += at
			found = append(found, span{from, from + len(form), secret})
			from++
		}
	}
	slices.SortStableFunc(found, func(a, b span) int { return a.from - b.from })
	merged := found[:0]
	for _, s := range found {
		if last := len(merged) - 1; last >= 0 && s.from < merged[last].to {
			merged[last].to = max(merged[last].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// Clean is the printable text with everything masked that must not be shown, also a secret's
// beginning at its end.
func (r Redactor) Clean(text string) string {
	return r.render(text, 0)
}

// Tail is the end of raw, at most limit bytes of it. If raw was cut off in front, it may begin in the
// midst of a secret: what may be the rest of one is left out.
func (r Redactor) Tail(raw []byte, cut bool, limit int) string {
	text := mask.Printable(string(raw))
	from := 0
	if cut {
		from = min(max(r.longest-1, 0), len(text))
		if run := mask.BlobRun(text); run >= from {
			from = run
		}
	}
	text = r.render(text, from)
	if over := len(text) - limit; over > 0 {
		text = text[over:]
		for text != "" && !utf8.RuneStart(text[0]) {
			text = text[1:]
		}
	}
	return text
}

// render writes text from there on.
func (r Redactor) render(text string, from int) string {
	spans := r.spans(text)
	if part := r.beginning(text); part >= leastPart {
		spans = append(spans, span{len(text) - part, len(text), config.Secret{}.String()})
	}
	var b strings.Builder
	for _, s := range spans {
		if s.to <= from {
			continue
		}
		if s.from >= from {
			b.WriteString(text[from:s.from])
		}
		b.WriteString(s.mark)
		from = s.to
	}
	b.WriteString(text[from:])
	return strings.ToValidUTF8(b.String(), "") // a letter may have lost a part
}

// beginning is how many bytes at the end of text may be the beginning of a secret.
func (r Redactor) beginning(text string) (longest int) {
	for _, form := range r.forms {
		for n := min(len(form)-1, len(text)); n > longest; n-- {
			if strings.HasSuffix(text, form[:n]) {
				longest = n
			}
		}
	}
	return longest
}

func withoutControl(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}
