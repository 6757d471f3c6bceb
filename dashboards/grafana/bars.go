package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Bars are horizontal bars, one for each series, at the end of the time range.
type Bars struct {
	Queries []Query
	Scale   Scale
	// Colours are pairs of a bar's name and its colour.
	Colours [][2]string
	Links   []Link
}

func (b Bars) builder(string) cog.Builder[dashboard.Panel] {
	return bargauge.NewPanelBuilder().
		Targets(queries(b.Queries, instantQuery)).
		ReduceOptions(lastValue()).
		Orientation(common.VizOrientationHorizontal).
		DisplayMode(common.BarGaugeDisplayModeBasic).
		ValueMode(common.BarGaugeValueModeText).
		ShowUnfilled(true).
		MinVizHeight(12).
		Min(0).
		Thresholds(b.Scale.or(Colour("blue"))).
		DataLinks(builders(b.Links)).
		Overrides(fixedColours(b.Colours))
}
