package grafana

import (
	"strings"
	"testing"
)

func TestLinesFillTheGrid(t *testing.T) {
	for _, widths := range [][]uint32{{12, 11}, {24, 1}, {}} {
		line := Line{Height: 4}
		for _, width := range widths {
			line.Panels = append(line.Panels, Panel{Title: "Up", Width: width, Show: Stat{Expr: "up"}})
		}
		d := Dashboard{UID: "some", Sections: []Section{{Title: "Now", Lines: []Line{line}}}}
		if _, err := d.Build(); err == nil || !strings.Contains(err.Error(), "some: Now: a line is ") {
			t.Errorf("widths %v: %v", widths, err)
		}
	}
}

func TestPanelsAreNumberedAsTheyAreRead(t *testing.T) {
	panels := []Panel{{Width: 10, Show: Stat{Expr: "up"}}, {Width: 14, Show: Stat{Expr: "up"}}}
	section := Section{Lines: []Line{{Height: 4, Panels: panels}, {Height: 9, Panels: panels}}}
	built, err := Dashboard{Sections: []Section{section, section}}.Build()
	if err != nil {
		t.Fatal(err)
	}
	if len(built.Panels) != 10 {
		t.Fatalf("%d panels, want two headings and eight others", len(built.Panels))
	}
	last := built.Panels[9].Panel
	if *last.Id != 10 || last.GridPos.X != 10 || last.GridPos.Y != 1+4+9+1+4 {
		t.Errorf("the last panel is %d at %+v", *last.Id, *last.GridPos)
	}
}

// Grafana names the value of the only query otherwise than those of several.
func TestTablesNameTheirValues(t *testing.T) {
	up, down := NamedQuery{Name: "up", Expr: "up"}, NamedQuery{Name: "down", Expr: "up == 0"}
	columns := []Column{{Of: "target", Title: "Switch"}, {Of: "up", Title: "Up"}}
	for want, table := range map[string]Table{
		"Value":    {Queries: []NamedQuery{up}, Columns: columns},
		"Value #B": {Queries: []NamedQuery{down, up}, Columns: columns},
	} {
		if got := table.field("up"); got != want {
			t.Errorf("the value is called %q, want %q", got, want)
		}
		if got := table.field("target"); got != "target" {
			t.Errorf("the label is called %q", got)
		}
		if excluded := table.excluded(); excluded[want] || len(excluded) != len(table.Queries) {
			t.Errorf("%s: hidden are %v, want the time and values without a column", want, excluded)
		}
	}
}
