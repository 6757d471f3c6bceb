package dashboards

import (
	"fmt"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// trustOverTime has both counts of trust in one query, because trust costs the most to ask for.
var trustOverTime = trustState(trustState(`count_values("trust", `+trust+")", "1", "trust installed"), "0", "no trust code")

func trustState(expr, value, text string) string {
	return `label_replace(` + expr + `, "state", "` + text + `", "trust", "` + value + `")`
}

// offlineByConfig are the switches that send nothing by themselves, because they are configured so.
var offlineByConfig = perSwitch(of("slp_transport_info", `type="off"`)) + unless("slp_registration_registered")

func byGroup(expr string) string { return "count by (" + group + ") (" + expr + ")" }

var fleetDashboard = grafana.Dashboard{
	UID:         uidFleet,
	Title:       "SLP / Fleet",
	Description: "Do the switches have trust, and does anything need attention?",
	Tag:         tag,
	From:        "now-24h",
	Refresh:     "5m",
	Variables:   fleetVariables,
	Sections:    []grafana.Section{fleetNow, fleetWorstFirst, fleetByGroup},
}

var fleetNow = grafana.Section{
	Title: "Now",
	Lines: []grafana.Line{
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "Switches", Width: 3,
				Description: "Switches configured in slp-exporter.",
				Show:        grafana.Stat{Expr: count(polled)},
			},
			{
				Title: "Trust installed", Width: 3, Unit: "percentunit", Decimals: grafana.Tenths,
				Description: "Share of the switches with trust, of those that need it: not of those with transport off, nor of those before SLP.",
				Show:        grafana.Stat{Expr: "avg(" + trust + ")", Scale: shares},
			},
			{
				Title: "Without trust", Width: 3,
				Description: "Switches that need trust and have none. They cannot report by themselves.",
				Show:        grafana.Stat{Expr: count(untrusted), Scale: noneIsGood},
			},
			{
				Title: "Server not reached", Width: 3,
				Description: "Switches whose last message to CSSM, CSLU or SSM On-Prem failed.",
				Show:        grafana.Stat{Expr: count(failing), Scale: noneIsBest, Links: toDashboard("Why?", uidCommunication)},
			},
			{
				Title: "ACK deadline passed", Width: 3,
				Description: "Switches that are out of policy because no ACK came in time. Switches that are offline on purpose are not counted.",
				Show:        grafana.Stat{Expr: count(ackDeadline + " < time()"), Scale: noneIsGood, Links: toDashboard("Which?", uidReports)},
			},
			{
				Title: "ACK deadline in 30 days", Width: 3,
				Description: "Switches that need an ACK within 30 days to stay in policy. Switches that are offline on purpose are not counted.",
				Show:        grafana.Stat{Expr: count(fmt.Sprintf("%s >= time() < time() + %d", ackDeadline, 30*day)), Scale: noneIsBest, Links: toDashboard("Which?", uidReports)},
			},
			{
				Title: "Reports without ACK", Width: 3,
				Description: "Usage reports that wait for their ACK, over all switches.",
				Show:        grafana.Stat{Expr: orZero("sum(" + perSwitch(of("slp_rum_reports_unacknowledged")) + ")"), Links: toDashboard("Where?", uidReports)},
			},
			{
				Title: "Not polled", Width: 3,
				Description: "Switches whose last poll failed. Nothing else is known of them.",
				Show:        grafana.Stat{Expr: count(down), Scale: noneIsGood, Links: toDashboard("Why?", uidExporter)},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "State of the switches", Width: 8,
				Description: "Every switch is counted once, under the first state that applies.",
				Show: grafana.Bars{
					Queries: []grafana.Query{
						{Legend: "not polled", Expr: count(down)},
						{Legend: "no trust code", Expr: count(untrusted)},
						{Legend: "trust installed", Expr: count("(" + trust + ") == 1")},
						{Legend: "offline by configuration", Expr: count(offlineByConfig)},
						{Legend: "before SLP", Expr: count(perSwitch(of("slp_registration_registered")))},
					},
					Colours: [][2]string{
						{"not polled", "purple"}, {"no trust code", bad}, {"trust installed", good},
						{"offline by configuration", notice}, {"before SLP", "#808080"},
					},
				},
			},
			{
				Title: "Causes", Width: 8, NoValue: "no failure is known",
				Description: "Why switches do not reach their licence server, by cause. The same cause on many switches points at a proxy, a firewall or the server.",
				Show: grafana.Bars{
					Queries: []grafana.Query{
						{Legend: "{{cause}}", Expr: "sort_desc(count by (cause) (" + causeOnly + "))"},
					},
					Links: toDashboard("Which switches?", uidCommunication),
				},
			},
			{
				Title: "Trust and reachability", Width: 8, Decimals: grafana.Whole,
				Description: "Switches with trust, without it, with a server they do not reach, and not polled.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{state}}", Expr: trustOverTime},
						{Legend: "server not reached", Expr: count(failing)},
						{Legend: "not polled", Expr: count(down)},
					},
					Stepped: true, Colours: [][2]string{{"trust installed", good}, {"no trust code", bad}, {"server not reached", warning}, {"not polled", "purple"}},
				},
			},
		}},
	},
}

