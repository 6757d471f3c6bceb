package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// points is how many points a panel over time asks for. Each point is a query over the whole fleet; a day in
// steps of six minutes is enough, and quick.
const points = 240

// Lines are lines over time, from 0 on.
type Lines struct {
	Queries []Query
	Stacked bool
	// Stepped draws steps instead of slopes, for what changes at once.
	Stepped bool
	// Colours are pairs of a line's name and its colour.
	Colours [][2]string
	Links   []Link
	// LegendRight puts the legend beside the lines, as a table with the last and the highest values.
	LegendRight bool
}

func (l Lines) builder(string) cog.Builder[dashboard.Panel] {
	return timeseries.NewPanelBuilder().
		Targets(queries(l.Queries, rangeQuery)).
		MaxDataPoints(points).
		LineWidth(1).
		FillOpacity(choose(l.Stacked, 40.0, 8)).
		LineInterpolation(choose(l.Stepped, common.LineInterpolationStepAfter, common.LineInterpolationLinear)).
		ShowPoints(common.VisibilityModeNever).
		Stacking(common.NewStackingConfigBuilder().Mode(choose(l.Stacked, common.StackingModeNormal, common.StackingModeNone))).
		Legend(l.legend()).
		Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeMulti).Sort(common.SortOrderDescending)).
		Thresholds(Plain).
		DataLinks(builders(l.Links)).
		AxisSoftMin(0).
		Overrides(fixedColours(l.Colours))
}

func (l Lines) legend() *common.VizLegendOptionsBuilder {
	if !l.LegendRight {
		return legend(true)
	}
	return common.NewVizLegendOptionsBuilder().
		DisplayMode(common.LegendDisplayModeTable).
		Placement(common.LegendPlacementRight).
		ShowLegend(true).
		Calcs([]string{"lastNotNull", "max"})
}

// choose returns yes or no.
func choose[T any](what bool, yes, no T) T {
	if what {
		return yes
	}
	return no
}
