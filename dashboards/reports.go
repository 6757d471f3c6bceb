package dashboards

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

var (
	reportsUnacknowledged = perSwitch(of("slp_rum_reports_unacknowledged"))
	reportsStored         = perSwitch(of("slp_rum_reports_in_storage"))
)

func inState(state string) string {
	return perSwitch(of("slp_rum_reports", `state="`+state+`"`))
}

// chosenBy keeps the switches that another query chooses.
func chosenBy(expr, choice string) string { return "(" + expr + ") and on (target) " + choice }

// madeInADay are the reports made in 24 hours. The agent counts what it made since its last start: after a
// fall, all of it is new.
var madeInADay = perSwitch(of("slp_rum_reports_created")) + " - " + perSwitch("min_over_time("+of("slp_rum_reports_created")+"[24h])")

// madeInTheLastDay is the same for the 24 hours before the end of the time range.
var madeInTheLastDay = perSwitch(of("slp_rum_reports_created")+" @ end()") + " - " +
	perSwitch("min_over_time("+of("slp_rum_reports_created")+"[24h] @ end())")

// policyInUse are the policies in use, by switch.
var policyInUse = "max by (" + bySwitch + ", policy, source) (" + of("slp_policy_info") + ")"

// licencesByProduct are the counts of licences, with what the switches say about each.
var licencesByProduct = "sum by (license, description, enforcement, type, status) (" + once(of("slp_license_count")) +
	" * on (target, license, entitlement_tag) group_left (description, enforcement, type, status) " +
	licenceInfo("description, enforcement, type, status") + ")"

// daysAhead is how many days the columns of reports due look ahead.
const daysAhead = 30

// pushesPerDay counts the reports due on each of the next days; days without any have a 0.
var pushesPerDay = `(count_values("day", ` + daysLeft + ") or on (day) (" + emptyDays() + ")) and on () count(" + of("slp_up") + ")"

var daysLeft = fmt.Sprintf("floor(clamp_min((%s < time() + %d) - time(), 0) / %d)", nextPush, daysAhead*day, day)

func emptyDays() string {
	var zeros []string
	for n := range daysAhead {
		zeros = append(zeros, label("vector(0)", "day", fmt.Sprint(n)))
	}
	return strings.Join(zeros, " or ")
}

// ackMargins are the bars of the time left until the ACK deadline, and their colours.
var (
	ackMargins = []grafana.Query{
		{Legend: "passed", Expr: ackMargin(" < 0")},
		{Legend: "within 7 days", Expr: ackMargin(fmt.Sprintf(" >= 0 < %d", 7*day))},
		{Legend: "in 7 to 30 days", Expr: ackMargin(fmt.Sprintf(" >= %d < %d", 7*day, 30*day))},
		{Legend: "in 30 to 90 days", Expr: ackMargin(fmt.Sprintf(" >= %d < %d", 30*day, 90*day))},
		{Legend: "later", Expr: ackMargin(fmt.Sprintf(" >= %d", 90*day))},
	}
	marginColours = [][2]string{
		{"passed", bad}, {"within 7 days", warning}, {"in 7 to 30 days", "yellow"}, {"in 30 to 90 days", good}, {"later", notice},
	}
)

func ackMargin(within string) string { return count("(" + ackDeadline + " - time())" + within) }

var reportsDashboard = grafana.Dashboard{
	UID:         uidReports,
	Title:       "SLP / Reports and capacity",
	Description: "When are usage reports due, are they acknowledged in time, what piles up, and which licences are in use?",
	Tag:         tag,
	From:        "now-7d",
	Refresh:     "5m",
	Variables:   fleetVariables,
	Sections:    []grafana.Section{reportsNow, reportsCadence, reportsBacklogAndStorage, reportsLicences},
}

var reportsNow = grafana.Section{
	Title: "Now",
	Lines: []grafana.Line{
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "Reports overdue", Width: 4,
				Description: "Switches whose next usage report was due more than an hour ago. Switches that are offline on purpose are not counted.",
				Show:        grafana.Stat{Expr: count(nextPush + " < time() - 3600"), Scale: noneIsBest},
			},
			{
				Title: "ACK deadline passed", Width: 4,
				Description: "Switches that are out of policy because no ACK came in time.",
				Show:        grafana.Stat{Expr: count(ackDeadline + " < time()"), Scale: noneIsGood},
			},
			{
				Title: "Reports without ACK", Width: 4,
				Description: "Usage reports that wait for their ACK, over all switches.",
				Show:        grafana.Stat{Expr: orZero("sum(" + reportsUnacknowledged + ")")},
			},
			{
				Title: "Reports in storage", Width: 4,
				Description: "Usage reports that the switches hold in their storage.",
				Show:        grafana.Stat{Expr: orZero("sum(" + reportsStored + ")")},
			},
			{
				Title: "Reports missing", Width: 4,
				Description: "Usage reports that the agents report as missing (MIA): usage that CSSM never heard of.",
				Show:        grafana.Stat{Expr: orZero("sum(" + inState("missing") + ")"), Scale: noneIsBest},
			},
			{
				Title: "Reports purged", Width: 4,
				Description: "Usage reports that the agents removed, of those that they still count.",
				Show:        grafana.Stat{Expr: orZero("sum(" + inState("purged") + ")")},
			},
		}},
	},
}

