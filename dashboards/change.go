package dashboards

import (
	"fmt"
	"strings"
)

// changes are the differences from a day ago that the dashboard shows, the most important first.
var changes = []struct{ text, expr string }{
	{"trust lost", of("slp_trust_installed") + " == 0 and max_over_time(" + of("slp_trust_installed") + "[24h]) == 1"},
	{"trust installed", of("slp_trust_installed") + " == 1 and min_over_time(" + of("slp_trust_installed") + "[24h]) == 0"},
	{"server not reached any more", streak + " > 0 and " + streakOverDay("min_over_time") + " == 0"},
	{"server reached again", streak + " == 0 and " + streakOverDay("max_over_time") + " > 0"},
	{"no longer polled", of("slp_up") + " == 0 and max_over_time(" + of("slp_up") + "[24h]) == 1"},
	{"usage reports missing", risen(of("slp_rum_reports", `state="missing"`))},
	{"usage reports purged", risen(of("slp_rum_reports", `state="purged"`))},
	{"transport changed", textChanged("slp_transport_info", "type", "url", "proxy_address", "proxy_port", "vrf")},
	{"policy changed", textChanged("slp_policy_info", "policy", "source")},
	{"push interval changed", "changes(" + of("slp_usage_reporting_push_interval_seconds") + "[24h]) > 0"},
	{"release or agent changed", textChanged("slp_device_info", "os_version", "agent_version")},
	{"licence count changed", otherThanYesterday("slp_license_count", "license")},
	{"new switch", of("slp_target_info") + " unless on (target) slp_target_info offset 24h and on () count(slp_target_info offset 24h)"},
}

// streakOverDay is the streak over the last day.
func streakOverDay(over string) string { return streakOf(of, over, "[24h]") }

// risen are the series that are higher than their lowest value of the last day.
func risen(series string) string {
	return series + " > min_over_time(" + series + "[24h])"
}

// textChanged are the info metrics that had two texts in the last day, but have one now.
func textChanged(metric string, labels ...string) string {
	return fmt.Sprintf("count by (%s) (count by (%s) (last_over_time(%s[24h]))) > 1 and on (target) %s",
		bySwitch, list(bySwitch, labels...), of(metric), metric)
}

// otherThanYesterday are the sums that differ from a day ago.
func otherThanYesterday(metric string, labels ...string) string {
	sum := "sum by (" + list(bySwitch, labels...) + ") (max without (instance, job) (" + of(metric)
	return sum + ")) != " + sum + " offset 24h))"
}

// latestChanges are the changes of the last 24 hours, the most important first, with at most limit rows.
func latestChanges(limit int) string {
	var rows []string
	for i, c := range changes {
		rows = append(rows, label(fmt.Sprintf("%s * 0 + %d", perSwitch(c.expr), len(changes)-i), "change", c.text))
	}
	return fmt.Sprintf("topk(%d, %s)", limit, strings.Join(rows, " or "))
}
