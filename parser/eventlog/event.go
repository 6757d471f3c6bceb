package eventlog

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// event is one event of the log while its lines are put together:
//
//	2025-01-24 15:17:46.341 UTC SAEVT_COMM_FAIL error="Connection timed out"
type event struct {
	number int    // of its last line; 0: there is no event
	first  string // its first line, from the date on
	// joined is first and the lines below it, if there are any, up to maxEvent bytes.
	joined []byte
	// last is the last line as it was printed, width its length with the text before the date.
	last  string
	width int
	open  bool // the last line has no newline
	// closed is true if a prompt follows: no line below belongs to the event.
	closed bool
	// flushed is true once it was counted.
	flushed bool
}

// maxEvent bounds what is kept of an event of several lines; real ones have some 300 bytes.
const maxEvent = 4096

func (e *event) begin(dated string, width, number int, open bool) {
	*e = event{number: number, first: dated, last: dated, width: width, open: open, joined: e.joined[:0]}
}

// add adds a line; broken says that the line above was cut within a word.
func (e *event) add(raw string, number int, open, broken bool) {
	if len(e.joined) == 0 {
		e.keep(strings.TrimSpace(e.first))
	}
	if !broken {
		e.keep(" ")
	}
	e.keep(strings.TrimSpace(raw))
	e.number, e.last, e.width, e.open = number, raw, len(raw), open
}

func (e *event) keep(s string) {
	e.joined = append(e.joined, s[:min(len(s), max(0, maxEvent-len(e.joined)))]...)
}

// text is the event without the remark that an author wrote after it.
func (e *event) text() string {
	said := e.first
	if len(e.joined) > 0 {
		said = string(e.joined)
	}
	said = lines.Straight(said)
	return said[:lines.RemarkAt(said)]
}

// unfinished reports whether the event must have gone on: its name or a closing quote is missing. It
// cannot be known of an event that is too long to be kept.
func (e *event) unfinished() bool {
	said := e.text()
	_, name, attributes := splitEvent(said)
	if isPartOf(name, "SAEVT_COMM_FAIL") || isPartOf(name, "SAEVT_COMM_RESTORED") {
		return true
	}
	return name == "" || len(e.joined) < maxEvent && strings.Count(attributes, `"`)%2 != 0
}

// isPartOf reports whether a name is the beginning of another one: the log was cut in it.
func isPartOf(name, whole string) bool { return name != whole && strings.HasPrefix(whole, name) }

// stamp is the time before an event: "2025-01-24 15:17:46.341" and a zone.
type stamp struct{ date, clock, zone string }

// time is nil if the words are not a time of day, and for the epoch: then the clock was not set.
func (s stamp) time() *localtime.Time {
	wall, ok := localtime.Stamp(s.date, s.clock)
	if !ok {
		return nil
	}
	return localtime.New(wall, s.zone)
}

// splitEvent cuts an event into its time, its name and its attributes.
func splitEvent(text string) (at stamp, name, attributes string) {
	at.date, text = scan.NextWord(text)
	at.clock, text = scan.NextWord(text)
	at.zone, text = scan.NextWord(text)
	if strings.HasPrefix(at.zone, eventPrefix) { // a switch whose zone has no name
		name, at.zone, attributes = at.zone, "", text
	} else {
		name, attributes = scan.NextWord(text)
	}
	return at, strings.TrimRight(name, ".,"), attributes
}

// eventPrefix begins the names of all events.
const eventPrefix = "SAEVT_"

// isEventName reports whether a word is the name of an event, known or not: SAEVT_HA_ROLE.
func isEventName(word string) bool { return strings.HasPrefix(word, eventPrefix) && scan.IsName(word) }

// attribute finds the value of one of the name="value" pairs of an event; empty if
// there is no such pair. Values hold blanks, commas and "=".
func attribute(text, name string) string {
	for {
		key, rest, ok := strings.Cut(text, `="`)
		if !ok {
			return ""
		}
		end := closingQuote(rest)
		if strings.TrimLeft(key, " .,") == name {
			return strings.TrimSpace(rest[:end])
		}
		if end == len(rest) {
			return ""
		}
		text = rest[end+1:]
	}
}

// closingQuote finds the quote that ends a value: the last one, or the one before the next
// name=". Quotes within a value, as JSON has them, are part of it. Without any quote the value
// ends with the text.
func closingQuote(s string) int {
	end := strings.IndexByte(s, '"')
	if end < 0 {
		return len(s)
	}
	for {
		next := strings.IndexByte(s[end+1:], '"')
		if next < 0 {
			return end
		}
		between := s[end+1 : end+1+next]
		key, ok := strings.CutSuffix(between, "=")
		if name := strings.TrimLeft(key, " .,"); ok && name != key && scan.IsName(name) {
			return end
		}
		end += 1 + next
	}
}
