// PromQL that several dashboards share.

/** The configured label of the targets by which the dashboards group and filter. */
export const group = "site";

/** What the rows of a table about switches keep of a series. */
export const bySwitch = `${group}, target`;

const filter = `${group}=~"$${group}", target=~"$target"`;

/** Selects a metric of the switches chosen in the dashboard's variables. */
export function of(metric: string, ...matchers: string[]): string {
  return `${metric}{${[filter, ...matchers].join(", ")}}`;
}

/** Selects a metric of the one switch that the dashboard shows. */
export function ofOne(metric: string, ...matchers: string[]): string {
  return `${metric}{${['target=~"$target"', ...matchers].join(", ")}}`;
}

/** One series a switch, whatever other labels a configuration or a scrape adds. */
export function perSwitch(expr: string, ...labels: string[]): string {
  return `max by (${[bySwitch, ...labels].join(", ")}) (${expr})`;
}

/** 0, but nothing where nothing is known of any switch: then all may be well, or not. */
const zero = `0 * count(${of("slp_up")})`;

/** The expression, or 0 where there is nothing to count. */
export function orZero(expr: string): string {
  return `${expr} or ${zero}`;
}

/** A count that is 0 where nothing is to be counted. */
export function count(expr: string): string {
  return orZero(`count(${expr})`);
}

/** Adds a label that holds a fixed text. */
export function label(expr: string, name: string, text: string): string {
  return `label_replace(${expr}, "${name}", "${text}", "", "")`;
}

/** Gives the label `from` the name `to`. */
export function renameLabel(expr: string, from: string, to: string): string {
  return `label_replace(${expr}, "${to}", "$1", "${from}", "(.*)")`;
}

// Without them a missing trust code means nothing: before SLP there is none, and
// with transport off or call-home none is asked for.
const needsNoTrust = [
  "slp_registration_registered",
  "slp_policy_mode_enabled == 0",
  'slp_transport_info{type=~"off|callhome"}',
];

const ofThoseThatNeedTrust = needsNoTrust.map((expr) => ` unless on (target) (${expr})`).join("");

/**
 * Trust of each switch that needs it, 1 or 0. Where a switch tells no overall trust,
 * as over NETCONF, that of its members counts.
 */
export const trust =
  `(${perSwitch(of("slp_trust_installed"))} or on (target) ${perSwitch(of("slp_trust_code_installed"))})` +
  ofThoseThatNeedTrust;

/** Trust of each member of the switches that need it, 1 or 0. */
export const memberTrust = perSwitch(of("slp_trust_code_installed"), "role", "serial_number") + ofThoseThatNeedTrust;

/** Failures in a row of each switch: the event log's, else the agent's tally. */
export const streak = perSwitch(`${of("slp_eventlog_comm_fail_streak")} or ${of("slp_comm_failed_streak")}`);

// Over NETCONF a switch tells no streak, but whether its last usage report was taken.
const lastPushFailed = `${perSwitch(of("slp_usage_reporting_last_push_success"))} == 0 unless on (target) (${streak})`;

/** Switches that do not reach their server now; the value is the failures in a row, 0 where none are told. */
export const failing = `(${streak} > 0 or on (target) ${lastPushFailed})`;

/** Messages that the agent still gets no answer to. */
export const failingMessages = `${of("slp_comm_ongoing_failures", 'scope="communication"')} > 0`;

/**
 * The cause and the reason of each switch that fails now: the event log's words are
 * clearer than the last responses, and are taken where they are.
 */
export const causes = [
  `${perSwitch(of("slp_eventlog_comm_fail_info"), "cause", "reason")} and on (target) slp_eventlog_comm_fail_streak > 0`,
  `${perSwitch(`${of("slp_comm_last_response_info", 'cause!="none"')} and on (target, message) (${failingMessages})`, "cause", "reason")}`,
  `${perSwitch(of("slp_usage_reporting_last_push_failure_info"), "cause", "reason")} and on (target) slp_usage_reporting_last_push_success == 0`,
].join(" or on (target) ");

/** Causes without the reason: text of a switch belongs into tables, not into lines. */
export const causeOnly = `max by (${bySwitch}, cause) (${causes})`;

// Switches that are offline on purpose report by hand: nothing is late there.
const unlessOffline =
  'unless on (target) slp_transport_info{type="off"} unless on (target) slp_comm_last_response_info{cause="offline"}';

/** When the next usage report is due, of the switches that send by themselves. */
export const nextPush =
  `(${perSwitch(of("slp_usage_reporting_next_push_timestamp_seconds"))} ${unlessOffline})`;

/** When the next ACK must be there, of the switches that send by themselves and need one. */
export const ackDeadline =
  `(${perSwitch(of("slp_usage_reporting_ack_deadline_timestamp_seconds"))} ${unlessOffline} unless on (target) slp_policy_ack_required == 0)`;

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;
