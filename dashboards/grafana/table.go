package grafana

import (
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
)

// Table is a table at the end of the time range: several queries about the same things, joined by their labels.
type Table struct {
	// Queries have names; a column shows the value of the query that it names.
	Queries []NamedQuery
	Columns []Column
	// Hidden are labels that join the queries, but need no column.
	Hidden []string
	// Sort is the title of the column that sorts the table; Descending puts its highest value first.
	Sort       string
	Descending bool
}

// NamedQuery is a query of a table.
type NamedQuery struct {
	Name string
	Expr string
}

// organize holds the options of Grafana's transformation of that name.
type organize struct {
	ExcludeByName map[string]bool   `json:"excludeByName"`
	IndexByName   map[string]int    `json:"indexByName"`
	RenameByName  map[string]string `json:"renameByName"`
}

func (t Table) builder(string) cog.Builder[dashboard.Panel] {
	builder := table.NewPanelBuilder().
		Transformations(t.transformations()).
		CellHeight(common.TableCellHeightSm).
		ShowHeader(true).
		Overrides(overrides(t.Columns))
	for i, q := range t.Queries {
		builder.WithTarget(tableQuery(Query{Expr: q.Expr}, i))
	}
	if t.Sort != "" {
		builder.SortBy([]cog.Builder[common.TableSortByFieldState]{
			common.NewTableSortByFieldStateBuilder().DisplayName(t.Sort).Desc(t.Descending),
		})
	}
	return builder
}

func (t Table) transformations() []dashboard.DataTransformerConfig {
	options := organize{
		ExcludeByName: t.excluded(),
		IndexByName:   map[string]int{},
		RenameByName:  map[string]string{},
	}
	for i, c := range t.Columns {
		options.IndexByName[t.field(c.Of)] = i
		options.RenameByName[t.field(c.Of)] = c.Title
	}
	organized := dashboard.DataTransformerConfig{Id: "organize", Options: options}
	if len(t.Queries) == 1 {
		return []dashboard.DataTransformerConfig{organized}
	}
	return []dashboard.DataTransformerConfig{{Id: "merge", Options: struct{}{}}, organized}
}

// excluded returns the fields that the table does not show: the time, hidden labels, and values without a column.
func (t Table) excluded() map[string]bool {
	fields := map[string]bool{"Time": true}
	for _, label := range t.Hidden {
		fields[label] = true
	}
	for _, q := range t.Queries {
		if !slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Of == q.Name }) {
			fields[t.field(q.Name)] = true
		}
	}
	return fields
}

// field returns what Grafana calls a label, or the value of a query: "Value" if there is one query, "Value #A" and
// "Value #B" if there are several.
func (t Table) field(of string) string {
	i := slices.IndexFunc(t.Queries, func(q NamedQuery) bool { return q.Name == of })
	switch {
	case i < 0:
		return of
	case len(t.Queries) == 1:
		return "Value"
	default:
		return "Value #" + refID(i)
	}
}
