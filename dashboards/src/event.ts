// Times that a switch tells, as rows of one table.
import { ofOne } from "./lib/query";

/** A row for each time of a metric, named by a text or by one of its labels. */
function event(metric: string, name: string): string {
  return `label_replace(max(${ofOne(metric)}), "event", "${name}", "", "")`;
}

function eventBy(metric: string, from: string, prefix: string, ...matchers: string[]): string {
  return `max by (event) (label_replace(${ofOne(metric, ...matchers)}, "event", "${prefix}: $1", "${from}", "(.*)"))`;
}

/** What happened to the switch, as one query whose rows are events. */
export function events(): string {
  return [
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
  ].join(" or ");
}

/** What the switch has before it, in the same way. */
export function upcoming(): string {
  return [
    event("slp_usage_reporting_next_push_timestamp_seconds", "usage report due"),
    event("slp_usage_reporting_ack_deadline_timestamp_seconds", "ACK deadline"),
    event("slp_usage_reporting_next_ack_check_timestamp_seconds", "agent asks for an ACK"),
    event("slp_registration_expiry_timestamp_seconds", "registration expires"),
    event("slp_authorization_comm_deadline_timestamp_seconds", "authorization lapses without contact"),
    eventBy("slp_trust_code_expiry_timestamp_seconds", "serial_number", "trust code expires"),
    eventBy("slp_scheduled_job_timestamp_seconds", "exported_job", "job"),
  ].join(" or ");
}
