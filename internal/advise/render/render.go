// Package render writes reports of package advise: as text for a terminal, as Markdown for a ticket, and as JSON
// for programs. It adds nothing to what they say.
package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// JSON writes the report of one switch as an object, and those of several as an array of such objects.
func JSON(w io.Writer, reports []advise.Report) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // a masked token is "<blob>"
	if len(reports) == 1 {
		return e.Encode(reports[0])
	}
	return e.Encode(reports)
}

// List writes the findings that there are, one a line, with severity and meaning.
func List(w io.Writer) error {
	longest := 0
	for _, e := range advise.Entries() {
		longest = max(longest, len(e.ID))
	}
	for _, e := range advise.Entries() {
		if _, err := fmt.Fprintf(w, "%-*s  %-8s  %s\n", longest, e.ID, e.Severity, e.Means); err != nil {
			return err
		}
	}
	return nil
}

// plain is a text without the marks of Markdown that advice has.
func plain(text string) string { return strings.NewReplacer("`", "", "*", "").Replace(text) }

// byCommand are lines of evidence put together by the command that printed them, in their order.
func byCommand(lines []advise.Evidence, each func(command string, lines []string)) {
	for from := 0; from < len(lines); {
		to := from
		var same []string
		for to < len(lines) && lines[to].Command == lines[from].Command {
			same = append(same, lines[to].Line)
			to++
		}
		each(lines[from].Command, same)
		from = to
	}
}
