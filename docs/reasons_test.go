package docs

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// reasonRow is a row of a table whose first column is a word of code.
var reasonRow = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|")

// TestReasons checks that troubleshooting.md explains each reason of a failed poll once, and no other.
func TestReasons(t *testing.T) {
	text, err := os.ReadFile("troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n| --- |") // after the head
	rows := map[failure.Reason]int{}
	for _, m := range reasonRow.FindAllStringSubmatch(table, -1) {
		rows[failure.Reason(m[1])]++
	}
	for _, reason := range failure.Reasons() {
		if rows[reason] != 1 {
			t.Errorf("%d rows on %s", rows[reason], reason)
		}
		delete(rows, reason)
	}
	for reason := range rows {
		t.Errorf("a row on %s, which is no reason", reason)
	}
}
