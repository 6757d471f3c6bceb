package eventlog

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// reading is an event log being read.
type reading struct {
	lines.Head
	tally

	// first is the first line that is neither a prompt nor an echo, banner the line "**** Event
	// Log ****"; none is true for "No EventLog Found."
	first  lines.Line
	banner *lines.Line
	none   bool
	// event is the one to which further lines may belong.
	event event
	// wordWrap is true once a line was broken before it was full: then blanks were lost.
	wordWrap bool
	// afterLog is true for the line after a log message.
	afterLog bool
	// cut is the last line if the last event is not whole, or if it stands for events left out.
	cut *lines.Line
	// missing is what should follow it.
	missing string
	// omission is the line that stands for events left out, if no event follows it.
	omission *lines.Line
}

// read walks once over the output. The lines are taken as they were on the terminal:
// dates show here what a broken line belongs to, not its form.
func read(out platform.Output, known *localtime.Time) *reading {
	r := &reading{
		Head: lines.NewHead(out), tally: tally{index: make(map[string]int), known: known}, missing: "the end of that event",
	}
	for in := lines.New(out); in.Rest != ""; {
		raw, open := in.Cut()
		if in.Logged && r.interrupted(raw) {
			r.cut, r.missing = &lines.Line{Number: in.Number, Text: strings.TrimSpace(raw)}, "the rest of the event into which a log message broke"
			return r
		}
		r.take(raw, in.Number, open)
	}
	if e := &r.event; e.number > 0 && !e.flushed && (e.open || e.unfinished()) {
		r.cut = &lines.Line{Number: e.number, Text: strings.TrimSpace(e.last)}
		return r
	}
	r.flush()
	r.cut = r.omission
	return r
}

// interrupted reports whether a log message broke into an event: it follows the beginning of a
// line, or the text after it is not the beginning of one. The parts of an event look like
// whole events, so the log counts as cut off there.
func (r *reading) interrupted(raw string) bool {
	text := strings.TrimSpace(raw)
	switch at := r.OS.LogStart(raw); {
	case at > 0:
		return true
	case at == 0:
		r.afterLog = true
	case text != "":
		broken := r.afterLog && r.event.number > 0 && !localtime.IsStamp(strings.TrimLeft(raw, " *.")) && !r.OS.IsPrompt(text)
		r.afterLog = false
		return broken
	}
	return false
}

// take reads one line.
func (r *reading) take(raw string, number int, open bool) {
	dated := strings.TrimLeft(raw, " \t*.") // the mark of a clock that is not authoritative
	if localtime.IsStamp(dated) {
		if r.first.Number == 0 {
			r.first = lines.Line{Number: number, Text: dated}
		}
		r.flush()
		r.event.begin(dated, len(raw), number, open)
		r.omission = nil
		return
	}
	text := strings.TrimSpace(raw)
	switch {
	case text == "", r.OS.LogStart(text) == 0:
	case lines.IsOmission(text) && (r.event.number == 0 || !r.event.unfinished()):
		r.omit(lines.Line{Number: number, Text: text})
	case r.event.number == 0:
		r.head(lines.Line{Number: number, Text: text})
	case r.OS.IsPrompt(text):
		r.event.closed = true
	case !r.event.closed:
		r.continued(raw, number, open)
	}
}

// omit notes that events were left out. The current event cannot go on after them.
func (r *reading) omit(l lines.Line) {
	r.flush()
	r.event.closed = true
	r.omitted, r.omission = true, &l
}

// head reads the lines above the first event.
func (r *reading) head(l lines.Line) {
	if r.OS.IsPrompt(l.Text) {
		return
	}
	if _, command, ok := lines.SplitEcho(r.OS, l.Text); ok {
		r.Echo(l)
		r.log.Window = echoedWindow(command)
		return
	}
	if r.first.Number == 0 {
		r.first = l
	}
	switch {
	case strings.HasPrefix(l.Text, "**** Event Log"):
		r.banner = &l
	case strings.HasPrefix(l.Text, "No EventLog Found"):
		r.none = true
	default:
		r.TimeSource(l)
	}
}

