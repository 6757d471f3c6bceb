package manual

import (
	"regexp"
	"strings"
)

// Configuration returns the page of the configuration file in section 5. doc is docs/configuration.md, whose tables
// list every key; example is a whole file to start from.
func Configuration(doc, example string) string {
	p := newPage("slp-exporter.yml", "5", "configuration of slp-exporter")
	p.section("DESCRIPTION")
	p.paragraph("One YAML file says which switches slp-exporter polls, with which account, and how. A key that does not exist or " +
		"that is given twice is an error with its line. Paths are relative to the directory of the file.")
	p.paragraph("`slp-exporter check FILE` reads the file and all that it points to, and prints every problem. " +
		"`slp-exporter check --show FILE` prints the file with all defaults.")
	p.section("KEYS")
	for _, t := range keyTables(doc) {
		p.part(t.heading)
		for _, row := range t.rows {
			p.entry(bold(row.key), row.text())
		}
	}
	p.section("EXAMPLE")
	p.verbatim(example)
	p.section("FILES")
	p.entry(`\fI/etc/slp\-exporter/slp\-exporter.yml\fR`, "the file of the packaged service")
	p.section("SEE ALSO")
	p.line(bold("slp-exporter") + "(1)")
	return p.String()
}

// keyTable is a table of keys under its heading.
type keyTable struct {
	heading string
	rows    []keyRow
}

// keyRow is a row of such a table: a key, its default as written, and what it is for.
type keyRow struct{ key, standard, purpose string }

// text is the purpose and the default in one sentence each.
func (r keyRow) text() string {
	switch purpose := sentence(r.purpose); r.standard {
	case "required":
		return purpose + " Required."
	case "none", "see below":
		return purpose
	default:
		return purpose + " Default: " + r.standard + "."
	}
}

// reference is the end of a cell that leads to a chapter of the documentation.
var reference = regexp.MustCompile(`: see \[below\]\(#[^)]*\)$`)

// sentence returns a cell of a table as a sentence.
func sentence(text string) string {
	text = strings.TrimSuffix(reference.ReplaceAllString(text, ""), ".") + "."
	return strings.ToUpper(text[:1]) + text[1:]
}

// keyTables returns the tables whose first column is "Key", in the order of the page.
func keyTables(doc string) (tables []keyTable) {
	heading, in := "", false
	for line := range strings.Lines(doc) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "##") { // a single one is a comment in an example
			heading = strings.TrimLeft(line, "# ")
		}
		cells := strings.SplitN(strings.Trim(line, "|"), " | ", 3)
		switch {
		case !strings.HasPrefix(line, "|") || len(cells) != 3:
			in = false
		case strings.TrimSpace(cells[0]) == "Key":
			in = true
			tables = append(tables, keyTable{heading: heading})
		case in && !strings.HasPrefix(line, "| ---"):
			last := &tables[len(tables)-1]
			last.rows = append(last.rows, keyRow{
				key:      strings.Trim(strings.TrimSpace(cells[0]), "`"),
				standard: strings.TrimSpace(cells[1]), purpose: strings.TrimSpace(cells[2]),
			})
		}
	}
	return tables
}