var reportsCadence = grafana.Section{
	Title: "Cadence",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Usage reports due in the next 30 days", Width: 16, Decimals: grafana.Whole,
				Description: "How many switches push their next usage report in how many days; 0 is within a day, or overdue. A peak is load on CSLU or SSM On-Prem on that day.",
				Show:        grafana.Columns{Expr: pushesPerDay, X: "day", XTitle: "Days from now", ValueTitle: "Switches"},
			},
			{
				Title: "Push interval, in days", Width: 8,
				Description: "Switches by the interval at which they push usage reports, in days; 0 is no reporting.",
				Show: grafana.Bars{
					Queries: []grafana.Query{
						{Legend: "{{days}}", Expr: fmt.Sprintf(`sort_desc(count_values("days", %s / %d))`, perSwitch(of("slp_usage_reporting_push_interval_seconds")), day)},
					},
				},
			},
		}},
		{Height: 11, Panels: []grafana.Panel{
			{
				Title: "Next usage reports, the most overdue first", Width: 12,
				Description: "The 50 switches whose next push is due first. Switches that are offline on purpose are left out.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "next", Expr: inMilliseconds("bottomk(50, " + nextPush + ")")},
						{Name: "last", Expr: inMilliseconds(chosenBy(reportingTime("last_push"), "bottomk(50, "+nextPush+")"))},
						{Name: "interval", Expr: chosenBy(perSwitch(of("slp_usage_reporting_push_interval_seconds")), "bottomk(50, "+nextPush+")")},
						{Name: "late", Expr: chosenBy("time() - "+nextPush+" > 0", "bottomk(50, "+nextPush+")")},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "next", Title: "Next push", Unit: fromNow},
						{Of: "late", Title: "Overdue by", Unit: "s", Decimals: grafana.Whole, Scale: grafana.Colour(bad)},
						{Of: "last", Title: "Last push", Unit: fromNow},
						{Of: "interval", Title: "Interval", Unit: "s", Decimals: grafana.Whole},
					},
					Sort: "Next push",
				},
			},
			{
				Title: "ACK deadlines, the nearest first", Width: 12,
				Description: "The 50 switches whose ACK deadline is nearest, or longest past. Switches that are offline on purpose are left out.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "deadline", Expr: inMilliseconds("bottomk(50, " + ackDeadline + ")")},
						{Name: "left", Expr: chosenBy(ackDeadline+" - time()", "bottomk(50, "+ackDeadline+")")},
						{Name: "last", Expr: inMilliseconds(chosenBy(reportingTime("last_ack"), "bottomk(50, "+ackDeadline+")"))},
						{Name: "waiting", Expr: chosenBy(reportsUnacknowledged, "bottomk(50, "+ackDeadline+")")},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "deadline", Title: "ACK deadline", Unit: fromNow},
						{Of: "left", Title: "Time left", Unit: "s", Decimals: grafana.Whole, Scale: timeLeft},
						{Of: "last", Title: "Last ACK", Unit: fromNow},
						{Of: "waiting", Title: "Without ACK"},
					},
					Sort: "ACK deadline",
				},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Time to the ACK deadline", Width: 12,
				Description: "Switches by the time left until their ACK deadline. Switches that are offline on purpose are left out.",
				Show: grafana.Bars{
					Queries: ackMargins, Colours: marginColours,
				},
			},
			{
				Title: "Policies in use", Width: 12,
				Description: "Switches by the policy in use, where it comes from, and whether it asks for an ACK (1) or not (0).",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "count by (policy, source) (" + policyInUse + ")"},
						{Name: "ack", Expr: "max by (policy, source) (" + policyInUse + " * on (target) group_left () max by (target) (slp_policy_ack_required))"},
					},
					Columns: []grafana.Column{
						{Of: "policy", Title: "Policy"},
						{Of: "source", Title: "Source"},
						{Of: "ack", Title: "ACK required", Width: 110},
						{Of: "switches", Title: "Switches", Width: 90},
					},
					Sort: "Switches", Descending: true,
				},
			},
		}},
	},
}

