// Package redact decides what may be shown of the text that a switch has sent: it masks the login's secrets, which
// the switch knows and may say, and what may be tokens, keys or signatures. It works on texts alone, whole or in
// pieces. Traces, logs, errors and the State of a switch have what it returns.
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

// leastPart is how many letters of a secret's beginning or end are masked where a text was cut in it. Masking fewer
// would tell which letters they are: with any text that happens to have them.
const leastPart = 4

// Redactor masks what must not be shown in the text that a switch has sent: the secrets of the login,
// which the switch knows and may say, the tokens and signatures of the agent, and what [mask.Reason] finds.
type Redactor struct {
	forms   []string // the ways in which the secrets may be written
	lower   []string // and those that differ from all of these in lower case
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
	for _, form := range r.forms {
		if lower := strings.ToLower(form); !slices.Contains(r.forms, lower) {
			r.lower = append(r.lower, lower)
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
	plain := secret.Reveal()
	switch {
	case plain == "":
		return nil
	case isPlain(plain): // nearly every secret
		return []string{plain}
	}
	var forms []string
	for _, form := range []string{plain, strings.Join(strings.Fields(plain), " ")} {
		for _, form := range []string{form, strings.Trim(strconv.Quote(form), `"`)} {
			if form != "" && !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// isPlain reports whether a secret has but one form: it has no blanks, and nothing that a quoted text writes in another way.
func isPlain(secret string) bool {
	for i := range len(secret) {
		if c := secret[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// span is a part of a text that is replaced by mark.
type span struct {
	from, to int
	mark     string
}

// spans are the parts of text that must not be shown, in order, none touching another of its kind.
func (r Redactor) spans(text string) []span {
	var found []span
	for _, b := range mask.Blobs(text) {
		found = append(found, span{b.From, b.To, mask.Blob})
	}
	return merged(append(found, find(text, r.forms)...))
}

// find finds all places of the forms, also where one overlaps with itself.
func find(text string, forms []string) []span {
	var found []span
	for _, form := range forms {
		for from := 0; ; from++ {
			at := strings.Index(text[from:], form)
			if at < 0 {
				break
			}
			from += at
			found = append(found, span{from, from + len(form), hidden()})
		}
	}
	return found
}

// merged sorts spans and joins those that overlap, so that a secret that overlaps with itself is covered to its last
// letter.
func merged(found []span) []span {
	slices.SortStableFunc(found, func(a, b span) int { return a.from - b.from })
	joined := found[:0]
	for _, s := range found {
		if last := len(joined) - 1; last >= 0 && s.from < joined[last].to {
			joined[last].to = max(joined[last].to, s.to)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// hidden replaces a secret.
func hidden() string { return config.Secret{}.String() }

// without writes text from there on, with the marks of the spans in their place.
func without(text string, from int, spans []span) string {
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
	return b.String()
}

// Clean is the printable text with everything masked that must not be shown, also a secret's
// beginning at its end.
func (r Redactor) Clean(text string) string {
	return r.render(text, 0)
}

// Tail is the end of raw, at most limit bytes of it. If raw was cut off in front, it may begin in the
// midst of a secret, or after the word that says that one follows: the rest of the first line is left out, if another line
// follows, and what may be the rest of a secret.
func (r Redactor) Tail(raw []byte, cut bool, limit int) string {
	text := mask.Printable(string(raw))
	from := 0
	if cut {
		from = min(max(r.longest-1, 0), len(text))
		if run := mask.BlobRun(text); run >= from {
			from = run
		}
		from = max(from, strings.IndexByte(text, '\n')+1)
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
	if at := len(text) - r.beginning(text); utf8.RuneCountInString(text[at:]) >= leastPart {
		spans = append(spans, span{at, len(text), hidden()})
	}
	return mask.Reasons(strings.ToValidUTF8(without(text, from, spans), "")) // a letter may have lost a part
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
