package collector

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/cause"
)

const causesPage = "../docs/causes.md"

// TestDocsOfCauses holds docs/causes.md against the table of texts: each cause has its chapter, in
// the contract's order, and in it the texts that lead there.
func TestDocsOfCauses(t *testing.T) {
	before, err := os.ReadFile(causesPage)
	if err != nil {
		t.Fatal(err)
	}
	text := replaceBetween(t, causesPage, string(before), "causes", causeTable())
	text = replaceBetween(t, causesPage, text, "families", causeFamilies())
	for _, c := range cause.All() {
		text = replaceBetween(t, causesPage, text, string(c.Cause), causeTexts(c.Cause))
	}
	switch {
	case *update:
		if err := os.WriteFile(causesPage, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	case text != string(before):
		t.Errorf("%s is not in step with the code; `make docs` writes it again", causesPage)
	}
}

// TestChapterOfCauses: every cause has a chapter that holds its own marks, and no chapter is of a
// cause that there is not.
func TestChapterOfCauses(t *testing.T) {
	page, err := os.ReadFile(causesPage)
	if err != nil {
		t.Fatal(err)
	}
	chapters := strings.Split(string(page), "\n## ")[2:] // without the title and the way to go about it
	causes := cause.All()
	if len(chapters) != len(causes) {
		t.Fatalf("%d chapters, want %d", len(chapters), len(causes))
	}
	for i, c := range causes {
		heading, body, _ := strings.Cut(chapters[i], "\n")
		if heading != string(c.Cause) {
			t.Errorf("chapter %d is %q, want %q", i+1, heading, c.Cause)
		}
		if !strings.Contains(body, fmt.Sprintf("<!-- begin %s -->\n", c.Cause)) {
			t.Errorf("the marks of %s stand in another chapter", c.Cause)
		}
	}
}

func causeTable() string {
	var b strings.Builder
	b.WriteString("\n| `cause` | What it means |\n| --- | --- |\n")
	for _, c := range cause.All() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", c.Cause, c.Cause, cell(c.Meaning))
	}
	b.WriteString("\n")
	return b.String()
}

// causeFamilies are the names in braces and what they stand for.
func causeFamilies() string {
	var b strings.Builder
	b.WriteString("\n| Name | Wordings |\n| --- | --- |\n")
	for _, f := range cause.Families() {
		fmt.Fprintf(&b, "| `{%s}` | %s |\n", f.Name, "`"+strings.Join(f.Wordings, "`, `")+"`")
	}
	b.WriteString("\n")
	return b.String()
}

// causeTexts are the texts that lead to a cause, in the order of the table.
func causeTexts(of cause.Cause) string {
	var texts []string
	for _, row := range cause.Table() {
		if row.Cause == of {
			texts = append(texts, "`"+row.Text+"`")
		}
	}
	if len(texts) == 0 {
		return "\n"
	}
	return "\nTexts: " + strings.Join(texts, ", ") + ".\n\n"
}
