import { bad, good, noneIsBest, noneIsGood, notice, warning, words, type Step } from "./lib/colour";
import { dashboard } from "./lib/dashboard";
import { fromSeries, uid } from "./lib/link";
import { bars, lines, single } from "./lib/panel";
import { bySwitch, causeOnly, causes, count, day, failing, failingMessages, group, of, orZero, perSwitch, streak } from "./lib/query";
import { fromNow, groupColumn, inMilliseconds, switchColumn, table } from "./lib/table";
import { dataSourceVariable, groupVariable, otherLabelsVariable, switchesVariable } from "./lib/variable";

const since = perSwitch(of("slp_eventlog_comm_fail_since_timestamp_seconds"));
const lengths: Step[] = [[undefined, good], [1, warning], [72, bad]];
const transport = `max by (${bySwitch}, type, url, proxy_address, proxy_port, vrf) (${of("slp_transport_info")})`;
const byTransport = "count by (type, url, proxy_address, proxy_port, vrf)";

export function communication() {
  return dashboard({
    uid: uid.communication,
    title: "SLP / Communication",
    description: "Which switches do not reach CSSM, CSLU or SSM On-Prem, since when, why, and by which way?",
    from: "now-24h",
    refresh: "5m",
    variables: [dataSourceVariable(), groupVariable(), switchesVariable(), otherLabelsVariable()],
    sections: [
      {
        title: "Now",
        lines: [
          [
            single({
              title: "Server not reached", unit: "short", w: 5, h: 4,
              description: "Switches whose last message failed.", expr: count(failing), steps: noneIsBest,
            }),
            single({
              title: "For more than a day", unit: "short", w: 5, h: 4,
              description: "Switches that have been failing for more than a day, by their event log.",
              expr: count(`time() - ${since} > ${day}`), steps: noneIsGood,
            }),
            single({
              title: "Longest run of failures", unit: "short", w: 5, h: 4,
              description: "The most failures in a row of any switch.", expr: `max(${streak})`, steps: lengths,
            }),
            single({
              title: "Share of switches failing", unit: "percentunit", decimals: 1, w: 5, h: 4,
              description: "Of all switches that tell about their communication.",
              expr: orZero(`count(${failing}) / count(${streak})`), steps: [[undefined, good], [0.02, warning], [0.2, bad]],
            }),
            single({
              title: "Most with the same cause", unit: "short", w: 4, h: 4,
              description: "The most switches that fail with the same cause now. Many at once point at a proxy, a firewall or the server.",
              expr: orZero(`max(count by (cause) (${causeOnly}))`), steps: [[undefined, good], [3, warning], [10, bad]],
            }),
          ],
          [
            table({
              title: "Failures in a row, longest first", w: 24, h: 12, noValue: "No failure is known",
              description: "The 100 switches with the most failures in a row. The cause is the exporter's class of the reason; the reason is what the switch says.",
              queries: {
                streak: `topk(100, ${failing})`,
                since: inMilliseconds(`${since} and on (target) topk(100, ${failing})`),
                why: `(${causes}) and on (target) topk(100, ${failing})`,
              },
              columns: [
                switchColumn, groupColumn,
                { of: "streak", title: "Failures in a row", width: 140, steps: lengths },
                { of: "since", title: "Since", unit: fromNow, width: 140 },
                { of: "cause", title: "Cause", width: 150 },
                { of: "reason", title: "Reason" },
              ],
              sort: { title: "Failures in a row", desc: true },
            }),
          ],
        ],
      },
      {
        title: "Over time",
        lines: [
          [
            lines({
              title: "Switches failing, by cause", unit: "short", decimals: 0, w: 12, h: 9, stacked: true, stepped: true,
              description: "A step of one colour is one trouble that hits many switches.",
              queries: [{ legend: "{{cause}}", expr: `count by (cause) (${causeOnly})` }],
            }),
            lines({
              title: `Switches failing, by ${group}`, unit: "short", decimals: 0, w: 12, h: 9, stacked: true, stepped: true,
              description: `Switches whose last message failed, of each ${group}.`,
              queries: [{ legend: `{{${group}}}`, expr: `count by (${group}) (${failing})` }],
            }),
          ],
          [
            lines({
              title: "Longest runs of failures", unit: "short", decimals: 0, w: 24, h: 10, stepped: true, legendRight: true,
              description: "Failures in a row of the 20 switches that had the most in the time range. A rise is another message without answer; a fall to 0 is a success or a reload.",
              queries: [
                {
                  legend: "{{target}}",
                  expr: `(${streak}) and on (target) topk(20, ${perSwitch(`max_over_time(${of("slp_eventlog_comm_fail_streak")}[$__range] @ end()) or max_over_time(${of("slp_comm_failed_streak")}[$__range] @ end())`)} > 0)`,
                },
              ],
              links: [fromSeries()],
            }),
          ],
        ],
      },
      {
        title: "By message",
        lines: [
          [
            bars({
              title: "Switches without answer, by message", unit: "short", w: 8, h: 10, noValue: "no failure is known",
              description: "Switches whose last message of that type failed.",
              queries: [{ legend: "{{message}}", expr: `sort_desc(count by (message) (${failingMessages}))` }],
              steps: [[undefined, warning]],
            }),
            table({
              title: "Messages", w: 16, h: 10,
              description: "The agents' tallies since their last reload, over all switches, and the requests in their histories.",
              queries: {
                failing: `count by (message) (${failingMessages}) or count by (message) (${of("slp_comm_ongoing_failures", 'scope="communication"')}) * 0`,
                success: `sum by (message) (${of("slp_comm_attempts", 'result="success"')})`,
                failure: `sum by (message) (${of("slp_comm_attempts", 'result="failure"')})`,
                kept: `sum by (message) (${of("slp_history_messages")})`,
                unanswered: `sum by (message) (${of("slp_history_unanswered")})`,
              },
              columns: [
                { of: "message", title: "Message", width: 220 },
                { of: "failing", title: "Switches failing", steps: noneIsBest },
                { of: "success", title: "Successes" }, { of: "failure", title: "Failures" },
                { of: "kept", title: "In the history" }, { of: "unanswered", title: "Of these without answer" },
              ],
              sort: { title: "Switches failing", desc: true },
            }),
          ],
          [
            table({
              title: "What the switches were told", w: 12, h: 10, noValue: "No failure is known",
              description: "Responses other than success to the last message of each type, with cause and reason in the agent's words, 100 at most.",
              queries: { switches: `topk(100, count by (message, response, cause, reason) (${of("slp_comm_last_response_info", 'cause!="none"')}))` },
              columns: [
                { of: "switches", title: "Switches", width: 85 }, { of: "message", title: "Message", width: 170 },
                { of: "response", title: "Response", width: 170 }, { of: "cause", title: "Cause", width: 110 }, { of: "reason", title: "Reason" },
              ],
              sort: { title: "Switches", desc: true },
            }),
            table({
              title: "Longest without success", w: 12, h: 10,
              description: "The 50 switches whose last success of any message is longest ago. Switches with transport off are left out.",
              queries: {
                success: inMilliseconds(`bottomk(50, ${perSwitch(of("slp_comm_last_success_timestamp_seconds"))} unless on (target) slp_transport_info{type="off"})`),
              },
              columns: [switchColumn, groupColumn, { of: "success", title: "Last success", unit: fromNow }],
              sort: { title: "Last success", desc: false },
            }),
          ],
        ],
      },
      {
        title: "By way",
        lines: [
          [
            table({
              title: "Transport, server, proxy and VRF", w: 24, h: 10,
              description: "How the switches reach their server, and how many of them fail on that way. One way with all switches failing is that server's, proxy's or VRF's trouble.",
              queries: {
                failing: `${byTransport} (${transport} and on (target) (${failing})) or ${byTransport} (${transport}) * 0`,
                switches: `${byTransport} (${transport})`,
                share: `${byTransport} (${transport} and on (target) (${failing})) / ${byTransport} (${transport})`,
              },
              columns: [
                { of: "type", title: "Transport", width: 100 }, { of: "url", title: "Server" },
                { of: "proxy_address", title: "Proxy", width: 150 }, { of: "proxy_port", title: "Port", width: 70 }, { of: "vrf", title: "VRF", width: 100 },
                { of: "switches", title: "Switches", width: 90 },
                { of: "failing", title: "Failing", width: 80, steps: noneIsBest },
                { of: "share", title: "Share", unit: "percentunit", decimals: 0, width: 80 },
              ],
              sort: { title: "Failing", desc: true },
            }),
          ],
          [
            table({
              title: "What the agents allow themselves", w: 12, h: 7,
              description: "The communication level that the agents allow themselves, with their reason.",
              queries: { switches: `count by (level, overall_state) (${of("slp_comm_level_info")})` },
              columns: [
                { of: "level", title: "Level", width: 120, mappings: words({ DIRECT: ["DIRECT", good], INDIRECT: ["INDIRECT", notice] }) },
                { of: "overall_state", title: "Reason" }, { of: "switches", title: "Switches", width: 90 },
              ],
              sort: { title: "Switches", desc: true },
            }),
            table({
              title: "What the servers answered last", w: 12, h: 7,
              description: "Status in the last response to each message, by the switches' message histories.",
              queries: { switches: `count by (message, status_code, status_message) (${of("slp_history_last_status_info")})` },
              columns: [
                { of: "message", title: "Message", width: 170 }, { of: "status_code", title: "Status", width: 170 },
                { of: "status_message", title: "Text" }, { of: "switches", title: "Switches", width: 90 },
              ],
              sort: { title: "Switches", desc: true },
            }),
          ],
        ],
      },
    ],
  });
}
