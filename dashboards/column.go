package dashboards

import "github.com/slp-exporter/slp-exporter/dashboards/grafana"

// switchColumn is the switch's name, which leads to its dashboard.
var switchColumn = grafana.Column{Of: "target", Title: "Switch", Width: 150, Links: fromCell}

// groupColumn is the label by which the dashboards group.
var groupColumn = grafana.Column{Of: group, Title: groupTitle, Width: 90}

// fromNow shows how far away a time is, such as "in 3 days". It needs milliseconds: see inMilliseconds.
const fromNow = "dateTimeFromNow"

func inMilliseconds(expr string) string { return "1000 * (" + expr + ")" }
