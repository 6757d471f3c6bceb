import { bad, good, noneIsBest, noneIsGood, notice, warning, type Step } from "./lib/colour";
import { dashboard } from "./lib/dashboard";
import { fromSeries, uid } from "./lib/link";
import { bars, columns, lines, single } from "./lib/panel";
import { ackDeadline, bySwitch, count, day, group, nextPush, of, orZero, perSwitch } from "./lib/query";
import { fromNow, groupColumn, inMilliseconds, switchColumn, table } from "./lib/table";
import { dataSourceVariable, groupVariable, otherLabelsVariable, switchesVariable } from "./lib/variable";

const deadline = ackDeadline;
const push = nextPush;
const unacknowledged = perSwitch(of("slp_rum_reports_unacknowledged"));
const stored = perSwitch(of("slp_rum_reports_in_storage"));
const created = perSwitch(of("slp_rum_reports_created"));
const inState = (state: string) => perSwitch(of("slp_rum_reports", `state="${state}"`));
const timestamp = (what: string) => perSwitch(of(`slp_usage_reporting_${what}_timestamp_seconds`));
const most = (expr: string, by: string) => `(${expr}) and on (target) ${by}`;

// The agent counts what it made since its last start: after a fall, all of it is new.
const madeInADay = `${created} - ${perSwitch(`min_over_time(${of("slp_rum_reports_created")}[24h])`)}`;

const days = 30;
const emptyDays = Array.from({ length: days }, (_, n) => `label_replace(vector(0), "day", "${n}", "", "")`).join(" or ");
const daysLeft = `floor(clamp_min((${push} < time() + ${days * day}) - time(), 0) / ${day})`;
const pushesPerDay = `(count_values("day", ${daysLeft}) or on (day) (${emptyDays})) and on () count(${of("slp_up")})`;

const margins: [legend: string, from: number | undefined, to: number | undefined, colour: string][] = [
  ["passed", undefined, 0, bad],
  ["within 7 days", 0, 7, warning],
  ["in 7 to 30 days", 7, 30, "yellow"],
  ["in 30 to 90 days", 30, 90, good],
  ["later", 90, undefined, notice],
];

function margin(from: number | undefined, to: number | undefined): string {
  const left = `(${deadline} - time())`;
  return count(`${left}${from === undefined ? "" : ` >= ${from * day}`}${to === undefined ? "" : ` < ${to * day}`}`);
}

const lateness: Step[] = [[undefined, bad]];
const backlog: Step[] = [[undefined, good], [50, warning], [200, bad]];

