// Package rows walks over an output whose lines have no labels, a table or sentences, row by row, and says why a text is
// not such an output. It knows no table in particular. The readers take its rows.
package rows

import (
	"iter"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// Row is a line of an output whose lines have no labels: a table, or the sentences of "show
// version".
type Row struct {
	lines.Line
	// Raw is the row as the terminal showed it.
	Raw string
	// Full is true if the terminal may have broken the row at its last column.
	Full bool
	// AfterLog is true if a log message is between this row and the one above: it may be the
	// remainder of that one.
	AfterLog bool
}

// Table is an output being read row by row. Unlike lines it joins nothing by itself: what a broken
// row belongs to is told by its columns, not by a label.
type Table struct {
	*lines.Head
	Origin
	// Facts counts the lines that were of use.
	Facts int
	// First and Last are the first and the last row with text on them.
	First, Last lines.Line
	in          *lines.Walker
	// AfterLog is true after a log message.
	AfterLog bool
	// Held is the row in hand, to which the next one may belong; none if its number is 0.
	Held Row
}

// New is the table of an output of which nothing has been read yet.
func New(out platform.Output) *Table {
	return &Table{Head: lines.NewHead(out).Copy(), in: lines.New(out)}
}

// All yields the rows with text on them that have not been read yet; see [Table.Next].
func (t *Table) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for {
			if l, ok := t.Next(); !ok || !yield(l) {
				return
			}
		}
	}
}

// Next yields the next row with text on it; prompts, the echo and log messages are passed over.
// First and Last do not count them. It returns false at the end.
func (t *Table) Next() (Row, bool) {
	for t.in.Rest != "" {
		l, ok := t.cutRow()
		switch {
		case !ok:
		case t.OS.IsPrompt(l.Text):
		case t.Facts == 0 && t.IsEcho(t.Head, l.Line):
		default:
			if t.First.Number == 0 {
				t.First = l.Line
			}
			t.Last = l.Line
			return l, true
		}
	}
	return Row{}, false
}

// cutRow takes one row off the text; false if there is nothing on it but a log message.
func (t *Table) cutRow() (Row, bool) {
	raw, open := t.in.Cut()
	raw = withoutTabs(raw)
	l := Row{Raw: raw, AfterLog: t.AfterLog}
	if t.in.Logged {
		if at := t.logInRow(raw); at == 0 {
			t.AfterLog = true
			return l, false
		} else if at > 0 { // the row goes on after the message
			l.Raw, open = raw[:at], t.in.Rest == "" && !t.in.Whole
			t.AfterLog = true
		}
	}
	l.Line = lines.Split(l.Raw, t.in.Number, open)
	if l.Text == "" {
		return l, false
	}
	t.AfterLog = t.AfterLog && len(l.Raw) < len(raw)
	l.Indent = max(l.Indent-t.in.Margin, 0)
	l.Full = len(l.Raw) == lines.TerminalWidth && !scan.IsBlank(l.Raw[lines.TerminalWidth-1]) && t.in.Wrapped()
	return l, true
}

// withoutTabs fills the columns up to which a tab leads, as editors put them in place of blanks.
func withoutTabs(raw string) string {
	const columns = 8
	if len(raw) > MaxLength || strings.IndexByte(raw, '\t') < 0 {
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

// logInRow is LogStart, but for a row that was broken after the number with which it begins,
// which is no sequence number.
func (t *Table) logInRow(raw string) int {
	const leastDigits = 6
	at := t.OS.LogStart(raw)
	behind := strings.TrimLeft(raw, "0123456789")
	if at == 0 && len(raw)-len(behind) >= leastDigits && behind[0] != ':' {
		at = len(raw) - len(strings.TrimLeft(behind, " "))
	}
	return at
}

// MaxLength is longer than any row; a longer line is not a row.
const MaxLength = 512

// Joined is the row in hand with the next one after it.
func (t *Table) Joined(l Row) Row {
	both := Row{Raw: t.Held.Raw + l.Raw}
	if len(both.Raw) > MaxLength {
		return Row{}
	}
	both.Line = lines.Split(both.Raw, t.Held.Number, l.Open)
	both.Indent = max(both.Indent-t.in.Margin, 0)
	return both
}

// DropHeld notes that the row in hand could not be read.
func (t *Table) DropHeld() {
	if t.Held.Number > 0 {
		t.NoteUnread(t.Held.Line)
	}
	t.Held = Row{}
}

// TimeSource reads the line about the clock that may be above any output.
func (t *Table) TimeSource(l lines.Line) bool { return !l.Open && t.Head.TimeSource(l) }
