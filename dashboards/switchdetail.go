package dashboards

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// The sections of one switch's dashboard that have the details.

// lastFailure is why communication failed last, by the event log and by the log buffer, or a row that says
// that no failure is known.
var lastFailure = strings.Join([]string{
	label(oneBy("cause, reason", "slp_eventlog_comm_fail_info"), "by", "event log"),
	label(oneBy("cause, reason", "slp_syslog_comm_failed_info"), "by", "log buffer"),
	label("max by (cause, reason) (0 * "+ofOne("slp_up")+unless("slp_eventlog_comm_fail_info", "slp_syslog_comm_failed_info")+")",
		"by", "no failure is known"),
}, " or ")

// eventNames are the events of each name, or a row that says that there are none.
var eventNames = oneBy("event", "slp_eventlog_events") + " or " +
	label("0 * "+oneSeries("slp_eventlog_window_seconds")+" unless on () "+oneSeries("slp_eventlog_events"), "event", "no events")

// licencesInUse are the counts of licences, with what the switch says about each.
var licencesInUse = "max by (license, description, status, enforcement) (" + ofOne("slp_license_count") +
	" * on (target, license, entitlement_tag) group_left (description, status, enforcement) " +
	licenceInfo("description, status, enforcement") + ")"

var oneSwitchCommunication = grafana.Section{
	Title: "Communication",
	Lines: []grafana.Line{
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Messages", Width: 24,
				Description: "The last response to each message type, with its cause, the reason in the agent's words, and the agent's tallies since its last reload.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "last", Expr: oneBy("message, response, cause, reason", "slp_comm_last_response_info")},
						{Name: "streak", Expr: oneBy("message", "slp_comm_ongoing_failures", `scope="communication"`)},
						{Name: "success", Expr: inMilliseconds(oneBy("message", "slp_comm_last_success_timestamp_seconds"))},
						{Name: "failure", Expr: inMilliseconds(oneBy("message", "slp_comm_last_failure_timestamp_seconds"))},
						{Name: "successes", Expr: oneBy("message", "slp_comm_attempts", `result="success"`)},
						{Name: "failures", Expr: oneBy("message", "slp_comm_attempts", `result="failure"`)},
						{Name: "kept", Expr: oneBy("message", "slp_history_messages")},
						{Name: "unanswered", Expr: oneBy("message", "slp_history_unanswered")},
					},
					Columns: []grafana.Column{
						{Of: "message", Title: "Message", Width: 200},
						{Of: "streak", Title: "Failures in a row", Width: 130, Scale: streaks},
						{Of: "response", Title: "Last response"},
						{Of: "cause", Title: "Cause", Width: 120},
						{Of: "reason", Title: "Reason"},
						{Of: "success", Title: "Last success", Unit: fromNow},
						{Of: "failure", Title: "Last failure", Unit: fromNow},
						{Of: "successes", Title: "Successes", Width: 90},
						{Of: "failures", Title: "Failures", Width: 80},
						{Of: "kept", Title: "In the history", Width: 110},
						{Of: "unanswered", Title: "Without answer", Width: 120},
					},
					Sort: "Failures in a row", Descending: true,
				},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Why it failed last", Width: 10, NoValue: "No failure is known",
				Description: "Cause and reason of the last failure, by the event log and by the log buffer. They remain after communication works again.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "known", Expr: lastFailure},
					},
					Columns: []grafana.Column{
						{Of: "by", Title: "Source", Width: 130},
						{Of: "cause", Title: "Cause", Width: 140},
						{Of: "reason", Title: "Reason"},
					},
				},
			},
			{
				Title: "Log buffer", Width: 8, NoValue: "No messages",
				Description: "Messages of the agent in the switch's log buffer, the latest first. Old ones fall out.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "last", Expr: inMilliseconds(oneBy("mnemonic", "slp_syslog_last_timestamp_seconds"))},
						{Name: "count", Expr: oneBy("mnemonic, severity", "slp_syslog_messages")},
					},
					Columns: []grafana.Column{
						{Of: "mnemonic", Title: "Message"},
						{Of: "severity", Title: "Severity", Width: 80},
						{Of: "count", Title: "In the buffer", Width: 100},
						{Of: "last", Title: "Last", Unit: fromNow, Width: 130},
					},
					Sort: "Last", Descending: true,
				},
			},
			{
				Title: "Event log", Width: 6, NoValue: "No events",
				Description: "Events of each name, in the days of the event log that were read.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "count", Expr: eventNames},
					},
					Columns: []grafana.Column{
						{Of: "event", Title: "Event"},
						{Of: "count", Title: "Events", Width: 80},
					},
					Sort: "Events", Descending: true,
				},
			},
		}},
	},
}

