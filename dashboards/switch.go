package dashboards

import (
	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// oneBy is a metric of the switch by these labels; a configuration or a scrape may add others.
func oneBy(labels, metric string, matchers ...string) string {
	return "max by (" + labels + ") (" + ofOne(metric, matchers...) + ")"
}

// oneSeries is a metric of the switch as one series.
func oneSeries(metric string, matchers ...string) string {
	return "max(" + ofOne(metric, matchers...) + ")"
}

// reporting is one of the times of the switch's usage reporting.
func reporting(what string) string {
	return oneSeries("slp_usage_reporting_" + what + "_timestamp_seconds")
}

var failuresInARow = "max(" + streakOf(ofOne, "", "") + ")"

var overallTrust = oneSeries("slp_trust_installed") + " or " + oneSeries("slp_trust_code_installed")

// switchMarks put the times that the switch reports on all panels over time.
var switchMarks = []grafana.Mark{
	switchMark("Usage report pushed", notice, "slp_usage_reporting_last_push_timestamp_seconds"),
	switchMark("ACK received", good, "slp_usage_reporting_last_ack_timestamp_seconds"),
	switchMark("Trust code installed", "purple", "slp_trust_code_installed_timestamp_seconds"),
	switchMark("Policy installed", "purple", "slp_policy_installed_timestamp_seconds"),
	switchMark("Communication restored", good, "slp_eventlog_comm_restored_timestamp_seconds"),
}

func switchMark(name, colour, metric string) grafana.Mark {
	return grafana.Mark{Name: name, Colour: colour, Expr: inMilliseconds(oneSeries(metric))}
}

var switchDashboard = grafana.Dashboard{
	UID:         uidSwitch,
	Title:       "SLP / Switch",
	Description: "Everything that one switch reports about its licensing, and when it happened.",
	Tag:         tag,
	From:        "now-24h",
	Refresh:     "1m",
	Variables:   []grafana.Variable{dataSourceVariable, oneSwitchVariable},
	Marks:       switchMarks,
	Sections:    []grafana.Section{oneSwitchState, oneSwitchTimeline, oneSwitchCommunication, oneSwitchTrustAndLicences, oneSwitchPolls},
}

var oneSwitchState = grafana.Section{
	Title: "$target",
	Lines: []grafana.Line{
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "Polled", Width: 3,
				Description: "Whether the last poll read the switch. If not, nothing else is known of it.",
				Show:        grafana.Stat{Expr: oneSeries("slp_up"), Words: yesNo},
			},
			{
				Title: "Trust", Width: 3, NoValue: "not reported",
				Description: "The overall trust, or that of the members where the switch reports no overall one. Before SLP, and with transport off, none is needed.",
				Show:        grafana.Stat{Expr: overallTrust, Words: installed},
			},
			{
				Title: "Failures in a row", Width: 3, NoValue: "not reported",
				Description: "Messages without answer up to now, as the alerts count them: by the agent's tally, else by the event log.",
				Show:        grafana.Stat{Expr: failuresInARow, Scale: streaks},
			},
			{
				Title: "Failing since", Width: 3, Unit: fromNow, NoValue: "not failing",
				Description: "When the failures in a row began, by the event log.",
				Show:        grafana.Stat{Expr: inMilliseconds(oneSeries("slp_eventlog_comm_fail_since_timestamp_seconds"))},
			},
			{
				Title: "Next push", Width: 3, Unit: fromNow, NoValue: "none",
				Description: "When the next usage report is due.",
				Show:        grafana.Stat{Expr: inMilliseconds(reporting("next_push"))},
			},
			{
				Title: "ACK deadline", Width: 3, Unit: "s", Decimals: grafana.Whole, NoValue: "none",
				Description: "Time left until the ACK is due. Below 0 the switch is out of policy.",
				Show:        grafana.Stat{Expr: reporting("ack_deadline") + " - time()", Scale: timeLeft},
			},
			{
				Title: "Reports without ACK", Width: 3, NoValue: "not reported",
				Description: "Usage reports that wait for their ACK.",
				Show:        grafana.Stat{Expr: oneSeries("slp_rum_reports_unacknowledged")},
			},
			{
				Title: "Clock off by", Width: 3, Unit: "s", Decimals: grafana.Tenths, NoValue: "not reported",
				Description: "The switch's clock minus the exporter's. Far from 0, TLS fails.",
				Show:        grafana.Stat{Expr: oneSeries("slp_device_clock_skew_seconds"), Scale: grafana.Colour(bad).From(-300, warning).From(-60, good).From(60, warning).From(300, bad)},
			},
		}},
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "The switch", Width: 12,
				Description: "What the switch reports about itself. The release is empty unless the collector version is on.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "info", Expr: oneBy("hostname, pid, serial_number, os_version, agent_version", "slp_device_info")},
					},
					Columns: []grafana.Column{
						{Of: "hostname", Title: "Host name"},
						{Of: "pid", Title: "Product"},
						{Of: "serial_number", Title: "Serial number"},
						{Of: "os_version", Title: "Release"},
						{Of: "agent_version", Title: "Agent"},
					},
				},
			},
			{
				Title: "Account and policy", Width: 12,
				Description: "The accounts that CSSM reported to the switch, and the policy in use.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "rules", Expr: oneBy("target, policy, source", "slp_policy_info")},
						{Name: "account", Expr: oneBy("target, smart_account, virtual_account", "slp_account_info")},
					},
					Columns: []grafana.Column{
						{Of: "smart_account", Title: "Smart account"},
						{Of: "virtual_account", Title: "Virtual account"},
						{Of: "policy", Title: "Policy"},
						{Of: "source", Title: "Source of the policy"},
					},
					Hidden: []string{"target"},
				},
			},
		}},
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "How it reaches its server", Width: 24,
				Description: "Transport, server, proxy and VRF, and the communication level that the agent allows itself, with its reason.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "transport", Expr: oneBy("target, type, url, proxy_address, proxy_port, vrf, ip_mode, trust_point", "slp_transport_info")},
						{Name: "allowed", Expr: oneBy("target, level, overall_state", "slp_comm_level_info")},
					},
					Columns: []grafana.Column{
						{Of: "type", Title: "Transport", Width: 100},
						{Of: "url", Title: "Server"},
						{Of: "proxy_address", Title: "Proxy"},
						{Of: "proxy_port", Title: "Port", Width: 70},
						{Of: "vrf", Title: "VRF", Width: 90},
						{Of: "ip_mode", Title: "IP", Width: 100},
						{Of: "trust_point", Title: "Trust point"},
						{Of: "level", Title: "Level", Width: 90},
						{Of: "overall_state", Title: "Reason of the level"},
					},
					Hidden: []string{"target"},
				},
			},
		}},
	},
}

