package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// row is a line of an output whose lines have no labels: a table, or the sentences of "show
// version".
type row struct {
	lines.Line
	// raw is the row as it stood on the terminal.
	raw string
	// full is true if the terminal may have broken the row at its last column.
	full bool
	// behindLog is true if a log message stands between this row and the one above: it may be the
	// remainder of that one.
	behindLog bool
}

// origin is the echoed command above an output.
type origin struct {
	echoLine lines.Line
	// command in full; empty if there is no echo, or that of a command that is not read.
	command string
}

// table is an output being read row by row. Unlike lines it joins nothing by itself: what a broken
// row belongs to is told by its columns, not by a label.
type table struct {
	*page
	progress
	origin
	in *lines.Walker
	// behindLog is true behind a log message.
	behindLog bool
	// held is the row in hand, to which the next one may belong; none if its number is 0.
	held row
}

func newTable(out platform.Output) table {
	return table{page: newPage(out), in: lines.New(out)}
}

// next yields the next row with text on it; prompts, the echo and log messages are passed over.
// first and last do not count them. It returns false at the end.
func (t *table) next() (row, bool) {
	for t.in.Rest != "" {
		l, ok := t.cutRow()
		switch {
		case !ok:
		case t.head.OS.IsPrompt(l.Text):
		case t.facts == 0 && t.isEcho(&t.head, l.Line):
		default:
			if t.first.Number == 0 {
				t.first = l.Line
			}
			t.last = l.Line
			return l, true
		}
	}
	return row{}, false
}

// cutRow takes one row off the text; false if there is nothing on it but a log message.
func (t *table) cutRow() (row, bool) {
	raw, open := t.in.Cut()
	raw = withoutTabs(raw)
	l := row{raw: raw, behindLog: t.behindLog}
	if t.in.Logged {
		if at := t.logInRow(raw); at == 0 {
			t.behindLog = true
			return l, false
		} else if at > 0 { // the row goes on behind the message
			l.raw, open = raw[:at], t.in.Rest == "" && !t.in.Whole
			t.behindLog = true
		}
	}
	l.Line = lines.Split(l.raw, t.in.Number, open)
	if l.Text == "" {
		return l, false
	}
	t.behindLog = t.behindLog && len(l.raw) < len(raw)
	l.Indent = max(l.Indent-t.in.Margin, 0)
	l.full = len(l.raw) == lines.TerminalWidth && !scan.IsBlank(l.raw[lines.TerminalWidth-1]) && t.in.Wrapped()
	return l, true
}

// withoutTabs fills the columns up to which a tab leads, as editors put them in place of blanks.
func withoutTabs(raw string) string {
	const columns = 8
	if len(raw) > maxRow || strings.IndexByte(raw, '\t') < 0 {
		return raw
	}
	out := make([]byte, 0, columns*len(raw))
	for i := range len(raw) {
		if raw[i] != '\t' {
			out = append(out, raw[i])
			continue
		}
		for out = append(out, ' '); len(out)%columns > 0; {
			out = append(out, ' ')
		}
	}
	return string(out)
}

// logInRow is logStart, but for a row that was broken behind the number with which it begins,
// which is no sequence number.
func (t *table) logInRow(raw string) int {
	const leastDigits = 6
	at := t.head.OS.LogStart(raw)
	behind := strings.TrimLeft(raw, "0123456789")
	if at == 0 && len(raw)-len(behind) >= leastDigits && behind[0] != ':' {
		at = len(raw) - len(strings.TrimLeft(behind, " "))
	}
	return at
}

// isEcho reads the echoed command. Of several, as one file may hold the outputs of, the last one
// counts.
func (o *origin) isEcho(h *lines.Head, l lines.Line) bool {
	_, command, ok := lines.SplitEcho(h.OS, l.Text)
	if ok {
		h.Echo(l)
		o.echoLine, o.command = l, FullCommand(command)
	}
	return ok
}

// maxRow is longer than any row; what is longer is none.
const maxRow = 512

// joined is the row in hand with the next one behind it.
func (t *table) joined(l row) row {
	both := row{raw: t.held.raw + l.raw}
	if len(both.raw) > maxRow {
		return row{}
	}
	both.Line = lines.Split(both.raw, t.held.Number, l.Open)
	both.Indent = max(both.Indent-t.in.Margin, 0)
	return both
}

// dropHeld notes that the row in hand could not be read.
func (t *table) dropHeld() {
	if t.held.Number > 0 {
		t.unread(t.held.Line)
	}
	t.held = row{}
}

// timeSource reads the line about the clock that may stand above any output.
func (p *page) timeSource(l lines.Line) bool {
	return !l.Open && p.head.TimeSource(l)
}

// isEnabled reads whether Smart Licensing is.
func (p *page) isEnabled(l lines.Line) bool {
	return (!l.Open || p.isWhole(l)) && p.setEnabled(l)
}

// isOf tells whether nothing speaks against the output being that of a command.
func (o *origin) isOf(command string) bool { return o.command == "" || o.command == command }

// rejected tells why an output of which nothing was of use is not one of the command; nil for a
// filtered one, whose filter let nothing through.
func (o *origin) rejected(command string, out platform.Output, filtered bool, first lines.Line) error {
	if refusal := lines.Refused(out); refusal != nil {
		return refusal
	}
	if old := rightToUse(out); old != nil {
		return old
	}
	switch {
	case o.isOf(command) && filtered:
		return nil
	case !o.isOf(command):
		return &reply.UnrecognisedError{Command: command, Line: o.echoLine.Number, Text: scan.Quotable(o.echoLine.Text)}
	case first.Number == 0:
		return reply.ErrEmpty
	}
	return &reply.UnrecognisedError{Command: command, Line: first.Number, Text: scan.Quotable(first.Text)}
}

// truncatedIn says behind which line the output ends.
func (p *progress) truncatedIn(section, command, missing string) *reply.TruncatedError {
	return &reply.TruncatedError{
		Command: command, Line: p.last.Number, Text: scan.Quotable(p.last.Text), Section: section, Missing: missing,
	}
}