var oneSwitchTrustAndLicences = grafana.Section{
	Title: "Trust and licences",
	Lines: []grafana.Line{
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Trust and authorization codes", Width: 12,
				Description: "Each member's trust code, when it was installed and expires, and its authorization code (SLAC) or reservation.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "trust", Expr: oneBy("role, pid, serial_number", "slp_trust_code_installed")},
						{Name: "time", Expr: inMilliseconds(oneBy("role, pid, serial_number", "slp_trust_code_installed_timestamp_seconds"))},
						{Name: "expiry", Expr: inMilliseconds(oneBy("role, pid, serial_number", "slp_trust_code_expiry_timestamp_seconds"))},
						{Name: "authorization", Expr: oneBy("role, pid, serial_number", "slp_authorization_code_installed")},
					},
					Columns: []grafana.Column{
						{Of: "role", Title: "Role", Width: 80},
						{Of: "pid", Title: "Product"},
						{Of: "serial_number", Title: "Serial number"},
						{Of: "trust", Title: "Trust code", Width: 110, Words: installed},
						{Of: "time", Title: "Installed", Unit: fromNow},
						{Of: "expiry", Title: "Expires", Unit: fromNow},
						{Of: "authorization", Title: "Authorization code", Width: 140, Words: grafana.Words{{"0", "none", "text"}, {"1", "installed", good}}},
					},
				},
			},
			{
				Title: "Licences", Width: 12,
				Description: "Licences by name and product, what the switch says about them, and how many are in use.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "count", Expr: licencesInUse},
					},
					Columns: []grafana.Column{
						{Of: "license", Title: "Licence"},
						{Of: "description", Title: "Description"},
						{Of: "status", Title: "Status", Width: 120},
						{Of: "enforcement", Title: "Enforcement", Width: 130},
						{Of: "count", Title: "In use", Width: 80, Scale: grafana.Plain},
					},
					Sort: "In use", Descending: true,
				},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Licences in use", Width: 10, Decimals: grafana.Whole,
				Description: "Licences in use by name.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{license}}", Expr: "sum by (license) (" + once(ofOne("slp_license_count")) + ")"},
					},
					Stacked: true, Stepped: true,
				},
			},
			{
				Title: "Usage reports", Width: 6,
				Description: "Usage reports by state, by the summary and by the list of reports.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "count", Expr: label(oneBy("state", "slp_rum_reports"), "by", "summary") + " or " + label(oneBy("state", "slp_rum_report_states"), "by", "list")},
					},
					Columns: []grafana.Column{
						{Of: "by", Title: "Source", Width: 90},
						{Of: "state", Title: "State"},
						{Of: "count", Title: "Reports", Width: 80},
					},
					Sort: "Reports", Descending: true,
				},
			},
			{
				Title: "What the policy asks for", Width: 8,
				Description: "Days for the first report, between two reports, and after a change, by class of licence; 0 is not required.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "first", Expr: fmt.Sprintf("%s / %d", oneBy("class", "slp_policy_first_report_seconds"), day)},
						{Name: "interval", Expr: fmt.Sprintf("%s / %d", oneBy("class", "slp_policy_report_interval_seconds"), day)},
						{Name: "change", Expr: fmt.Sprintf("%s / %d", oneBy("class", "slp_policy_report_on_change_seconds"), day)},
					},
					Columns: []grafana.Column{
						{Of: "class", Title: "Class"},
						{Of: "first", Title: "First", Width: 60},
						{Of: "interval", Title: "Interval", Width: 75},
						{Of: "change", Title: "Change", Width: 75},
					},
				},
			},
		}},
	},
}

var oneSwitchPolls = grafana.Section{
	Title: "Polls",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Collectors", Width: 8,
				Description: "What each collector read in the last poll. Lines that it could not read mean that the release prints something new.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "success", Expr: oneBy("collector", "slp_collector_success")},
						{Name: "unread", Expr: oneBy("collector", "slp_collector_unread_lines")},
						{Name: "duration", Expr: oneBy("collector", "slp_collector_duration_seconds")},
					},
					Columns: []grafana.Column{
						{Of: "collector", Title: "Collector"},
						{Of: "success", Title: "Read", Width: 65, Words: yesNo},
						{Of: "unread", Title: "Lines not read", Width: 115, Scale: noneIsBest},
						{Of: "duration", Title: "Took", Unit: "s", Width: 80},
					},
				},
			},
			{
				Title: "Duration of polls", Width: 8, Unit: "s",
				Description: "Duration of the last poll, and of each collector in it.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "poll", Expr: oneSeries("slp_poll_duration_seconds")},
						{Legend: "{{collector}}", Expr: oneBy("collector", "slp_collector_duration_seconds")},
					},
				},
			},
			{
				Title: "Failed polls, by reason", Width: 8, Decimals: grafana.Whole,
				Description: "Failed polls in an hour, wholly or in one collector. A dead switch is polled less and less often.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{reason}}", Expr: "sum by (reason) (" + once("increase("+ofOne("slp_poll_failures_total")+"[1h])") + ")"},
					},
					Stacked: true,
				},
			},
		}},
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "How it is polled", Width: 24,
				Description: "Address, module, protocol and platform, how the host key is judged, and the age of what is shown.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "info", Expr: oneBy("target, address, module, protocol, platform", "slp_target_info")},
						{Name: "key", Expr: oneBy("target, policy", "slp_target_host_key_info")},
						{Name: "last", Expr: inMilliseconds(oneBy("target", "slp_poll_timestamp_seconds"))},
					},
					Columns: []grafana.Column{
						{Of: "address", Title: "Address"},
						{Of: "module", Title: "Module"},
						{Of: "protocol", Title: "Protocol"},
						{Of: "platform", Title: "Platform"},
						{Of: "policy", Title: "Host key"},
						{Of: "last", Title: "Last successful poll", Unit: fromNow},
					},
					Hidden: []string{"target"},
				},
			},
		}},
	},
}
