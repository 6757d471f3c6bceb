package dashboards

import "github.com/slp-exporter/slp-exporter/dashboards/grafana"

// The variables at the top of the dashboards.
var (
	dataSourceVariable = grafana.DataSource("Data source", "The Prometheus that scrapes slp-exporter.")

	groupVariable = grafana.Several(group, groupTitle, "Label "+group+" of the targets.",
		"label_values(slp_target_info, "+group+")")

	switchesVariable = grafana.Several("target", "Switch", "Switches by their configured name.",
		`label_values(slp_target_info{`+group+`=~"$`+group+`"}, target)`)

	oneSwitchVariable = grafana.One("target", "Switch", "The switch shown, by its configured name.",
		"label_values(slp_target_info, target)")

	exporterVariable = grafana.Several("instance", "Exporter", "Instances of slp-exporter.",
		"label_values(slp_exporter_build_info, instance)")

	otherLabelsVariable = grafana.AnyLabel("filter", "Other labels", "Further labels of the targets, such as the tier.")
)

// fleetVariables are those of the dashboards about the whole fleet.
var fleetVariables = []grafana.Variable{dataSourceVariable, groupVariable, switchesVariable, otherLabelsVariable}
