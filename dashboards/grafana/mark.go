package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Mark is a vertical line on all panels over time.
type Mark struct {
	Name   string
	Colour string
	// Expr yields the time of the mark, in milliseconds since 1970.
	Expr string
}

func (m Mark) builder() cog.Builder[dashboard.AnnotationQuery] {
	return dashboard.NewAnnotationQueryBuilder().
		Name(m.Name).
		Datasource(dataSource()).
		Enable(true).
		Hide(false).
		IconColor(m.Colour).
		Expr(m.Expr).
		UseValueForTime(true).
		TitleFormat(m.Name).
		Step("60s")
}
