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

// streak is the failures in a row of each switch, from the event log, or else from the agent's tally.
var streak = perSwitch(of("slp_eventlog_comm_fail_streak") + " or " + of("slp_comm_failed_streak"))

// lastPushFailed are the switches without a streak whose last usage report was refused. Over NETCONF, switches
// report no streak.
var lastPushFailed = perSwitch(of("slp_usage_reporting_last_push_success")) + " == 0 unless on (target) (" + streak + ")"

// failing are the switches that do not reach their server now; the value is the failures in a row, or 0 if
// the switch reports none.
var failing = "(" + streak + " > 0 or on (target) " + lastPushFailed + ")"

// failingMessages are the messages to which the agent still gets no answer.
var failingMessages = of("slp_comm_ongoing_failures", `scope="communication"`) + " > 0"

// causes are the cause and the reason of each switch that fails now. The event log's words come first: they
// are clearer than the last responses.
var causes = strings.Join([]string{
	perSwitch(of("slp_eventlog_comm_fail_info"), "cause", "reason") + " and on (target) slp_eventlog_comm_fail_streak > 0",
	perSwitch(of("slp_comm_last_response_info", `cause!="none"`)+" and on (target, message) ("+failingMessages+")", "cause", "reason"),
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
