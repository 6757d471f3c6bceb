package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// Query is a query and the name of its line or bar; {{label}} is replaced by a label's value.
type Query struct {
	Legend string
	Expr   string
}

// refID is what Grafana calls the query at that index: A, B and so on.
func refID(index int) string { return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index : index+1] }

func query(q Query, index int) *prometheus.DataqueryBuilder {
	return prometheus.NewDataqueryBuilder().
		RefId(refID(index)).
		Datasource(dataSource()).
		EditorMode(prometheus.QueryEditorModeCode).
		Expr(q.Expr).
		LegendFormat(q.Legend)
}

// instantQuery asks for the values at the end of the time range.
func instantQuery(q Query, index int) *prometheus.DataqueryBuilder {
	return query(q, index).Instant()
}

// tableQuery asks for the values at the end of the time range, with their labels as columns.
func tableQuery(q Query, index int) *prometheus.DataqueryBuilder {
	return instantQuery(q, index).Format(prometheus.PromQueryFormatTable)
}

// rangeQuery asks for the values over the time range.
func rangeQuery(q Query, index int) *prometheus.DataqueryBuilder {
	return query(q, index).Range()
}

func queries(of []Query, build func(Query, int) *prometheus.DataqueryBuilder) []cog.Builder[variants.Dataquery] {
	built := make([]cog.Builder[variants.Dataquery], len(of))
	for i, q := range of {
		built[i] = build(q, i)
	}
	return built
}