var oneSwitchTimeline = grafana.Section{
	Title: "Timeline",
	Lines: []grafana.Line{
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "State", Width: 24,
				Description: "What was true when. A gap in all bands but the first is a time in which the switch was not polled. Trust is not needed before SLP, nor with transport off.",
				Show: grafana.Timeline{
					Queries: []grafana.Query{
						{Legend: "polled", Expr: oneSeries("slp_up")},
						{Legend: "trust installed", Expr: overallTrust},
						{Legend: "server reached", Expr: failuresInARow + " == bool 0"},
						{Legend: "within the ACK deadline", Expr: reporting("ack_deadline") + " >= bool time()"},
						{Legend: "clock synchronised by NTP", Expr: oneSeries("slp_device_ntp_synced")},
					},
					Words: yesNo,
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Failures in a row, by message", Width: 12, Decimals: grafana.Whole,
				Description: "Failures in a row of each message type. A fall to 0 is a success or a reload.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{message}}", Expr: oneBy("message", "slp_comm_ongoing_failures", `scope="communication"`)},
					},
					Stepped: true,
				},
			},
			{
				Title: "Usage reports", Width: 12, Decimals: grafana.Whole,
				Description: "Usage reports without ACK, in storage, missing and purged.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "without ACK", Expr: oneSeries("slp_rum_reports_unacknowledged")},
						{Legend: "in storage", Expr: oneSeries("slp_rum_reports_in_storage")},
						{Legend: "missing", Expr: oneSeries("slp_rum_reports", `state="missing"`)},
						{Legend: "purged", Expr: oneSeries("slp_rum_reports", `state="purged"`)},
					},
					Stepped: true, Colours: [][2]string{{"missing", bad}, {"purged", warning}},
				},
			},
		}},
		{Height: 11, Panels: []grafana.Panel{
			{
				Title: "What happened, the latest first", Width: 12,
				Description: "Times that the switch reported: the last of each kind of event.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "time", Expr: inMilliseconds(events)},
					},
					Columns: []grafana.Column{
						{Of: "event", Title: "Event"},
						{Of: "time", Title: "When", Unit: fromNow, Width: 140},
					},
					Sort: "When", Descending: true,
				},
			},
			{
				Title: "What comes next", Width: 12,
				Description: "What the agent has scheduled. A job in the past runs soon, or is stuck.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "time", Expr: inMilliseconds(upcoming)},
					},
					Columns: []grafana.Column{
						{Of: "event", Title: "Event"},
						{Of: "time", Title: "When", Unit: fromNow, Width: 140},
					},
					Sort: "When",
				},
			},
		}},
	},
}
