package dashboards

import (
	"fmt"
	"strings"
)

// group is the configured label of the targets by which the dashboards group and filter; groupTitle is what
// people read for it.
const (
	group      = "site"
	groupTitle = "Site"
)

// bySwitch are the labels that rows about switches keep of a series.
const bySwitch = group + ", target"

// Seconds.
const (
	hour = 3600
	day  = 24 * hour
)

// of selects a metric of the switches chosen in the dashboard's variables.
func of(metric string, matchers ...string) string {
	return selector(metric, group+`=~"$`+group+`", target=~"$target"`, matchers)
}

// ofOne selects a metric of the one switch that the dashboard shows.
func ofOne(metric string, matchers ...string) string {
	return selector(metric, `target=~"$target"`, matchers)
}

func selector(metric, filter string, matchers []string) string {
	return metric + "{" + list(filter, matchers...) + "}"
}

// list joins labels or matchers.
func list(first string, more ...string) string {
	return strings.Join(append([]string{first}, more...), ", ")
}

// perSwitch is one series for each switch; a configuration or a scrape may add other labels.
func perSwitch(expr string, labels ...string) string {
	return "max by (" + list(bySwitch, labels...) + ") (" + expr + ")"
}

// once is each series once, however many jobs and exporters the switch is scraped by.
func once(expr string) string { return "max without (instance, job) (" + expr + ")" }

// licenceInfo is what the switches say about each licence, by these labels, for a join on target, license and entitlement_tag.
func licenceInfo(labels string) string {
	return "topk by (target, license, entitlement_tag) (1, max by (target, license, entitlement_tag, " + labels + ") (slp_license_info))"
}

// orZero is the expression, or 0 if there is nothing to count. If nothing is known of any switch, it yields
// nothing: 0 would say that all is well.
func orZero(expr string) string { return expr + " or 0 * count(" + of("slp_up") + ")" }

// count counts series, and is 0 if there are none to count.
func count(expr string) string { return orZero("count(" + expr + ")") }

// label adds a label that holds a fixed text.
func label(expr, name, text string) string {
	return fmt.Sprintf(`label_replace(%s, "%s", "%s", "", "")`, expr, name, text)
}

// renameLabel renames the label from to the name to.
func renameLabel(expr, from, to string) string {
	return fmt.Sprintf(`label_replace(%s, "%s", "$1", "%s", "(.*)")`, expr, to, from)
}
