package dashboards_test

import (
	"regexp"
	"strings"
)

// expression is a query of a panel, a variable or an annotation.
type expression struct {
	where   string
	text    string
	instant bool
}

// labelValues matches the form in which variables ask for the values of a label; Prometheus knows its selector.
var labelValues = regexp.MustCompile(`^label_values\((.*), *(\w+)\)$`)

// expressions are all queries of the dashboard.
func (d dashboard) expressions() []expression {
	var found []expression
	for _, p := range d.graphs() {
		for _, q := range p.Targets {
			found = append(found, expression{"panel " + p.Title + ", query " + q.RefID, q.Expr, q.Instant})
		}
	}
	for _, v := range d.Templating.List {
		query, ok := v.Query.(map[string]any)
		if !ok {
			continue // the kind of data source, or no query at all
		}
		text, _ := query["query"].(string)
		if parts := labelValues.FindStringSubmatch(text); parts != nil {
			text = "count by (" + parts[2] + ") (" + parts[1] + ")"
		}
		found = append(found, expression{"variable " + v.Name, text, true})
	}
	for _, a := range d.Annotations.List {
		found = append(found, expression{"annotation " + a.Name, a.Expr, false})
	}
	return found
}

// filled replaces the dashboard's variables as Grafana does. All of them but the switch match everything.
func filled(text, target string) string {
	return strings.NewReplacer(
		"$__rate_interval", "20s",
		"$__range", "1h",
		"$site", ".*",
		"$instance", ".*",
		"$target", target,
	).Replace(text)
}
