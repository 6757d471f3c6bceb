package history

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// form is the kind of a line of the message history, judged by how it looks.
type form byte

const (
	otherForm    form = iota // a payload, or what a later release may print
	titleForm                // Message History (oldest to newest):
	sectionForm              // Usage Reporting:
	unknownForm              // an unknown heading; the next line shows whether it is one
	importForm               // Import TRUST CODE:
	nothingForm              // No past history
	requestForm              // REQUEST: Jan 24 23:18:59 2025 UTC
	responseForm             // RESPONSE: Jan 24 23:19:05 2025 UTC
	receivedForm             // Received on Jan 24 23:19:05 2025 UTC
	labelledForm             // Label: value
	remarkForm               // <--- what an author says of the line above
	omissionForm             // ! <--- Output omitted for brevity --->
)

// typedLine is a line and its meaning.
type typedLine struct {
	form form
	// text is the line without blanks and remarks.
	text string
	// at is the time after a request, a response or "received on"; nil if there is no time, or if it is
	// the epoch. sure is false if there is something else in its place.
	at   *localtime.Time
	sure bool
	// carries is true if a payload begins in the same line.
	carries bool
}

// longestForm is longer than any line that is not a payload.
const longestForm = 160

// messageSections are the headings of the messages known today.
var messageSections = map[string]bool{
	"Trust Establishment": true, "Trust Acknowledgement": true, "Trust Sync": true,
	"Usage Reporting": true, "Result Polling": true,
	"Authorization Request": true, "Authorization Confirmation": true, "Authorization Return": true,
	"Hello Message": true, "Telemetry Reporting": true,
}

// formOf classifies a line; indent is its indentation beyond that of the whole output.
func formOf(text string, indent int) typedLine {
	l := typedLine{text: text, sure: true}
	if text == "" || text[0] == '{' {
		return l
	}
	if strings.HasPrefix(text, "REQUEST:") || strings.HasPrefix(text, "RESPONSE:") {
		if at := strings.IndexByte(text[:min(len(text), longestForm)], '{'); at >= 0 { // the newline got lost
			text = strings.TrimSpace(text[:at])
			l.text, l.carries = text, true
		}
	}
	if len(text) > longestForm {
		return l
	}
	if lines.IsOmission(text) {
		l.form = omissionForm
		return l
	}
	l.text = strings.TrimSpace(text[:lines.RemarkAt(text)])
	if l.text == "" || l.text == "!" || lines.IsRemark(text) {
		l.form = remarkForm
		return l
	}
	if heading, ok := strings.CutSuffix(l.text, ":"); ok {
		l.form = formOfHeading(strings.TrimRight(heading, " "), indent)
		return l
	}
	switch {
	case l.text == "No past history", l.text == "No past Import history":
		l.form = nothingForm
	case strings.HasPrefix(l.text, "REQUEST:"):
		l.timed(requestForm, l.text[len("REQUEST:"):])
	case strings.HasPrefix(l.text, "RESPONSE:"):
		l.timed(responseForm, l.text[len("RESPONSE:"):])
	case strings.HasPrefix(l.text, "Received on "):
		l.timed(receivedForm, l.text[len("Received on "):])
	case strings.HasPrefix(l.text, "Last "):
		if of, at, ok := strings.Cut(l.text, " received on "); ok && lines.IsLabel(of) {
			l.timed(receivedForm, at)
		}
	default:
		if label, _, ok := strings.Cut(l.text, ": "); ok && lines.IsLabel(label) {
			l.form = labelledForm
			if messageSections[label] && indent == 0 { // with a remark after the heading
				l.form, l.text = sectionForm, label+":"
			}
		}
	}
	return l
}

func formOfHeading(heading string, indent int) form {
	switch {
	case heading == "REQUEST":
		return requestForm
	case heading == "RESPONSE":
		return responseForm
	case heading == "Message History (oldest to newest)", heading == "Import Message History (oldest to newest)":
		return titleForm
	case messageSections[heading]:
		return sectionForm
	case !lines.IsLabel(heading):
		return otherForm
	case strings.HasPrefix(heading, "Import "):
		return importForm
	case indent == 0:
		return unknownForm
	}
	return labelledForm
}

// timed reads the time that a line ends with.
func (l *typedLine) timed(f form, value string) {
	l.form = f
	value = strings.TrimSpace(value)
	if scan.IsNone(value) {
		return
	}
	t, rest := localtime.Parse(value)
	l.sure = rest != value && strings.TrimSpace(rest) == ""
	if t != nil && !isZone(t.Zone) {
		l.sure = false
	}
	if l.sure {
		l.at = t
	}
}

// isZone reports whether a word can be the name of a time zone rather than the beginning of a
// payload.
func isZone(word string) bool {
	const longest = 32
	for i := 0; i < len(word); i++ {
		c := word[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("+-_/:", c) < 0 {
			return false
		}
	}
	return len(word) <= longest
}
