import { bad, good, installed, noneIsBest, noneIsGood, notice, plain, warning, words } from "./lib/colour";
import { changed } from "./change";
import { dashboard } from "./lib/dashboard";
import { toDashboard, uid } from "./lib/link";
import { bars, lines, single } from "./lib/panel";
import { high, low, medium, worst } from "./problem";
import { ackDeadline, bySwitch, causeOnly, count, day, failing, group, memberTrust, of, orZero, perSwitch, trust } from "./lib/query";
import { fromNow, groupColumn, inMilliseconds, switchColumn, table } from "./lib/table";
import { dataSourceVariable, groupVariable, otherLabelsVariable, switchesVariable } from "./lib/variable";

const byGroup = (expr: string) => `count by (${group}) (${expr})`;
// Both counts of one query, because trust is the dearest to ask for.
const trustOverTime = [["1", "trust installed"], ["0", "no trust code"]].reduce(
  (expr, [value, text]) => `label_replace(${expr}, "state", "${text}", "trust", "${value}")`,
  `count_values("trust", ${trust})`,
);
const all = perSwitch(of("slp_up"));

export function fleet() {
  return dashboard({
    uid: uid.fleet,
    title: "SLP / Fleet",
    description: "Do the switches have trust, and does anything need attention?",
    from: "now-24h",
    refresh: "5m",
    variables: [dataSourceVariable(), groupVariable(), switchesVariable(), otherLabelsVariable()],
    sections: [
      {
        title: "Now",
        lines: [
          [
            single({
              title: "Switches", description: "Switches configured in slp-exporter.",
              expr: count(all), unit: "short", w: 3, h: 4,
            }),
            single({
              title: "Trust installed", unit: "percentunit", decimals: 1, w: 3, h: 4,
              description: "Share of the switches with trust, of those that need it: not of those with transport off or call-home, nor of those before SLP.",
              expr: `avg(${trust})`, steps: [[undefined, bad], [0.95, warning], [1, good]],
            }),
            single({
              title: "Without trust", unit: "short", w: 3, h: 4,
              description: "Switches that need trust and have none. They cannot report by themselves.",
              expr: count(`(${trust}) == 0`), steps: noneIsGood,
            }),
            single({
              title: "Server not reached", unit: "short", w: 3, h: 4,
              description: "Switches whose last message to CSSM, CSLU or SSM On-Prem failed.",
              expr: count(failing), steps: noneIsBest, links: [toDashboard("Why?", uid.communication)],
            }),
            single({
              title: "ACK deadline passed", unit: "short", w: 3, h: 4,
              description: "Switches that are out of policy because no ACK came in time. Switches that are offline on purpose are not counted.",
              expr: count(`${ackDeadline} < time()`), steps: noneIsGood, links: [toDashboard("Which?", uid.reports)],
            }),
            single({
              title: "ACK deadline in 30 days", unit: "short", w: 3, h: 4,
              description: "Switches that need an ACK within 30 days to stay in policy. Switches that are offline on purpose are not counted.",
              expr: count(`${ackDeadline} >= time() < time() + ${30 * day}`), steps: noneIsBest, links: [toDashboard("Which?", uid.reports)],
            }),
            single({
              title: "Reports without ACK", unit: "short", w: 3, h: 4,
              description: "Usage reports that wait for their ACK, over all switches.",
              expr: orZero(`sum(${perSwitch(of("slp_rum_reports_unacknowledged"))})`), links: [toDashboard("Where?", uid.reports)],
            }),
            single({
              title: "Not polled", unit: "short", w: 3, h: 4,
              description: "Switches whose last poll failed. Nothing else is known of them.",
              expr: count(`${all} == 0`), steps: noneIsGood, links: [toDashboard("Why?", uid.exporter)],
            }),
          ],
          [
            bars({
              title: "State of the switches", unit: "short", w: 8, h: 8,
              description: "Every switch counts once, under the first that holds.",
              queries: [
                { legend: "not polled", expr: count(`${all} == 0`) },
                { legend: "no trust code", expr: count(`(${trust}) == 0`) },
                { legend: "trust installed", expr: count(`(${trust}) == 1`) },
                {
                  legend: "offline or call-home by configuration",
                  expr: count(`${perSwitch(of("slp_transport_info", 'type=~"off|callhome"'))} unless on (target) slp_registration_registered`),
                },
                { legend: "before SLP", expr: count(perSwitch(of("slp_registration_registered"))) },
              ],
              colours: { "not polled": "purple", "no trust code": bad, "trust installed": good, "offline or call-home by configuration": notice, "before SLP": "#808080" },
            }),
            bars({
              title: "Causes", unit: "short", w: 8, h: 8, noValue: "no failure is known",
              description: "Why switches do not reach their licence server, by cause. The same cause on many switches points at a proxy, a firewall or the server.",
              queries: [{ legend: "{{cause}}", expr: `sort_desc(count by (cause) (${causeOnly}))` }],
              links: [toDashboard("Which switches?", uid.communication)],
            }),
            lines({
              title: "Trust and reachability", unit: "short", decimals: 0, w: 8, h: 8, stepped: true,
              description: "Switches with trust, without it, with a server they do not reach, and not polled.",
              queries: [
                { legend: "{{state}}", expr: trustOverTime },
                { legend: "server not reached", expr: count(failing) },
                { legend: "not polled", expr: count(`${all} == 0`) },
              ],
              colours: { "trust installed": good, "no trust code": bad, "server not reached": warning, "not polled": "purple" },
            }),
          ],
        ],
      },
      {
        title: "Worst first",
        lines: [
          [
            table({
              title: "What is wrong, most urgent first", w: 14, h: 14, noValue: "No trouble is known",
              description: "A row for each switch and problem, 200 at most. The detail is the cause, the reason of the failed poll, or the collector. Click a switch to see all of it.",
              queries: { urgency: worst(200) },
              columns: [
                {
                  of: "urgency", title: "Urgency", width: 90,
                  mappings: words({ [high]: ["high", bad], [medium]: ["medium", warning], [low]: ["low", notice] }),
                },
                switchColumn, groupColumn,
                { of: "problem", title: "Problem" },
                { of: "detail", title: "Detail" },
              ],
              sort: { title: "Urgency", desc: true },
            }),
            table({
              title: "What changed in 24 hours", w: 10, h: 14, noValue: "No change is known",
              description: "A row for each switch and change against the 24 hours before the end of the time range, 200 at most. New switches and licence counts need a day of data.",
              queries: { weight: changed(200) },
              columns: [switchColumn, groupColumn, { of: "change", title: "Change" }],
            }),
          ],
        ],
      },
      {
        title: `By ${group}`,
        lines: [
          [
            table({
              title: `Each ${group}`, w: 16, h: 10,
              description: `Switches of each ${group}, those with most failing switches first.`,
              queries: {
                failing: `${byGroup(failing)} or ${byGroup(all)} * 0`,
                switches: byGroup(all),
                trusted: `avg by (${group}) (${trust})`,
                untrusted: `${byGroup(`(${trust}) == 0`)} or ${byGroup(all)} * 0`,
                down: `${byGroup(`${all} == 0`)} or ${byGroup(all)} * 0`,
                deadline: inMilliseconds(`min by (${group}) (${ackDeadline})`),
              },
              columns: [
                groupColumn,
                { of: "switches", title: "Switches", width: 85 },
                { of: "failing", title: "Server not reached", steps: noneIsBest },
                { of: "trusted", title: "Trust installed", unit: "percentunit", decimals: 0, steps: [[undefined, bad], [0.95, warning], [1, good]] },
                { of: "untrusted", title: "Without trust", steps: noneIsGood },
                { of: "down", title: "Not polled", steps: noneIsGood },
                { of: "deadline", title: "Next ACK deadline", unit: fromNow },
              ],
              sort: { title: "Server not reached", desc: true },
            }),
            table({
              title: "Members without trust code", w: 8, h: 10, noValue: "None is known",
              description: "Stack members and supervisors that say that they have no trust code, 100 at most. Switches that need none are left out.",
              queries: {
                trust: `topk(100, (${memberTrust}) == 0)`,
              },
              columns: [
                switchColumn, { of: "role", title: "Role", width: 80 }, { of: "serial_number", title: "Serial number" },
                { of: "trust", title: "Trust code", mappings: installed, width: 105 },
                { of: group, title: groupColumn.title, width: 80 },
              ],
            }),
          ],
          [
            table({
              title: "Models and releases", w: 24, h: 8,
              description: "Switches by product, release and agent. The release is empty unless the collector version is on.",
              queries: { switches: `count by (pid, os_version, agent_version) (max by (${bySwitch}, pid, os_version, agent_version) (${of("slp_device_info")}))` },
              columns: [
                { of: "switches", title: "Switches", width: 100, steps: plain },
                { of: "pid", title: "Product" }, { of: "os_version", title: "Release" }, { of: "agent_version", title: "Agent" },
              ],
              sort: { title: "Switches", desc: true },
            }),
          ],
        ],
      },
    ],
  });
}

