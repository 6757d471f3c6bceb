package dashboards

import "github.com/slp-exporter/slp-exporter/dashboards/grafana"

// tag marks the dashboards; each lists the others that have it.
const tag = "slp"

// UIDs of the dashboards; links use them.
const (
	uidFleet         = "slp-fleet"
	uidCommunication = "slp-communication"
	uidReports       = "slp-reports"
	uidSwitch        = "slp-switch"
	uidExporter      = "slp-exporter"
)

// keep makes a link keep the time range and the data source.
const keep = "${__url_time_range}&${datasource:queryparam}"

// fromCell leads from a cell that holds a switch's name to that switch.
var fromCell = toSwitch("${__value.text}")

// fromSeries leads from a line or a bar with the label target to that switch.
var fromSeries = toSwitch("${__field.labels.target}")

func toSwitch(name string) []grafana.Link {
	return []grafana.Link{{Title: "Show this switch", URL: "/d/" + uidSwitch + "?var-target=" + name + "&" + keep}}
}

// toDashboard leads from a number to the dashboard that has the details.
func toDashboard(title, uid string) []grafana.Link {
	return []grafana.Link{{Title: title, URL: "/d/" + uid + "?" + keep}}
}
