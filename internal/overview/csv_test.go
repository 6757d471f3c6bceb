package overview_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// TestCSV: what is written is read back, the unknown is empty, and no cell is a formula.
func TestCSV(t *testing.T) {
	rows := sample()
	rows[0].Target = &config.Target{Name: "=cmd|' /C calc'!A0", Address: "192.0.2.1:22", Labels: map[string]string{"site": "@muc", "tier": "a \"b\",\nc"}}
	rows[1].Target = &config.Target{Name: "+49", Address: "-1:22", Labels: map[string]string{"site": "\tx"}}
	labels := overview.LabelsOf(rows)
	var b strings.Builder
	if err := overview.WriteCSV(&b, labels, overview.Show(rows, overview.Query{}, morning).Rows); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok || !strings.Contains(text, "\r\n") {
		t.Errorf("%q", text)
	}
	table, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := "name,state,trust,streak,cause,last_report,next_report,ack_deadline,backlog,licences,age,summary,address,site,tier"
	if got := strings.Join(table[0], ","); got != head || len(table) != len(rows)+1 {
		t.Errorf("%s, %d rows", got, len(table))
	}
	for i, want := range []string{
		"'=cmd|' /C calc'!A0,ok,installed,0,none,,,,2,,60,,192.0.2.1:22,'@muc,a \"b\",\nc",
		"'+49,failing,,24,timeout,,2026-02-03T04:05:06Z,,,,,,'-1:22,'\tx,",
		"c-dead,down,,,refused,,,,,,,connect: refused,c-dead.example.net:22,ham,",
	} {
		if got := strings.Join(table[i+1], ","); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
