package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Columns are upright columns over a label that holds numbers, at the end of the time range.
type Columns struct {
	Expr string
	// X is the label on the x axis; its numbers sort the columns.
	X string
	// XTitle and ValueTitle are what the axis and the values are called.
	XTitle     string
	ValueTitle string
}

func (c Columns) builder(string) cog.Builder[dashboard.Panel] {
	return barchart.NewPanelBuilder().
		WithTarget(tableQuery(Query{Expr: c.Expr}, 0)).
		XField(c.XTitle).
		Orientation(common.VizOrientationVertical).
		ShowValue(common.VisibilityModeAuto).
		XTickLabelSpacing(50).
		FillOpacity(80).
		Legend(legend(false)).
		Tooltip(tooltip()).
		Thresholds(Plain).
		Min(0).
		Transformations(c.transformations())
}

func (c Columns) transformations() []dashboard.DataTransformerConfig {
	return []dashboard.DataTransformerConfig{
		convert(c.X, "number"),
		{Id: "sortBy", Options: map[string]any{
			"fields": map[string]any{},
			"sort":   []map[string]any{{"field": c.X, "desc": false}},
		}},
		{Id: "organize", Options: organize{
			ExcludeByName: map[string]bool{"Time": true},
			IndexByName:   map[string]int{c.X: 0, "Value": 1},
			RenameByName:  map[string]string{c.X: c.XTitle, "Value": c.ValueTitle},
		}},
		convert(c.XTitle, "string"), // on the axis the numbers are names, one to a column
	}
}

// convert gives a field another type.
func convert(field, to string) dashboard.DataTransformerConfig {
	return dashboard.DataTransformerConfig{Id: "convertFieldType", Options: map[string]any{
		"conversions": []map[string]string{{"targetField": field, "destinationType": to}},
		"fields":      map[string]any{},
	}}
}
