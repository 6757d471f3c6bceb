package dashboards

import (
	"fmt"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// failingSince is when the failures in a row began, by the event log.
var failingSince = perSwitch(of("slp_eventlog_comm_fail_since_timestamp_seconds"))

// transportBySwitch are the paths on which the switches reach their server.
var transportBySwitch = "max by (" + bySwitch + ", type, url, proxy_address, proxy_port, vrf) (" + of("slp_transport_info") + ")"

// highestStreak is the most failures in a row within the time range.
var highestStreak = streakOf(of, "max_over_time", "[$__range] @ end()")

// lastSuccess is the last success of any message, of the switches that send any.
var lastSuccess = perSwitch(of("slp_comm_last_success_timestamp_seconds")) + unless(`slp_transport_info{type="off"}`)

const byTransport = "count by (type, url, proxy_address, proxy_port, vrf)"

var communicationDashboard = grafana.Dashboard{
	UID:         uidCommunication,
	Title:       "SLP / Communication",
	Description: "Which switches do not reach CSSM, CSLU or SSM On-Prem, since when, why, and on which path?",
	Tag:         tag,
	From:        "now-24h",
	Refresh:     "5m",
	Variables:   fleetVariables,
	Sections:    []grafana.Section{communicationNow, communicationOverTime, communicationByMessage, communicationByPath},
}

var communicationNow = grafana.Section{
	Title: "Now",
	Lines: []grafana.Line{
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "Server not reached", Width: 5,
				Description: "Switches whose last message failed.",
				Show:        grafana.Stat{Expr: count(failing), Scale: noneIsBest},
			},
			{
				Title: "For more than a day", Width: 5,
				Description: "Switches that have been failing for more than a day, by their event log.",
				Show:        grafana.Stat{Expr: count(fmt.Sprintf("time() - %s > %d", failingSince, day)), Scale: noneIsGood},
			},
			{
				Title: "Longest run of failures", Width: 5,
				Description: "The most failures in a row of any switch.",
				Show:        grafana.Stat{Expr: "max(" + streak + ")", Scale: streaks},
			},
			{
				Title: "Share of switches failing", Width: 5, Unit: "percentunit", Decimals: grafana.Tenths,
				Description: "Share of the switches that report on their communication.",
				Show:        grafana.Stat{Expr: orZero("count(" + failing + ") / count(" + streak + ")"), Scale: grafana.Colour(good).From(0.02, warning).From(0.2, bad)},
			},
			{
				Title: "Most with the same cause", Width: 4,
				Description: "The most switches that fail with the same cause now. Many at once point at a proxy, a firewall or the server.",
				Show:        grafana.Stat{Expr: orZero("max(count by (cause) (" + causeOnly + "))"), Scale: grafana.Colour(good).From(3, warning).From(10, bad)},
			},
		}},
		{Height: 12, Panels: []grafana.Panel{
			{
				Title: "Failures in a row, longest first", Width: 24, NoValue: "No failure is known",
				Description: "The 100 switches with the most failures in a row. The cause is the exporter's class of the reason; the reason is what the switch says.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "streak", Expr: "topk(100, " + failing + ")"},
						{Name: "since", Expr: inMilliseconds(failingSince + " and on (target) topk(100, " + failing + ")")},
						{Name: "why", Expr: "(" + causes + ") and on (target) topk(100, " + failing + ")"},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "streak", Title: "Failures in a row", Width: 140, Scale: streaks},
						{Of: "since", Title: "Since", Unit: fromNow, Width: 140},
						{Of: "cause", Title: "Cause", Width: 150},
						{Of: "reason", Title: "Reason"},
					},
					Sort: "Failures in a row", Descending: true,
				},
			},
		}},
	},
}

var communicationOverTime = grafana.Section{
	Title: "Over time",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Switches failing, by cause", Width: 12, Decimals: grafana.Whole,
				Description: "A step in one colour is one problem that hits many switches.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{cause}}", Expr: "count by (cause) (" + causeOnly + ")"},
					},
					Stacked: true, Stepped: true,
				},
			},
			{
				Title: "Switches failing, by " + group, Width: 12, Decimals: grafana.Whole,
				Description: "Switches whose last message failed, of each " + group + ".",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{" + group + "}}", Expr: "count by (" + group + ") (" + failing + ")"},
					},
					Stacked: true, Stepped: true,
				},
			},
		}},
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Longest runs of failures", Width: 24, Decimals: grafana.Whole,
				Description: "Failures in a row of the 20 switches that had the most in the time range. A rise is another message without answer; a fall to 0 is a success or a reload.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{target}}", Expr: "(" + streak + ") and on (target) topk(20, " + highestStreak + " > 0)"},
					},
					Stepped: true, LegendRight: true, Links: fromSeries,
				},
			},
		}},
	},
}