var reportsBacklogAndStorage = grafana.Section{
	Title: "Backlog and storage",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Reports without ACK, by " + group, Width: 12, Decimals: grafana.Whole,
				Description: "A line that only rises is a backlog: reports are sent, or kept, and not acknowledged.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{" + group + "}}", Expr: "sum by (" + group + ") (" + reportsUnacknowledged + ")"},
					},
					Stacked: true, Stepped: true,
				},
			},
			{
				Title: "Reports by state", Width: 12, Decimals: grafana.Whole,
				Description: "Usage reports of all switches by state, without the acknowledged ones. A rise of missing or purged is usage that CSSM never heard of.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{state}}", Expr: "sum by (state) (" + once(of("slp_rum_reports", `state!="acknowledged"`)) + ")"},
					},
					Stepped: true, Colours: [][2]string{{"missing", bad}, {"purged", warning}, {"waiting_ack", "yellow"}},
				},
			},
		}},
		{Height: 11, Panels: []grafana.Panel{
			{
				Title: "Backlog, largest first", Width: 24,
				Description: "The 50 switches with most usage reports without ACK. Reports made in 24 hours: more than one a day costs memory on the switch.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "waiting", Expr: "topk(50, " + reportsUnacknowledged + ")"},
						{Name: "stored", Expr: chosenBy(reportsStored, "topk(50, "+reportsUnacknowledged+")")},
						{Name: "missing", Expr: chosenBy(inState("missing"), "topk(50, "+reportsUnacknowledged+")")},
						{Name: "purged", Expr: chosenBy(inState("purged"), "topk(50, "+reportsUnacknowledged+")")},
						{Name: "made", Expr: chosenBy(madeInADay, "topk(50, "+reportsUnacknowledged+")")},
						{Name: "ack", Expr: inMilliseconds(chosenBy(reportingTime("last_ack"), "topk(50, "+reportsUnacknowledged+")"))},
						{Name: "oldest", Expr: inMilliseconds(chosenBy(perSwitch(of("slp_rum_report_oldest_unacknowledged_timestamp_seconds")), "topk(50, "+reportsUnacknowledged+")"))},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "waiting", Title: "Without ACK", Scale: grafana.Colour(good).From(50, warning).From(200, bad)},
						{Of: "stored", Title: "In storage"},
						{Of: "missing", Title: "Missing", Scale: noneIsBest},
						{Of: "purged", Title: "Purged"},
						{Of: "made", Title: "Made in 24 h"},
						{Of: "oldest", Title: "Oldest without ACK", Unit: fromNow},
						{Of: "ack", Title: "Last ACK", Unit: fromNow},
					},
					Sort: "Without ACK", Descending: true,
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Most reports in storage", Width: 12, Decimals: grafana.Whole,
				Description: "The 15 switches that hold most usage reports in storage at the end of the time range.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{target}}", Expr: reportsStored + " and on (target) topk(15, " + perSwitch(of("slp_rum_reports_in_storage")+" @ end()") + ")"},
					},
					Stepped: true, LegendRight: true, Links: fromSeries,
				},
			},
			{
				Title: "Most reports made in a day", Width: 12, Decimals: grafana.Whole,
				Description: "The 15 switches that made most usage reports in the last 24 hours. One for each licence and interval is usual.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{target}}", Expr: chosenBy(madeInADay, "topk(15, "+madeInTheLastDay+")")},
					},
					Stepped: true, LegendRight: true, Links: fromSeries,
				},
			},
		}},
	},
}

var reportsLicences = grafana.Section{
	Title: "Licences",
	Lines: []grafana.Line{
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Licences in use", Width: 14, Decimals: grafana.Whole,
				Description: "Licences in use by name, such as network-advantage or dna-essentials, over all switches.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{license}}", Expr: "sum by (license) (" + once(of("slp_license_count")) + ") > 0"},
					},
					Stacked: true, Stepped: true, LegendRight: true,
				},
			},
			{
				Title: "Licences", Width: 10,
				Description: "Licences in use by name, and on how many switches. Compare the sum with what the account in CSSM holds.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "count", Expr: "sum by (license) (" + once(of("slp_license_count")) + ")"},
						{Name: "switches", Expr: "count by (license) (max by (" + bySwitch + ", license) (" + of("slp_license_count") + ") > 0)"},
					},
					Columns: []grafana.Column{
						{Of: "license", Title: "Licence"},
						{Of: "count", Title: "In use", Width: 90},
						{Of: "switches", Title: "Switches", Width: 90},
					},
					Sort: "In use", Descending: true,
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Licences by product", Width: 24,
				Description: "Licences in use by description, enforcement and status, with their count over all switches, 200 at most.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "count", Expr: "topk(200, " + licencesByProduct + ")"},
					},
					Columns: []grafana.Column{
						{Of: "license", Title: "Licence"},
						{Of: "description", Title: "Description"},
						{Of: "enforcement", Title: "Enforcement", Width: 150},
						{Of: "type", Title: "Type", Width: 120},
						{Of: "status", Title: "Status", Width: 130},
						{Of: "count", Title: "In use", Width: 90},
					},
					Sort: "In use", Descending: true,
				},
			},
		}},
	},
}