// continued adds a line without a date to the event above it. A terminal breaks lines at 80
// columns, even within a word; other programs break between words, and lose the blank.
func (r *reading) continued(raw string, number int, open bool) {
	e := &r.event
	full := e.width == lines.TerminalWidth && !endsBlank(e.last)
	if e.width < lines.TerminalWidth-1 {
		r.wordWrap = true
	}
	betweenWords := r.wordWrap && strings.Contains(e.last, " ")
	e.add(raw, number, open, full && raw[0] != ' ' && !betweenWords)
}

func endsBlank(s string) bool { return s == "" || s[len(s)-1] == ' ' }

// flush counts the current event, now that its last line is known.
func (r *reading) flush() {
	e := &r.event
	if e.number == 0 || e.flushed {
		return
	}
	e.flushed = true
	said := e.text()
	stamp, name, attributes := splitEvent(said)
	if !isEventName(name) {
		r.NoteUnread(lines.Line{Number: e.number, Text: said})
		return
	}
	r.count(name, &r.Dropped)
	switch name {
	case "SAEVT_COMM_FAIL":
		r.failed(stamp.time(), attribute(attributes, "error"))
	case "SAEVT_COMM_RESTORED":
		r.restored(stamp.time())
	case "SAEVT_UTILITY_REPORT_START":
		r.note(Reported, stamp.time())
	case "SAEVT_INIT_START":
		r.note(Started, stamp.time())
	}
}

// echoedWindow reads the days of an echoed "show license eventlog 7 | include COMM"; nil if it
// has no number of days.
func echoedWindow(command string) *time.Duration {
	const longest = 36500
	for range 3 {
		_, command = scan.NextWord(command)
	}
	word, _ := scan.NextWord(command)
	days, ok := scan.Digits(word)
	if !ok || days < 1 || days > longest {
		return nil
	}
	return new(time.Duration(days) * 24 * time.Hour)
}

// Parse reads "show license eventlog": a banner, then a line an event, or "No EventLog
// Found." If the output ends within an event, that event is left out, Streak is nil and
// the error is a *TruncatedError, and so it is if the last events were left out of a document on
// purpose ("<output truncated>"). An output that was cut exactly between two events looks
// like a whole one; only a session knows better, because it saw the prompt after it.
//
// The log's tail is counted from the known failure, unless that is nil.
func Parse(out platform.Output, known *localtime.Time) (*Log, *lines.Head, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, nil, reply.ErrEmpty
	}
	r := read(out, known)
	said := len(r.log.Events) > 0 || r.none || r.cut != nil
	var refusal *reply.RefusedError
	if !said {
		refusal = lines.Refused(out)
	}
	switch {
	case said:
	case refusal != nil:
		return nil, nil, refusal
	case r.Filtered: // and the filter let nothing through
	case r.first.Number == 0:
		return nil, nil, reply.ErrEmpty
	case r.banner != nil && len(r.Unread) == 0:
		return nil, r.Copy(), r.truncated(*r.banner, "the first event")
	default:
		return nil, nil, r.unrecognised()
	}
	log := r.finish()
	switch {
	case r.omission != nil:
		return log, r.Copy(), r.truncated(*r.omission, "the events that were left out")
	case r.cut != nil:
		return log, r.Copy(), r.truncated(*r.cut, r.missing)
	}
	return log, r.Copy(), nil
}

// unrecognised names the first line that made no sense.
func (r *reading) unrecognised() *reply.UnrecognisedError {
	e := &reply.UnrecognisedError{Command: Command, Line: r.first.Number, Text: scan.Quotable(r.first.Text)}
	if len(r.Unread) > 0 {
		e.Line, e.Text = r.Unread[0].Line, r.Unread[0].Text
	}
	return e
}

// truncated names the line after which the output ends.
func (r *reading) truncated(l lines.Line, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: Command, Line: l.Number, Text: scan.Quotable(l.Text), Section: "Event Log", Missing: missing,
	}
}

// finish is the log, once all lines are read: a copy, because a pointer into the reading would keep
// the output in memory.
func (r *reading) finish() *Log {
	l := r.log
	l.LastFailReason = scan.Reason(l.LastFailReason)
	l.Recent = latest(l.Recent)
	if r.Filtered || r.omitted || r.cut != nil {
		l.FailSince = nil
	} else {
		l.Streak, l.Open = new(r.streak), !r.closed
	}
	return &l
}
