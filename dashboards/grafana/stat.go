package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
)

// Stat is one number or word, at the end of the time range.
type Stat struct {
	Expr  string
	Scale Scale
	Words Words
	Links []Link
}

func (s Stat) builder(title string) cog.Builder[dashboard.Panel] {
	return stat.NewPanelBuilder().
		WithTarget(instantQuery(Query{Expr: s.Expr, Legend: title}, 0)).
		ReduceOptions(lastValue()).
		GraphMode(common.BigValueGraphModeNone).
		ColorMode(common.BigValueColorModeValue).
		JustifyMode(common.BigValueJustifyModeAuto).
		TextMode(common.BigValueTextModeValue).
		Orientation(common.VizOrientationAuto).
		Thresholds(s.Scale.or(Plain)).
		Mappings(s.Words.mappings()).
		DataLinks(builders(s.Links))
}
