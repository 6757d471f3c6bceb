package overview

import (
	"encoding/csv"
	"io"
	"strings"
)

// byteOrderMark makes Excel read a CSV file as UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes a table as RFC 4180 has it, in UTF-8 with a byte order mark: the columns by their IDs, then summary,
// address and labels. What is unknown is empty. A cell that a spreadsheet would take for a formula gets a ' in front.
func WriteCSV(out io.Writer, labels Labels, rows []*Row) error {
	if _, err := io.WriteString(out, byteOrderMark); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	columns := Columns()
	cells := append(ColumnIDs(), "summary", "address")
	cells = append(cells, labels.names()...)
	err := w.Write(harmless(cells))
	for _, r := range rows {
		cells = cells[:0]
		for _, c := range columns {
			cells = append(cells, c.text(r))
		}
		cells = append(cells, r.Summary, r.Target.Address)
		for _, l := range labels {
			cells = append(cells, r.Target.Labels[l.Name])
		}
		if err == nil {
			err = w.Write(harmless(cells))
		}
	}
	w.Flush()
	if err != nil {
		return err
	}
	return w.Error()
}

// harmless changes the cells that begin like a formula. A number may begin with a sign, but none of ours does.
func harmless(cells []string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}