var fleetWorstFirst = grafana.Section{
	Title: "Worst first",
	Lines: []grafana.Line{
		{Height: 14, Panels: []grafana.Panel{
			{
				Title: "What is wrong, most urgent first", Width: 14, NoValue: "No problem is known",
				Description: "A row for each switch and problem, 200 at most. The detail is the cause, the reason of the failed poll, or the collector. Click a switch to see all of it.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "urgency", Expr: worst(200)},
					},
					Columns: []grafana.Column{
						{Of: "urgency", Title: "Urgency", Width: 90, Words: urgencies},
						switchColumn,
						groupColumn,
						{Of: "problem", Title: "Problem"},
						{Of: "detail", Title: "Detail"},
					},
					Sort: "Urgency", Descending: true,
				},
			},
			{
				Title: "What changed in 24 hours", Width: 10, NoValue: "No change is known",
				Description: "A row for each switch and change against the 24 hours before the end of the time range, 200 at most. New switches and licence counts need a day of data.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "weight", Expr: latestChanges(200)},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "change", Title: "Change"},
					},
				},
			},
		}},
	},
}

var fleetByGroup = grafana.Section{
	Title: "By " + group,
	Lines: []grafana.Line{
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Each " + group, Width: 16,
				Description: "Switches of each " + group + ", those with most failing switches first.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "failing", Expr: byGroup(failing) + " or " + byGroup(polled) + " * 0"},
						{Name: "switches", Expr: byGroup(polled)},
						{Name: "trusted", Expr: "avg by (" + group + ") (" + trust + ")"},
						{Name: "untrusted", Expr: byGroup(untrusted) + " or " + byGroup(polled) + " * 0"},
						{Name: "down", Expr: byGroup(down) + " or " + byGroup(polled) + " * 0"},
						{Name: "deadline", Expr: inMilliseconds("min by (" + group + ") (" + ackDeadline + ")")},
					},
					Columns: []grafana.Column{
						groupColumn,
						{Of: "switches", Title: "Switches", Width: 85},
						{Of: "failing", Title: "Server not reached", Scale: noneIsBest},
						{Of: "trusted", Title: "Trust installed", Unit: "percentunit", Decimals: grafana.Whole, Scale: shares},
						{Of: "untrusted", Title: "Without trust", Scale: noneIsGood},
						{Of: "down", Title: "Not polled", Scale: noneIsGood},
						{Of: "deadline", Title: "Next ACK deadline", Unit: fromNow},
					},
					Sort: "Server not reached", Descending: true,
				},
			},
			{
				Title: "Members without trust code", Width: 8, NoValue: "None is known",
				Description: "Stack members and supervisors that report no trust code, 100 at most. Switches that need none are left out.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "trust", Expr: "topk(100, (" + memberTrust + ") == 0)"},
					},
					Columns: []grafana.Column{
						switchColumn,
						{Of: "role", Title: "Role", Width: 80},
						{Of: "serial_number", Title: "Serial number"},
						{Of: "trust", Title: "Trust code", Width: 105, Words: installed},
						{Of: group, Title: groupTitle, Width: 80},
					},
				},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Models and releases", Width: 24,
				Description: "Switches by product, release and agent. The release is empty unless the collector version is on.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "count by (pid, os_version, agent_version) (max by (" + bySwitch + ", pid, os_version, agent_version) (" + of("slp_device_info") + "))"},
					},
					Columns: []grafana.Column{
						{Of: "switches", Title: "Switches", Width: 100, Scale: grafana.Plain},
						{Of: "pid", Title: "Product"},
						{Of: "os_version", Title: "Release"},
						{Of: "agent_version", Title: "Agent"},
					},
					Sort: "Switches", Descending: true,
				},
			},
		}},
	},
}
