package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
)

// Timeline is a band for each series, coloured by its value over time.
type Timeline struct {
	Queries []Query
	Words   Words
}

func (l Timeline) builder(string) cog.Builder[dashboard.Panel] {
	return statetimeline.NewPanelBuilder().
		Targets(queries(l.Queries, rangeQuery)).
		MaxDataPoints(points).
		MergeValues(true).
		ShowValue(common.VisibilityModeAuto).
		AlignValue(common.TimelineValueAlignmentLeft).
		RowHeight(0.8).
		Legend(legend(true)).
		Tooltip(tooltip()).
		ColorScheme(dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdThresholds)).
		Thresholds(Plain).
		Mappings(l.Words.mappings())
}
