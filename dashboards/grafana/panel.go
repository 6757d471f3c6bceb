package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Panel holds what panels of every kind have; Show adds what is special to its kind.
type Panel struct {
	Title       string
	Description string
	// Width is in columns of the grid, which has 24.
	Width uint32
	// Unit is one of Grafana's names of units; if empty, it is "short", a plain number.
	Unit     string
	Decimals Decimals
	// NoValue is shown if the query yields nothing.
	NoValue string
	Show    Kind
}

// Kind is what a panel shows: Stat, Lines, Bars, Columns, Timeline or Table.
type Kind interface {
	// builder makes a panel of this kind with the title of the panel.
	builder(title string) cog.Builder[dashboard.Panel]
}

// Decimals is how many decimals numbers have; if it is not set, Grafana decides.
type Decimals uint8

// The decimals that the dashboards use.
const (
	Whole  Decimals = iota + 1 // none
	Tenths                     // one
)

// number returns the number of decimals, or nil if Grafana decides.
func (d Decimals) number() *float64 {
	if d == 0 {
		return nil
	}
	return cog.ToPtr(float64(d - 1))
}

// build makes the panel, without its place in the dashboard.
func (p Panel) build() (dashboard.Panel, error) {
	built, err := p.Show.builder(p.Title).Build()
	if err != nil {
		return dashboard.Panel{}, err
	}
	built.Title, built.Description = &p.Title, &p.Description
	source := dataSource()
	built.Datasource = &source
	if built.FieldConfig == nil {
		built.FieldConfig = dashboard.NewFieldConfigSource()
	}
	defaults := &built.FieldConfig.Defaults
	defaults.Unit = cog.ToPtr("short")
	if p.Unit != "" {
		defaults.Unit = &p.Unit
	}
	defaults.Decimals = p.Decimals.number()
	if p.NoValue != "" {
		defaults.NoValue = &p.NoValue
	}
	return built, trimPanel(&built)
}

// lastValue takes the last value of each series.
func lastValue() *common.ReduceDataOptionsBuilder {
	return common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}).Values(false)
}

// legend is a list of the series below a panel, or none.
func legend(show bool) *common.VizLegendOptionsBuilder {
	return common.NewVizLegendOptionsBuilder().
		DisplayMode(common.LegendDisplayModeList).
		Placement(common.LegendPlacementBottom).
		ShowLegend(show).
		Calcs([]string{})
}

// tooltip shows the one value below the pointer.
func tooltip() *common.VizTooltipOptionsBuilder {
	return common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeSingle).Sort(common.SortOrderNone)
}
