package cause

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRows: every wording of a row decides for that row and no other; so no row follows one that would always decide before it.
func TestRows(t *testing.T) {
	for i, row := range Table() {
		wordings := row.Wordings()
		if len(wordings) == 0 || row.Text == "" || row.Cause == None {
			t.Errorf("row %d, %q to %q: no such family, or no such cause", i, row.Text, row.Cause)
		}
		for _, said := range wordings {
			said = strings.ReplaceAll(strings.TrimSuffix(said, restOfWord), string(anyDigit), "0")
			if got := causeRow(said); got != i {
				t.Errorf("%q is decided by row %d, want %d, %q", said, got, i, row.Text)
			}
		}
	}
}

// TestRowsAreOfUse: every row decides over one of the texts that are known to be printed.
func TestRowsAreOfUse(t *testing.T) {
	tables, err := filepath.Glob("testdata/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	used := make([]bool, len(Table())+1)
	for _, table := range tables {
		texts, err := os.ReadFile(table) //nolint:gosec // a file in testdata
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(texts)) {
			_, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			used[causeRow(text)] = true
		}
	}
	for i, row := range Table() {
		if !used[i] {
			t.Errorf("row %d, %q: no text in testdata is decided by it", i, row.Text)
		}
	}
}

// TestTableIsCopied: nobody can change the table.
func TestTableIsCopied(t *testing.T) {
	before := Table()
	clear(Table())
	if !slices.Equal(before, Table()) {
		t.Error("the table was changed")
	}
}
