package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Column is a column of a table: a label, or the value of a query.
type Column struct {
	// Of is the name of the label or of the query.
	Of       string
	Title    string
	Unit     string
	Decimals Decimals
	// Width is in pixels; 0 uses the remaining width.
	Width int
	// Scale colours the text by the value.
	Scale Scale
	Words Words
	Links []Link
}

// overrides returns the settings of the columns that have any.
func overrides(columns []Column) []cog.Builder[dashboard.DashboardFieldConfigSourceOverrides] {
	var found []cog.Builder[dashboard.DashboardFieldConfigSourceOverrides]
	for _, c := range columns {
		if properties := c.properties(); len(properties) > 0 {
			found = append(found, override(c.Title, properties))
		}
	}
	return found
}

// properties returns the settings in which the column differs from others.
func (c Column) properties() []dashboard.DynamicConfigValue {
	var set []dashboard.DynamicConfigValue
	add := func(wanted bool, id string, value any) {
		if wanted {
			set = append(set, dashboard.DynamicConfigValue{Id: id, Value: value})
		}
	}
	add(c.Unit != "", "unit", c.Unit)
	add(c.Decimals != 0, "decimals", c.Decimals.number())
	add(c.Width != 0, "custom.width", c.Width)
	add(c.Words != nil, "mappings", c.Words.mappings())
	add(c.Links != nil, "links", linkModels(c.Links))
	add(c.Scale != nil, "thresholds", c.Scale.config())
	add(c.Scale != nil || c.Words != nil, "custom.cellOptions", map[string]any{"type": common.TableCellDisplayModeColorText})
	return set
}

// fixedColours gives fields their colours, by name.
func fixedColours(colours [][2]string) []cog.Builder[dashboard.DashboardFieldConfigSourceOverrides] {
	var found []cog.Builder[dashboard.DashboardFieldConfigSourceOverrides]
	for _, c := range colours {
		fixed := map[string]any{"mode": dashboard.FieldColorModeIdFixed, "fixedColor": c[1]}
		found = append(found, override(c[0], []dashboard.DynamicConfigValue{{Id: "color", Value: fixed}}))
	}
	return found
}

// override sets properties of the field of that name.
func override(name string, properties []dashboard.DynamicConfigValue) cog.Builder[dashboard.DashboardFieldConfigSourceOverrides] {
	return dashboard.NewDashboardFieldConfigSourceOverridesBuilder().
		Matcher(dashboard.MatcherConfig{Id: "byName", Options: name}).
		Properties(properties)
}
