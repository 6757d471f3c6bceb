package grafana

import (
	"encoding/json"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// The SDK sets all defaults of the Grafana release that it is made for. This file removes those that the
// dashboards do not choose themselves: Grafana 10 does not know some of them, and each release sets its own.

// leftToGrafana are the options that are removed, by the type of the panel.
var leftToGrafana = map[string][]string{
	"barchart":       {"barRadius", "barWidth", "fullHighlight", "groupWidth", "stacking", "xTickLabelMaxLength", "xTickLabelRotation"},
	"bargauge":       {"legend", "maxVizHeight", "minVizWidth", "namePlacement", "sizing"},
	"stat":           {"percentChangeColorMode", "showPercentChange", "wideLayout"},
	"state-timeline": {"perPage"},
	"table":          {"footer", "frameIndex", "showTypeIcons"},
}

// withoutCustom are the types of panels that leave the settings of all fields to Grafana.
var withoutCustom = map[string]bool{"state-timeline": true, "table": true}

func trimPanel(p *dashboard.Panel) error {
	if withoutCustom[p.Type] {
		p.FieldConfig.Defaults.Custom = nil
	}
	encoded, err := json.Marshal(p.Options)
	if err != nil {
		return err
	}
	options := map[string]any{}
	if err := json.Unmarshal(encoded, &options); err != nil {
		return err
	}
	for _, name := range leftToGrafana[p.Type] {
		delete(options, name)
	}
	p.Options = options
	return nil
}

// trim removes such defaults from everything but the panels.
func trim(d *dashboard.Dashboard) {
	for i := range d.Templating.List {
		v := &d.Templating.List[i]
		v.AllowCustomValue, v.Auto, v.AutoMin, v.AutoCount = nil, nil, nil, nil
	}
	for i := range d.Annotations.List {
		a := &d.Annotations.List[i]
		a.BuiltIn, a.Placement = nil, nil
	}
	for i := range d.Links {
		trimLink(&d.Links[i])
	}
}

func trimLink(l *dashboard.DashboardLink) {
	l.Placement = nil
}
