package history

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Parse reads "show license history message": a section for each type of message, with
// "No past history" or pairs of REQUEST and RESPONSE, then one for each kind of import. A RESPONSE
// without anything below it was never given; a REQUEST without RESPONSE is under way, or was left
// out, and counts as a request only. Of the payload below, only the status of the last response is read; the rest is
// neither kept nor quoted by an error.
//
// If the output ends before "Import ACCOUNT INFO" and no prompt follows it, the error is a
// *TruncatedError, and the section in which it ends is left out: unless the author of the capture
// left the rest out on purpose and says so ("<output truncated>"), because then all up to there is
// true. Of an output that was filtered ("| include REQUEST") nothing can be said of each message, because
// the headings are missing or may be those of other lines: History is then empty, but not nil, and
// there is no error. "| begin" and "| section" keep what belongs together, and are read.
func Parse(out platform.Output) (*History, *lines.Head, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, nil, reply.ErrEmpty
	}
	r := read(out)
	var refusal *reply.RefusedError
	if r.facts == 0 {
		refusal = lines.Refused(out)
	}
	switch {
	case r.facts > 0, r.Filtered && refusal == nil:
	case refusal != nil:
		return nil, nil, refusal
	case r.first.Number == 0:
		return nil, nil, reply.ErrEmpty
	default:
		return nil, nil, &reply.UnrecognisedError{Command: Command, Line: r.first.Number, Text: harmless(r.first.Text)}
	}
	h := r.history // a copy: the reading keeps the output in memory
	if r.Filtered || r.whole {
		return &h, r.Copy(), nil
	}
	if !r.omitted {
		h.dropLast(r.name, r.kind)
	}
	return &h, r.Copy(), r.truncated()
}

// truncated names the line after which the output ends.
func (r *reading) truncated() *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: Command, Line: r.last.Number, Text: strings.Clone(r.last.Text),
		Section: strings.TrimSuffix(r.heading, ":"), Missing: "Import ACCOUNT INFO",
	}
}

// dropLast leaves out the section in which a truncated output ends.
func (h *History) dropLast(name, kind string) {
	h.Messages = slices.DeleteFunc(h.Messages, func(m Message) bool { return m.Name == name })
	h.Imports = slices.DeleteFunc(h.Imports, func(i Import) bool { return i.Kind == kind })
}

// harmless is the part of an unknown line that an error may quote: its
// first words, if they are short and plain like those of a sentence and unlike a token.
func harmless(line string) string {
	const longestWord, fewest, most = 20, 3, 8
	if h := formOf(line, 0); !h.sure {
		return masked(h)
	}
	end, words := 0, 0
	for word := range strings.FieldsSeq(line[:min(len(line), 200)]) {
		if len(word) > longestWord || strings.ContainsAny(word, "\"{}\\<>=") || words == most {
			break
		}
		end = strings.Index(line[end:], word) + end + len(word)
		words++
	}
	if words < fewest {
		return "…"
	}
	return scan.Quotable(line[:end])
}