var communicationByMessage = grafana.Section{
	Title: "By message",
	Lines: []grafana.Line{
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Switches without answer, by message", Width: 8, NoValue: "no failure is known",
				Description: "Switches whose last message of that type failed.",
				Show: grafana.Bars{
					Queries: []grafana.Query{
						{Legend: "{{message}}", Expr: "sort_desc(count by (message) (" + once(failingMessages) + "))"},
					},
					Scale: grafana.Colour(warning),
				},
			},
			{
				Title: "Messages", Width: 16,
				Description: "The agents' tallies since their last reload, over all switches, and the requests in their histories.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "failing", Expr: "count by (message) (" + once(failingMessages) + ") or count by (message) (" + of("slp_comm_ongoing_failures", `scope="communication"`) + ") * 0"},
						{Name: "success", Expr: "sum by (message) (" + once(of("slp_comm_attempts", `result="success"`)) + ")"},
						{Name: "failure", Expr: "sum by (message) (" + once(of("slp_comm_attempts", `result="failure"`)) + ")"},
						{Name: "kept", Expr: "sum by (message) (" + once(of("slp_history_messages")) + ")"},
						{Name: "unanswered", Expr: "sum by (message) (" + once(of("slp_history_unanswered")) + ")"},
					},
					Columns: []grafana.Column{
						{Of: "message", Title: "Message", Width: 220},
						{Of: "failing", Title: "Switches failing", Scale: noneIsBest},
						{Of: "success", Title: "Successes"},
						{Of: "failure", Title: "Failures"},
						{Of: "kept", Title: "In the history"},
						{Of: "unanswered", Title: "Of these without answer"},
					},
					Sort: "Switches failing", Descending: true,
				},
			},
		}},
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "What the switches were told", Width: 12, NoValue: "No failure is known",
				Description: "Responses other than success to the last message of each type, with cause and reason in the agent's words, 100 at most.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "topk(100, count by (message, response, cause, reason) (" + once(of("slp_comm_last_response_info", `cause!="none"`)) + "))"},
					},
					Columns: []grafana.Column{
						{Of: "switches", Title: "Switches", Width: 85},
						{Of: "message", Title: "Message", Width: 170},
						{Of: "response", Title: "Response", Width: 170},
						{Of: "cause", Title: "Cause", Width: 110},
						{Of: "reason", Title: "Reason"},
					},
					Sort: "Switches", Descending: true,
				},
			},
			{
				Title: "Longest without success", Width: 12,
				Description: "The 50 switches whose last success of any message is longest ago. Switches with transport off are left out.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "success", Expr: inMilliseconds("bottomk(50, " + lastSuccess + ")")},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "success", Title: "Last success", Unit: fromNow},
					},
					Sort: "Last success",
				},
			},
		}},
	},
}

var communicationByPath = grafana.Section{
	Title: "By path",
	Lines: []grafana.Line{
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Transport, server, proxy and VRF", Width: 24,
				Description: "How the switches reach their server, and how many of them fail on that path. If all switches on one path fail, the problem is that server, proxy or VRF.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "failing", Expr: byTransport + " (" + transportBySwitch + " and on (target) (" + failing + ")) or " + byTransport + " (" + transportBySwitch + ") * 0"},
						{Name: "switches", Expr: byTransport + " (" + transportBySwitch + ")"},
						{Name: "share", Expr: byTransport + " (" + transportBySwitch + " and on (target) (" + failing + ")) / " + byTransport + " (" + transportBySwitch + ")"},
					},
					Columns: []grafana.Column{
						{Of: "type", Title: "Transport", Width: 100},
						{Of: "url", Title: "Server"},
						{Of: "proxy_address", Title: "Proxy", Width: 150},
						{Of: "proxy_port", Title: "Port", Width: 70},
						{Of: "vrf", Title: "VRF", Width: 100},
						{Of: "switches", Title: "Switches", Width: 90},
						{Of: "failing", Title: "Failing", Width: 80, Scale: noneIsBest},
						{Of: "share", Title: "Share", Unit: "percentunit", Decimals: grafana.Whole, Width: 80},
					},
					Sort: "Failing", Descending: true,
				},
			},
		}},
		{Height: 7, Panels: []grafana.Panel{
			{
				Title: "What the agents allow themselves", Width: 12,
				Description: "The communication level that the agents allow themselves, with their reason.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "count by (level, overall_state) (" + once(of("slp_comm_level_info")) + ")"},
					},
					Columns: []grafana.Column{
						{Of: "level", Title: "Level", Width: 120, Words: grafana.Words{{"DIRECT", "DIRECT", good}, {"INDIRECT", "INDIRECT", notice}}},
						{Of: "overall_state", Title: "Reason"},
						{Of: "switches", Title: "Switches", Width: 90},
					},
					Sort: "Switches", Descending: true,
				},
			},
			{
				Title: "What the servers answered last", Width: 12,
				Description: "Status in the last response to each message, by the switches' message histories.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "count by (message, status_code, status_message) (" + once(of("slp_history_last_status_info")) + ")"},
					},
					Columns: []grafana.Column{
						{Of: "message", Title: "Message", Width: 170},
						{Of: "status_code", Title: "Status", Width: 170},
						{Of: "status_message", Title: "Text"},
						{Of: "switches", Title: "Switches", Width: 90},
					},
					Sort: "Switches", Descending: true,
				},
			},
		}},
	},
}