export function reports() {
  return dashboard({
    uid: uid.reports,
    title: "SLP / Reports and capacity",
    description: "When are usage reports due, are they acknowledged in time, what piles up, and which licences are in use?",
    from: "now-7d",
    refresh: "5m",
    variables: [dataSourceVariable(), groupVariable(), switchesVariable(), otherLabelsVariable()],
    sections: [
      {
        title: "Now",
        lines: [
          [
            single({
              title: "Reports overdue", unit: "short", w: 4, h: 4,
              description: "Switches whose next usage report was due more than an hour ago. Switches that are offline on purpose are not counted.",
              expr: count(`${push} < time() - 3600`), steps: noneIsBest,
            }),
            single({
              title: "ACK deadline passed", unit: "short", w: 4, h: 4,
              description: "Switches that are out of policy because no ACK came in time.",
              expr: count(`${deadline} < time()`), steps: noneIsGood,
            }),
            single({
              title: "Reports without ACK", unit: "short", w: 4, h: 4,
              description: "Usage reports that wait for their ACK, over all switches.", expr: orZero(`sum(${unacknowledged})`),
            }),
            single({
              title: "Reports in storage", unit: "short", w: 4, h: 4,
              description: "Usage reports that the switches hold in their storage.", expr: orZero(`sum(${stored})`),
            }),
            single({
              title: "Reports missing", unit: "short", w: 4, h: 4,
              description: "Usage reports that the agents report as missing (MIA): usage that CSSM never heard of.",
              expr: orZero(`sum(${inState("missing")})`), steps: noneIsBest,
            }),
            single({
              title: "Reports purged", unit: "short", w: 4, h: 4,
              description: "Usage reports that the agents removed, of those that they still count.",
              expr: orZero(`sum(${inState("purged")})`),
            }),
          ],
        ],
      },
      {
        title: "Cadence",
        lines: [
          [
            columns({
              title: "Usage reports due in the next 30 days", unit: "short", decimals: 0, w: 16, h: 9,
              description: "How many switches push their next usage report in how many days; 0 is within a day, or overdue. A peak is load on CSLU or SSM On-Prem on that day.",
              expr: pushesPerDay, x: "day", xTitle: "Days from now", valueTitle: "Switches",
            }),
            bars({
              title: "Push interval, in days", unit: "short", w: 8, h: 9,
              description: "Switches by the interval at which they push usage reports, in days; 0 is no reporting.",
              queries: [
                {
                  legend: "{{days}}",
                  expr: `sort_desc(count_values("days", ${perSwitch(of("slp_usage_reporting_push_interval_seconds"))} / ${day}))`,
                },
              ],
            }),
          ],
          [
            table({
              title: "Next usage reports, the most overdue first", w: 12, h: 11,
              description: "The 50 switches whose next push is due first. Switches that are offline on purpose are left out.",
              queries: {
                next: inMilliseconds(`bottomk(50, ${push})`),
                last: inMilliseconds(most(timestamp("last_push"), `bottomk(50, ${push})`)),
                interval: most(perSwitch(of("slp_usage_reporting_push_interval_seconds")), `bottomk(50, ${push})`),
                late: most(`time() - ${push} > 0`, `bottomk(50, ${push})`),
              },
              columns: [
                switchColumn, groupColumn,
                { of: "next", title: "Next push", unit: fromNow },
                { of: "late", title: "Overdue by", unit: "s", decimals: 0, steps: lateness },
                { of: "last", title: "Last push", unit: fromNow },
                { of: "interval", title: "Interval", unit: "s", decimals: 0 },
              ],
              sort: { title: "Next push", desc: false },
            }),
            table({
              title: "ACK deadlines, the nearest first", w: 12, h: 11,
              description: "The 50 switches whose ACK deadline is nearest, or longest past. Switches that are offline on purpose are left out.",
              queries: {
                deadline: inMilliseconds(`bottomk(50, ${deadline})`),
                left: most(`${deadline} - time()`, `bottomk(50, ${deadline})`),
                last: inMilliseconds(most(timestamp("last_ack"), `bottomk(50, ${deadline})`)),
                waiting: most(unacknowledged, `bottomk(50, ${deadline})`),
              },
              columns: [
                switchColumn, groupColumn,
                { of: "deadline", title: "ACK deadline", unit: fromNow },
                { of: "left", title: "Time left", unit: "s", decimals: 0, steps: [[undefined, bad], [7 * day, warning], [30 * day, good]] },
                { of: "last", title: "Last ACK", unit: fromNow },
                { of: "waiting", title: "Without ACK" },
              ],
              sort: { title: "ACK deadline", desc: false },
            }),
          ],
          [
            bars({
              title: "Time to the ACK deadline", unit: "short", w: 12, h: 8,
              description: "Switches by the time left until their ACK deadline. Switches that are offline on purpose are left out.",
              queries: margins.map(([legend, from, to]) => ({ legend, expr: margin(from, to) })),
              colours: Object.fromEntries(margins.map(([legend, , , colour]) => [legend, colour])),
            }),
            table({
              title: "Policies in use", w: 12, h: 8,
              description: "Switches by the policy in use, where it comes from, and whether it asks for an ACK (1) or not (0).",
              queries: {
                switches: `count by (policy, source) (max by (${bySwitch}, policy, source) (${of("slp_policy_info")}))`,
                ack: `max by (policy, source) (max by (${bySwitch}, policy, source) (${of("slp_policy_info")}) * on (target) group_left () max by (target) (slp_policy_ack_required))`,
              },
              columns: [
                { of: "policy", title: "Policy" }, { of: "source", title: "Source" },
                { of: "ack", title: "ACK required", width: 110 }, { of: "switches", title: "Switches", width: 90 },
              ],
              sort: { title: "Switches", desc: true },
            }),
          ],
        ],
      },
      {
        title: "Backlog and storage",
        lines: [
          [
            lines({
              title: `Reports without ACK, by ${group}`, unit: "short", decimals: 0, w: 12, h: 9, stacked: true, stepped: true,
              description: "A line that only rises is a backlog: reports are sent, or kept, and not acknowledged.",
              queries: [{ legend: `{{${group}}}`, expr: `sum by (${group}) (${unacknowledged})` }],
            }),
            lines({
              title: "Reports by state", unit: "short", decimals: 0, w: 12, h: 9, stepped: true,
              description: "Usage reports of all switches by state, without the acknowledged ones. A rise of missing or purged is usage that CSSM never heard of.",
              queries: [{ legend: "{{state}}", expr: `sum by (state) (${of("slp_rum_reports", 'state!="acknowledged"')})` }],
              colours: { missing: bad, purged: warning, waiting_ack: "yellow" },
            }),
          ],
          [
            table({
              title: "Backlog, largest first", w: 24, h: 11,
              description: "The 50 switches with most usage reports without ACK. Reports made in 24 hours: more than one a day costs memory on the switch.",
              queries: {
                waiting: `topk(50, ${unacknowledged})`,
                stored: most(stored, `topk(50, ${unacknowledged})`),
                missing: most(inState("missing"), `topk(50, ${unacknowledged})`),
                purged: most(inState("purged"), `topk(50, ${unacknowledged})`),
                made: most(madeInADay, `topk(50, ${unacknowledged})`),
                ack: inMilliseconds(most(timestamp("last_ack"), `topk(50, ${unacknowledged})`)),
                oldest: inMilliseconds(most(perSwitch(of("slp_rum_report_oldest_unacknowledged_timestamp_seconds")), `topk(50, ${unacknowledged})`)),
              },
              columns: [
                switchColumn, groupColumn,
                { of: "waiting", title: "Without ACK", steps: backlog }, { of: "stored", title: "In storage" },
                { of: "missing", title: "Missing", steps: noneIsBest }, { of: "purged", title: "Purged" },
                { of: "made", title: "Made in 24 h" },
                { of: "oldest", title: "Oldest without ACK", unit: fromNow }, { of: "ack", title: "Last ACK", unit: fromNow },
              ],
              sort: { title: "Without ACK", desc: true },
            }),
          ],
          [
            lines({
              title: "Most reports in storage", unit: "short", decimals: 0, w: 12, h: 9, stepped: true, legendRight: true,
              description: "The 15 switches that hold most usage reports in storage at the end of the time range.",
              queries: [{ legend: "{{target}}", expr: `${stored} and on (target) topk(15, ${perSwitch(`${of("slp_rum_reports_in_storage")} @ end()`)})` }],
              links: [fromSeries()],
            }),
            lines({
              title: "Most reports made in a day", unit: "short", decimals: 0, w: 12, h: 9, stepped: true, legendRight: true,
              description: "The 15 switches that made most usage reports in the last 24 hours. One for each licence and interval is usual.",
              queries: [
                {
                  legend: "{{target}}",
                  expr: `(${madeInADay}) and on (target) topk(15, ${perSwitch(`${of("slp_rum_reports_created")} @ end()`)} - ${perSwitch(`min_over_time(${of("slp_rum_reports_created")}[24h] @ end())`)})`,
                },
              ],
              links: [fromSeries()],
            }),
          ],
        ],
      },
      {
        title: "Licences",
        lines: [
          [
            lines({
              title: "Licences in use", unit: "short", decimals: 0, w: 14, h: 10, stacked: true, stepped: true, legendRight: true,
              description: "Licences in use by name, such as network-advantage or dna-essentials, over all switches.",
              queries: [{ legend: "{{license}}", expr: `sum by (license) (${of("slp_license_count")}) > 0` }],
            }),
            table({
              title: "Licences", w: 10, h: 10,
              description: "Licences in use by name, and on how many switches. Compare the sum with what the account in CSSM holds.",
              queries: {
                count: `sum by (license) (${of("slp_license_count")})`,
                switches: `count by (license) (max by (${bySwitch}, license) (${of("slp_license_count")}) > 0)`,
              },
              columns: [
                { of: "license", title: "Licence" }, { of: "count", title: "In use", width: 90 }, { of: "switches", title: "Switches", width: 90 },
              ],
              sort: { title: "In use", desc: true },
            }),
          ],
          [
            table({
              title: "Licences by product", w: 24, h: 9,
              description: "Licences in use by description, enforcement and status, with their count over all switches, 200 at most.",
              queries: {
                count: `topk(200, sum by (license, description, enforcement, type, status) (${of("slp_license_count")} * on (target, license, entitlement_tag) group_left (description, enforcement, type, status) slp_license_info))`,
              },
              columns: [
                { of: "license", title: "Licence" }, { of: "description", title: "Description" },
                { of: "enforcement", title: "Enforcement", width: 150 }, { of: "type", title: "Type", width: 120 },
                { of: "status", title: "Status", width: 130 }, { of: "count", title: "In use", width: 90 },
              ],
              sort: { title: "In use", desc: true },
            }),
          ],
        ],
      },
    ],
  });
}
