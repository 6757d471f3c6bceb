package dashboards

import (
	"fmt"
	"strings"
)

// events is what happened to the switch, as one query whose rows are events.
var events = strings.Join([]string{
	event("slp_usage_reporting_last_push_timestamp_seconds", "usage report pushed"),
	event("slp_usage_reporting_last_ack_timestamp_seconds", "ACK received"),
	event("slp_usage_reporting_last_file_write_timestamp_seconds", "usage reports written to a file"),
	event("slp_policy_installed_timestamp_seconds", "policy installed"),
	event("slp_eventlog_comm_fail_timestamp_seconds", "communication failed"),
	event("slp_eventlog_comm_restored_timestamp_seconds", "communication restored"),
	eventBy("slp_trust_code_installed_timestamp_seconds", "serial_number", "trust code installed"),
	eventBy("slp_comm_last_response_timestamp_seconds", "message", "response"),
	eventBy("slp_comm_last_failure_timestamp_seconds", "message", "failure"),
	eventBy("slp_history_last_import_timestamp_seconds", "kind", "imported"),
	eventBy("slp_syslog_last_timestamp_seconds", "mnemonic", "logged"),
}, " or ")

// upcoming is what comes next for the switch, in the same form.
var upcoming = strings.Join([]string{
	event("slp_usage_reporting_next_push_timestamp_seconds", "usage report due"),
	event("slp_usage_reporting_ack_deadline_timestamp_seconds", "ACK deadline"),
	event("slp_usage_reporting_next_ack_check_timestamp_seconds", "agent asks for an ACK"),
	event("slp_registration_expiry_timestamp_seconds", "registration expires"),
	event("slp_authorization_comm_deadline_timestamp_seconds", "authorization lapses without contact"),
	eventBy("slp_trust_code_expiry_timestamp_seconds", "serial_number", "trust code expires"),
	eventBy("slp_scheduled_job_timestamp_seconds", "exported_job", "job"),
}, " or ")

// event is the row of a metric that holds one time.
func event(metric, name string) string {
	return label("max("+ofOne(metric)+")", "event", name)
}

// eventBy are the rows of a metric that holds several times, named by one of its labels.
func eventBy(metric, from, prefix string) string {
	return fmt.Sprintf(`max by (event) (label_replace(%s, "event", "%s: $1", "%s", "(.*)"))`, ofOne(metric), prefix, from)
}
