// What is otherwise than a day ago, as one query whose rows are switches and changes.
import { bySwitch, label, of, perSwitch, streak } from "./lib/query";

const streaks = [of("slp_eventlog_comm_fail_streak"), of("slp_comm_failed_streak")];

/** Over the last day, and as if it were one metric. */
const streakOverDay = (over: string) => perSwitch(streaks.map((s) => `${over}(${s}[24h])`).join(" or "));

/** Info metrics that were there with two texts, but are with one now. */
const textChanged = (metric: string, ...labels: string[]) =>
  `count by (${bySwitch}) (count by (${[bySwitch, ...labels].join(", ")}) (last_over_time(${of(metric)}[24h]))) > 1 and on (target) ${metric}`;

const nowAgainstYesterday = (metric: string, labels: string[], ...matchers: string[]) => {
  const summed = `sum by (${[bySwitch, ...labels].join(", ")})`;
  return `${summed} (${of(metric, ...matchers)}) != ${summed} (${of(metric, ...matchers)} offset 24h)`;
};

const changes: [text: string, expr: string][] = [
  ["trust lost", `${of("slp_trust_installed")} == 0 and max_over_time(${of("slp_trust_installed")}[24h]) == 1`],
  ["trust installed", `${of("slp_trust_installed")} == 1 and min_over_time(${of("slp_trust_installed")}[24h]) == 0`],
  ["server not reached any more", `${streak} > 0 and ${streakOverDay("min_over_time")} == 0`],
  ["server reached again", `${streak} == 0 and ${streakOverDay("max_over_time")} > 0`],
  ["no longer polled", `${of("slp_up")} == 0 and max_over_time(${of("slp_up")}[24h]) == 1`],
  ["usage reports missing", `${of("slp_rum_reports", 'state="missing"')} > min_over_time(${of("slp_rum_reports", 'state="missing"')}[24h])`],
  ["usage reports purged", `${of("slp_rum_reports", 'state="purged"')} > min_over_time(${of("slp_rum_reports", 'state="purged"')}[24h])`],
  ["transport changed", textChanged("slp_transport_info", "type", "url", "proxy_address", "proxy_port", "vrf")],
  ["policy changed", textChanged("slp_policy_info", "policy", "source")],
  ["push interval changed", `changes(${of("slp_usage_reporting_push_interval_seconds")}[24h]) > 0`],
  ["release or agent changed", textChanged("slp_device_info", "os_version", "agent_version")],
  ["licence count changed", nowAgainstYesterday("slp_license_count", ["license"])],
  [
    "new switch",
    `${of("slp_target_info")} unless on (target) slp_target_info offset 24h and on () count(slp_target_info offset 24h)`,
  ],
];

/** The changes of the last 24 hours, the weightiest first, not more than `limit` rows. */
export function changed(limit: number): string {
  const rows = changes.map(([text, expr], index) =>
    label(`${perSwitch(expr)} * 0 + ${changes.length - index}`, "change", text),
  );
  return `topk(${limit}, ${rows.join(" or ")})`;
}
