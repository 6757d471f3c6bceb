// Package grafana builds Grafana dashboards from tables: rows of panels, their queries, columns, colours and
// variables. It may use Grafana's Foundation SDK, and knows no metric of slp-exporter. Package dashboards
// writes the result as JSON.
package grafana

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// schemaVersion is the version of the JSON that Grafana 10 writes; later releases migrate it when they load it.
const schemaVersion = 36

// gridColumns is the width of Grafana's grid.
const gridColumns = 24

// Dashboard is one dashboard.
type Dashboard struct {
	UID         string
	Title       string
	Description string
	// Tag marks the dashboards that link to each other.
	Tag string
	// From is the start of the time range, such as now-24h; the range ends now.
	From string
	// Refresh is how often the dashboard queries again, such as 5m.
	Refresh   string
	Variables []Variable
	Marks     []Mark
	Sections  []Section
}

// Section is a heading and the lines of panels below it.
type Section struct {
	Title string
	Lines []Line
}

// Line is a line of panels of one height, which fill the width of the grid.
type Line struct {
	Height uint32
	Panels []Panel
}

// Build returns the dashboard as Grafana's model of it, or an error if the SDK rejects it or a line does not
// fill the grid.
func (d Dashboard) Build() (dashboard.Dashboard, error) {
	built, err := d.head().Build()
	if err != nil {
		return dashboard.Dashboard{}, fmt.Errorf("%s: %w", d.UID, err)
	}
	built.SchemaVersion = schemaVersion
	trim(&built)
	var l layout
	for _, s := range d.Sections {
		if err := l.add(s); err != nil {
			return dashboard.Dashboard{}, fmt.Errorf("%s: %s: %w", d.UID, s.Title, err)
		}
	}
	built.Panels = l.panels
	if err := built.Validate(); err != nil {
		return dashboard.Dashboard{}, fmt.Errorf("%s: %w", d.UID, err)
	}
	return built, nil
}

// head sets everything but the panels.
func (d Dashboard) head() *dashboard.DashboardBuilder {
	builder := dashboard.NewDashboardBuilder(d.Title).
		Uid(d.UID).
		Description(d.Description).
		Tags([]string{d.Tag}).
		Time(d.From, "now").
		Refresh(d.Refresh).
		Timezone("browser").
		Tooltip(dashboard.DashboardCursorSyncCrosshair).
		Editable().
		Links([]cog.Builder[dashboard.DashboardLink]{otherDashboards(d.Tag)})
	for _, v := range d.Variables {
		builder.WithVariable(v)
	}
	for _, m := range d.Marks {
		builder.Annotation(m.builder())
	}
	return builder
}

// layout places panels from the top to the bottom and numbers them in the order in which they are read.
type layout struct {
	panels []dashboard.PanelOrRowPanel
	y      uint32
}

func (l *layout) nextID() uint32 {
	return uint32(len(l.panels)) + 1 // #nosec G115 -- a dashboard has some dozens of panels
}

func (l *layout) add(s Section) error {
	row, err := dashboard.NewRowBuilder(s.Title).
		Id(l.nextID()).
		GridPos(dashboard.GridPos{Y: l.y, W: gridColumns, H: 1}).
		Build()
	if err != nil {
		return err
	}
	l.panels = append(l.panels, dashboard.PanelOrRowPanel{RowPanel: &row})
	l.y++
	for _, line := range s.Lines {
		if err := l.addLine(line); err != nil {
			return err
		}
	}
	return nil
}

func (l *layout) addLine(line Line) error {
	var x uint32
	for _, p := range line.Panels {
		built, err := p.build()
		if err != nil {
			return fmt.Errorf("%s: %w", p.Title, err)
		}
		id := l.nextID()
		built.Id = &id
		built.GridPos = &dashboard.GridPos{X: x, Y: l.y, W: p.Width, H: line.Height}
		l.panels = append(l.panels, dashboard.PanelOrRowPanel{Panel: &built})
		x += p.Width
	}
	if x != gridColumns {
		return fmt.Errorf("a line is %d columns wide, not %d", x, gridColumns)
	}
	l.y += line.Height
	return nil
}
