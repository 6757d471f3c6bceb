package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// read walks once over the output. The lines are taken as they were on the terminal: only
// payloads are longer than it is wide.
func read(out platform.Output) *reading {
	r := &reading{Head: lines.NewHead(out), index: make(map[string]int), kinds: make(map[string]int)}
	in := lines.New(out)
	r.in = in
	for in.Rest != "" {
		rest := in.Rest
		raw, open := in.Cut()
		if in.Logged {
			raw, open = withoutLog(in, raw, open)
		}
		text := strings.TrimSpace(raw)
		if text == "" {
			continue
		}
		l := lines.Line{Number: in.Number, Text: text, Open: open}
		l.Indent = max(len(raw)-len(strings.TrimLeft(raw, " \t"))-in.Margin, 0)
		r.take(raw, rest, l)
	}
	r.leave("")
	r.whole = r.whole || out.Whole
	return r
}

// take reads one line; rest is the output from it on.
func (r *reading) take(raw, rest string, l lines.Line) {
	if r.payload.mustGoOn(raw, rest) {
		r.passOver(l)
		return
	}
	h := formOf(l.Text, l.Indent)
	if h.form == otherForm && r.isPrompt(l) {
		return
	}
	if r.facts == 0 && h.form != titleForm {
		r.head(l)
	}
	if !r.scattered {
		r.confirm(h)
		r.read(h, raw, rest, l)
	}
}

// isPrompt reports whether a line is a prompt. A payload that a terminal broke may end in "Code>", as XML does, which is a
// prompt only if it is the one of this switch.
func (r *reading) isPrompt(l lines.Line) bool {
	if len(l.Text) > longestForm {
		return false
	}
	p, ok := r.OS.PromptOf(l.Text)
	return ok && (p.Privileged || r.payload.width < lines.Narrowest || p.Host == r.Hostname)
}

// head reads the lines above the history.
func (r *reading) head(l lines.Line) {
	if len(l.Text) <= longestForm && !r.Filtered {
		if _, command, ok := lines.SplitEcho(r.OS, l.Text); ok {
			r.Echo(l)
			if !isHistory(command) {
				r.Filtered, r.first = false, l // of something else
			}
			r.scattered = r.Filtered && !keepsTogether(command)
			return
		}
	}
	if r.first.Number == 0 {
		r.first = l
	}
	r.TimeSource(l)
}

// isHistory reports whether an echoed command is the one that is read here, however short it was typed.
func isHistory(typed string) bool {
	_, rest := scan.NextWord(typed)
	what, rest := scan.NextWord(rest)
	which, _ := scan.NextWord(rest)
	return lines.Abbreviates(what, "license", 3) && lines.Abbreviates(which, "history", 1)
}

// keepsTogether reports whether an echoed command has a filter that leaves headings above what
// belongs to them: "| begin" and "| section".
func keepsTogether(command string) bool {
	_, filter, _ := strings.Cut(command, "|")
	filter, _ = scan.NextWord(filter)
	return lines.Abbreviates(filter, "begin", 1) || lines.Abbreviates(filter, "section", 3)
}

// confirm enters the section under an unknown heading, if the line below shows that it is one. A
// later release may print other facts before that line.
func (r *reading) confirm(h typedLine) {
	if h.form == labelledForm {
		return
	}
	if r.pending != "" && (h.form == nothingForm || h.form == requestForm && h.sure) {
		r.facts++
		r.enter(r.pending, r.pendingAt, scan.Snake(r.pending), "")
	}
	r.pending, r.pendingAt = "", ""
}

// read takes a line of a known form.
func (r *reading) read(h typedLine, raw, rest string, l lines.Line) {
	if !h.sure && r.payload.rest != "" && (!r.payload.json || !r.payload.closed(rest)) {
		h.form = otherForm
	}
	switch h.form {
	case titleForm, sectionForm, importForm, nothingForm, requestForm, responseForm, receivedForm:
		r.whole, r.omitted = false, false
		r.seen(h, l)
	case omissionForm:
		r.omitted, r.elided = true, r.responding && r.payload.rest == ""
		r.last = lines.Line{Number: l.Number, Text: "…"}
	default:
		r.passOver(l)
	}
	switch h.form {
	case titleForm:
		r.facts++
		r.enter(h.text, rest, "", "")
	case sectionForm: // no fact by itself: "show license status" has such headings too
		r.enter(h.text, rest, scan.Snake(h.text), "")
	case importForm:
		r.facts++
		r.enter(h.text, rest, "", scan.Snake(strings.TrimPrefix(h.text, "Import ")))
	case unknownForm:
		r.pending, r.pendingAt = h.text, rest
	case nothingForm:
		if r.name+r.kind != "" {
			r.facts++
		}
		r.atEndOfImports(h, l)
	case requestForm:
		r.request(h, rest, l)
		r.payload.beginWithin(h, raw, rest)
	case responseForm:
		r.response(h, rest, l)
		r.payload.beginWithin(h, raw, rest)
	case receivedForm:
		r.received(h, l)
		r.atEndOfImports(h, l)
	case otherForm:
		if r.carries && r.payload.rest == "" && !isNothing(l.Text) {
			r.payload.begin(rest, raw)
		}
	}
}

// seen notes a line that an error may quote.
func (r *reading) seen(h typedLine, l lines.Line) {
	r.last = lines.Line{Number: l.Number, Text: h.text}
	if !h.sure {
		r.last.Text = masked(h)
		r.Unread = scan.Append(r.Unread, reply.UnreadLine{Line: l.Number, Text: r.last.Text})
	}
}

// masked is a line without the text in the place of its time.
func masked(h typedLine) string {
	if h.form == receivedForm {
		at := strings.Index(h.text, "eceived on ") + len("eceived on ")
		return h.text[:at] + "…"
	}
	label, _, _ := strings.Cut(h.text, ":")
	return label + ": …"
}

// passOver notes a line that no error may quote.
func (r *reading) passOver(l lines.Line) {
	r.last, r.omitted = lines.Line{Number: l.Number, Text: "…"}, false
	r.whole = r.whole && r.kind == accountInfo
}

// accountInfo is the kind of import with which the output ends.
const accountInfo = "account_info"

// atEndOfImports notes that the output may end here, unless the line itself may go on.
func (r *reading) atEndOfImports(h typedLine, l lines.Line) {
	r.whole = r.kind == accountInfo && (!l.Open || h.form == nothingForm || r.isWholeTime(h))
}
