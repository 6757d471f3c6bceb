package dashboards

import "strings"

// The state of each switch, which all dashboards define in the same way.

// needsNoTrust leaves out the switches that need no trust code: before SLP there are no trust codes, and with
// transport off the agent asks for none.
var needsNoTrust = unless(
	"(slp_registration_registered)",
	"(slp_policy_mode_enabled == 0)",
	`(slp_transport_info{type="off"})`,
)

// trust is the trust of each switch that needs it, 1 or 0. Where a switch reports no overall trust, as over
// NETCONF, that of its members counts.
var trust = "(" + perSwitch(of("slp_trust_installed")) + " or on (target) " + perSwitch(of("slp_trust_code_installed")) + ")" + needsNoTrust

// untrusted are the switches that need trust and have none.
var untrusted = "(" + trust + ") == 0"

// memberTrust is the trust of each member of the switches that need it, 1 or 0.
var memberTrust = perSwitch(of("slp_trust_code_installed"), "role", "serial_number") + needsNoTrust

// polled is whether the last poll of each switch succeeded, 1 or 0.
var polled = perSwitch(of("slp_up"))

// down are the switches whose last poll failed.
var down = polled + " == 0"

// streak is the failures in a row of each switch, as the alerts count them.
var streak = streakOf(of, "", "")

// realCause are the causes of a last response that say why a message failed.
const realCause = `cause!~"none|offline"`

// streakOf is the failures in a row of each of the switches that sel selects: those of the recording rule
// target:slp_comm_failures:streak, which come from the agent's tally, and else 0; of a switch that reports no tally, those of
// the event log. That one's streak ends with each boot, although no message was answered. over and window are those of a
// function over time, such as "max_over_time" and "[24h]", or empty.
func streakOf(sel func(metric string, matchers ...string) string, over, window string) string {
	within := func(function, series string) string {
		if window == "" {
			return series
		}
		return function + "(" + series + window + ")"
	}
	tally := sel("slp_comm_ongoing_failures", `scope="overall"`)
	failures := within(over, tally) + " and on (target, message) " + within("last_over_time", "slp_comm_last_response_info{"+realCause+"}")
	return "(" + perSwitch(failures) + unless("("+offlineByDesign+")", `slp_eventlog_comm_fail_info{cause="offline"}`) +
		" or on (target) " + perSwitch("0 * "+tally) +
		" or on (target) " + perSwitch(within(over, sel("slp_eventlog_comm_fail_streak"))) + ")"
}

// offlineByDesign are the switches of the recording rule target:slp_transport_offline:group.
var offlineByDesign = `slp_transport_info{type="off"} or slp_transport_info{type="cslu", url=""}` +
	unless("slp_comm_last_success_timestamp_seconds", "slp_usage_reporting_last_push_timestamp_seconds")

// lastPushFailed are the switches without a streak whose last usage report was refused. Over NETCONF, switches
// report no streak.
var lastPushFailed = perSwitch(of("slp_usage_reporting_last_push_success")) + " == 0 unless on (target) (" + streak + ")"

// failing are the switches that do not reach their server now; the value is the failures in a row, or 0 if
// the switch reports none.
var failing = "(" + streak + " > 0 or on (target) " + lastPushFailed + ")"

// failingMessages are the messages to which the agent still gets no answer.
var failingMessages = of("slp_comm_ongoing_failures", `scope="communication"`) + " > 0"

// unanswered are the switches whose last failure in the event log no answer to a message has followed, as in the recording
// rule target_cause:slp_comm_failures:streak.
var unanswered = "(slp_eventlog_comm_fail_streak > 0 or on (target) (max by (target) (slp_eventlog_comm_fail_timestamp_seconds)" +
	" unless on (target) max by (target) (slp_eventlog_comm_fail_timestamp_seconds)" +
	" <= on (target) max by (target) (slp_comm_last_success_timestamp_seconds)))"

// causes are the cause and the reason of each switch that fails now. The event log's words come first, if they say
// anything: they are clearer than the last responses.
var causes = strings.Join([]string{
	perSwitch(of("slp_eventlog_comm_fail_info", `cause!~"none|other|no_reply"`), "cause", "reason") + " and on (target) " + unanswered +
		" and on (target) " + streak + " > 0",
	perSwitch(of("slp_comm_last_response_info", realCause)+` and on (target, message) slp_comm_ongoing_failures{scope="overall"} > 0`, "cause", "reason") +
		" and on (target) " + streak + " > 0",
	perSwitch(of("slp_eventlog_comm_fail_info"), "cause", "reason") + " and on (target) " + streak + " > 0",
	perSwitch(of("slp_usage_reporting_last_push_failure_info"), "cause", "reason") + " and on (target) slp_usage_reporting_last_push_success == 0",
}, " or on (target) ")

// causeOnly are causes without the reason: a switch's own text belongs in tables, not in lines.
var causeOnly = "max by (" + bySwitch + ", cause) (" + causes + ")"

// unlessOffline leaves out the switches that are offline on purpose: they report by hand, so nothing is late.
var unlessOffline = unless(`slp_transport_info{type="off"}`, `slp_comm_last_response_info{cause="offline"}`)

// nextPush is when the next usage report is due, of the switches that send by themselves.
var nextPush = "(" + reportingTime("next_push") + unlessOffline + ")"

// ackDeadline is when the next ACK is due, of the switches that send by themselves and need one.
var ackDeadline = "(" + reportingTime("ack_deadline") + unlessOffline + unless("slp_policy_ack_required == 0") + ")"

// reportingTime is one of the times of usage reporting, per switch.
func reportingTime(what string) string {
	return perSwitch(of("slp_usage_reporting_" + what + "_timestamp_seconds"))
}

// unless leaves out the switches for which one of the expressions yields anything.
func unless(exprs ...string) string {
	return " unless on (target) " + strings.Join(exprs, " unless on (target) ")
}
