// What may be wrong with a switch, as one query whose rows are switches and problems.
import { day, hour, label, of, perSwitch, renameLabel, streak, ackDeadline, causes, bySwitch, trust, nextPush } from "./lib/query";

export const high = 3;
export const medium = 2;
export const low = 1;

interface Problem {
  /** Absent where the expression yields it. */
  urgency?: number;
  text: string;
  /** Yields the switches that have it; a label `detail` says more. */
  expr: string;
}

// Failures in a row are the more urgent the more there are. Each switch has a row also if no cause is known.
const failing = `(${medium} + (${streak} >= bool 72) and on (target) ${streak} >= 3)`;
const causeAsDetail = `max by (${bySwitch}, detail) (${renameLabel(`max by (${bySwitch}, cause) (${causes})`, "cause", "detail")})`;

const notPolled = perSwitch(`${of("slp_up")} == 0`);
const pollReason = `topk by (target) (1, ${perSwitch(`increase(${of("slp_poll_failures_total")}[30m]) > 0`, "reason")})`;

const problems: Problem[] = [
  {
    urgency: high,
    text: "not polled",
    expr: `(max by (${bySwitch}, detail) (${renameLabel(pollReason, "reason", "detail")}) and on (target) ${notPolled}) or on (target) ${notPolled}`,
  },
  { urgency: high, text: "ACK deadline passed", expr: `${ackDeadline} < time()` },
  { urgency: medium, text: "no trust code", expr: `(${trust}) == 0` },
  {
    urgency: medium,
    text: "a member without trust code",
    expr: `${perSwitch(`${of("slp_trust_code_installed")} == 0`)} and on (target) slp_trust_code_installed == 1`,
  },
  {
    text: "failures in a row",
    expr: `${causeAsDetail} * on (${bySwitch}) group_left () ${failing} or on (target) ${failing}`,
  },
  { urgency: medium, text: "usage report a day late", expr: `${nextPush} < time() - ${day}` },
  {
    urgency: medium,
    text: "ACK deadline in 7 days",
    expr: `${ackDeadline} >= time() < time() + ${7 * day}`,
  },
  {
    urgency: low,
    text: "collector failing",
    expr: `${renameLabel(`topk by (target) (1, ${perSwitch(`${of("slp_collector_success")} == 0`, "collector")})`, "collector", "detail")} and on (target) slp_up == 1`,
  },
  { urgency: low, text: "clock more than 5 minutes off", expr: perSwitch(`abs(${of("slp_device_clock_skew_seconds")}) > 300`) },
  { urgency: low, text: "clock not synchronised", expr: perSwitch(`${of("slp_device_ntp_synced")} == 0`) },
  { urgency: low, text: "usage reports missing", expr: perSwitch(`${of("slp_rum_reports", 'state="missing"')} > 0`) },
  {
    urgency: low,
    text: "result an hour old",
    expr: `${perSwitch(`time() - ${of("slp_poll_timestamp_seconds")}`)} > ${hour} and on (target) slp_up == 1`,
  },
];

/** The problems of the fleet, the most urgent first, not more than `limit` rows. */
export function worst(limit: number): string {
  const rows = problems.map(({ urgency, text, expr }) =>
    label(`max by (${bySwitch}, detail) (${expr})${urgency === undefined ? "" : ` * 0 + ${urgency}`}`, "problem", text),
  );
  return `topk(${limit}, ${rows.join(" or ")})`;
}
