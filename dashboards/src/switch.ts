import { AnnotationQueryBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { events, upcoming } from "./event";
import { bad, good, installed, noneIsBest, notice, plain, warning, words, yesNo, type Step } from "./lib/colour";
import { dashboard } from "./lib/dashboard";
import { uid } from "./lib/link";
import { lines, single, timeline } from "./lib/panel";
import { day, ofOne } from "./lib/query";
import { fromNow, inMilliseconds, table } from "./lib/table";
import { dataSource, dataSourceVariable, oneSwitchVariable } from "./lib/variable";

const by = (labels: string, metric: string, ...matchers: string[]) => `max by (${labels}) (${ofOne(metric, ...matchers)})`;
const one = (metric: string, ...matchers: string[]) => `max(${ofOne(metric, ...matchers)})`;
const reporting = (what: string) => one(`slp_usage_reporting_${what}_timestamp_seconds`);

const streak = `max(${ofOne("slp_eventlog_comm_fail_streak")} or ${ofOne("slp_comm_failed_streak")})`;
const overallTrust = `${one("slp_trust_installed")} or ${one("slp_trust_code_installed")}`;
const lengths: Step[] = [[undefined, good], [1, warning], [72, bad]];

/** Times that the switch tells become marks on all panels that show time. */
function mark(name: string, colour: string, metric: string, ...matchers: string[]) {
  const annotation = new AnnotationQueryBuilder()
    .name(name)
    .datasource(dataSource)
    .enable(true)
    .hide(false)
    .iconColor(colour)
    .expr(inMilliseconds(`max(${ofOne(metric, ...matchers)})`))
    .build();
  // What only Grafana's Prometheus data source knows: the value is the time of the mark.
  Object.assign(annotation, { useValueForTime: "on", titleFormat: name, step: "60s" });
  return { build: () => annotation };
}

export function oneSwitch() {
  return dashboard({
    uid: uid.switch,
    title: "SLP / Switch",
    description: "Everything that one switch tells about its licensing, and when it happened.",
    from: "now-24h",
    refresh: "1m",
    variables: [dataSourceVariable(), oneSwitchVariable()],
    annotations: [
      mark("Usage report pushed", notice, "slp_usage_reporting_last_push_timestamp_seconds"),
      mark("ACK received", good, "slp_usage_reporting_last_ack_timestamp_seconds"),
      mark("Trust code installed", "purple", "slp_trust_code_installed_timestamp_seconds"),
      mark("Policy installed", "purple", "slp_policy_installed_timestamp_seconds"),
      mark("Communication restored", good, "slp_eventlog_comm_restored_timestamp_seconds"),
    ],
    sections: [
      {
        title: "$target",
        lines: [
          [
            single({
              title: "Polled", unit: "short", w: 3, h: 4,
              description: "Whether the last poll read the switch. If not, nothing else is known of it.",
              expr: one("slp_up"), mappings: yesNo,
            }),
            single({
              title: "Trust", unit: "short", w: 3, h: 4, noValue: "not told",
              description: "The overall trust, or that of the members where the switch tells no overall one. Before SLP, and with transport off or call-home, none is needed.",
              expr: overallTrust, mappings: installed,
            }),
            single({
              title: "Failures in a row", unit: "short", w: 3, h: 4, noValue: "not told",
              description: "Messages without answer up to now, by the event log, else by the agent's tally.", expr: streak, steps: lengths,
            }),
            single({
              title: "Failing since", unit: fromNow, w: 3, h: 4, noValue: "not failing",
              description: "When the failures in a row began, by the event log.",
              expr: inMilliseconds(one("slp_eventlog_comm_fail_since_timestamp_seconds")),
            }),
            single({
              title: "Next push", unit: fromNow, w: 3, h: 4, noValue: "none",
              description: "When the next usage report is due.", expr: inMilliseconds(reporting("next_push")),
            }),
            single({
              title: "ACK deadline", unit: "s", decimals: 0, w: 3, h: 4, noValue: "none",
              description: "Time left until the ACK must be there. Below 0 the switch is out of policy.",
              expr: `${reporting("ack_deadline")} - time()`, steps: [[undefined, bad], [7 * day, warning], [30 * day, good]],
            }),
            single({
              title: "Reports without ACK", unit: "short", w: 3, h: 4, noValue: "not told",
              description: "Usage reports that wait for their ACK.", expr: one("slp_rum_reports_unacknowledged"),
            }),
            single({
              title: "Clock off by", unit: "s", decimals: 1, w: 3, h: 4, noValue: "not told",
              description: "The switch's clock minus the exporter's. Far from 0, TLS fails.",
              expr: one("slp_device_clock_skew_seconds"),
              steps: [[undefined, bad], [-300, warning], [-60, good], [60, warning], [300, bad]],
            }),
          ],
          [
            table({
              title: "The switch", w: 12, h: 4,
              description: "What the switch says of itself. The release is empty unless the collector version is on.",
              queries: { info: by("hostname, pid, serial_number, os_version, agent_version", "slp_device_info") },
              columns: [
                { of: "hostname", title: "Host name" }, { of: "pid", title: "Product" }, { of: "serial_number", title: "Serial number" },
                { of: "os_version", title: "Release" }, { of: "agent_version", title: "Agent" },
              ],
            }),
            table({
              title: "Account and policy", w: 12, h: 4,
              description: "The accounts that CSSM reported to the switch, and the policy in use.",
              queries: {
                rules: by("target, policy, source", "slp_policy_info"),
                account: by("target, smart_account, virtual_account", "slp_account_info"),
              },
              columns: [
                { of: "smart_account", title: "Smart account" }, { of: "virtual_account", title: "Virtual account" },
                { of: "policy", title: "Policy" }, { of: "source", title: "Source of the policy" },
              ],
              hidden: ["target"],
            }),
          ],
          [
            table({
              title: "How it reaches its server", w: 24, h: 4,
              description: "Transport, server, proxy and VRF, and the communication level that the agent allows itself, with its reason.",
              queries: {
                transport: by("target, type, url, proxy_address, proxy_port, vrf, ip_mode, trust_point", "slp_transport_info"),
                allowed: by("target, level, overall_state", "slp_comm_level_info"),
              },
              columns: [
                { of: "type", title: "Transport", width: 100 }, { of: "url", title: "Server" },
                { of: "proxy_address", title: "Proxy" }, { of: "proxy_port", title: "Port", width: 70 }, { of: "vrf", title: "VRF", width: 90 },
                { of: "ip_mode", title: "IP", width: 100 }, { of: "trust_point", title: "Trust point" },
                { of: "level", title: "Level", width: 90 }, { of: "overall_state", title: "Reason of the level" },
              ],
              hidden: ["target"],
            }),
          ],
        ],
      },
      {
        title: "Timeline",
        lines: [
          [
            timeline({
              title: "State", unit: "short", w: 24, h: 8,
              description: "What held when. A gap in all bands but the first is a time in which the switch was not polled. Trust is not needed before SLP, nor with transport off or call-home.",
              queries: [
                { legend: "polled", expr: one("slp_up") },
                { legend: "trust installed", expr: overallTrust },
                { legend: "server reached", expr: `${streak} == bool 0` },
                { legend: "within the ACK deadline", expr: `${reporting("ack_deadline")} >= bool time()` },
                { legend: "clock synchronised by NTP", expr: one("slp_device_ntp_synced") },
              ],
              mappings: yesNo,
            }),
          ],
          [
            lines({
              title: "Failures in a row, by message", unit: "short", decimals: 0, w: 12, h: 9, stepped: true,
              description: "Failures in a row of each message type. A fall to 0 is a success or a reload.",
              queries: [{ legend: "{{message}}", expr: by("message", "slp_comm_ongoing_failures", 'scope="communication"') }],
            }),
            lines({
              title: "Usage reports", unit: "short", decimals: 0, w: 12, h: 9, stepped: true,
              description: "Usage reports without ACK, in storage, missing and purged.",
              queries: [
                { legend: "without ACK", expr: one("slp_rum_reports_unacknowledged") },
                { legend: "in storage", expr: one("slp_rum_reports_in_storage") },
                { legend: "missing", expr: one("slp_rum_reports", 'state="missing"') },
                { legend: "purged", expr: one("slp_rum_reports", 'state="purged"') },
              ],
              colours: { missing: bad, purged: warning },
            }),
          ],
          [
            table({
              title: "What happened, the latest first", w: 12, h: 11,
              description: "Times that the switch told: the last of each kind of event.",
              queries: { time: inMilliseconds(events()) },
              columns: [
                { of: "event", title: "Event" }, { of: "time", title: "When", unit: fromNow, width: 140 },
              ],
              sort: { title: "When", desc: true },
            }),
            table({
              title: "What comes next", w: 12, h: 11,
              description: "What the agent has scheduled. A job in the past runs soon, or is stuck.",
              queries: { time: inMilliseconds(upcoming()) },
              columns: [{ of: "event", title: "Event" }, { of: "time", title: "When", unit: fromNow, width: 140 }],
              sort: { title: "When", desc: false },
            }),
          ],
        ],
      },
      {
        title: "Communication",
        lines: [
          [
            table({
              title: "Messages", w: 24, h: 10,
              description: "The last response to each message type, with its cause, the reason in the agent's words, and the agent's tallies since its last reload.",
              queries: {
                last: by("message, response, cause, reason", "slp_comm_last_response_info"),
                streak: by("message", "slp_comm_ongoing_failures", 'scope="communication"'),
                success: inMilliseconds(by("message", "slp_comm_last_success_timestamp_seconds")),
                failure: inMilliseconds(by("message", "slp_comm_last_failure_timestamp_seconds")),
                successes: by("message", "slp_comm_attempts", 'result="success"'),
                failures: by("message", "slp_comm_attempts", 'result="failure"'),
                kept: by("message", "slp_history_messages"),
                unanswered: by("message", "slp_history_unanswered"),
              },
              columns: [
                { of: "message", title: "Message", width: 200 },
                { of: "streak", title: "Failures in a row", width: 130, steps: lengths },
                { of: "response", title: "Last response" }, { of: "cause", title: "Cause", width: 120 }, { of: "reason", title: "Reason" },
                { of: "success", title: "Last success", unit: fromNow }, { of: "failure", title: "Last failure", unit: fromNow },
                { of: "successes", title: "Successes", width: 90 }, { of: "failures", title: "Failures", width: 80 },
                { of: "kept", title: "In the history", width: 110 }, { of: "unanswered", title: "Without answer", width: 120 },
              ],
              sort: { title: "Failures in a row", desc: true },
            }),
          ],
          [
            table({
              title: "Why it failed last", w: 10, h: 8, noValue: "No failure is known",
              description: "Cause and reason of the last failure, by the event log and by the log buffer. They stay when all is well again.",
              queries: {
                known: `label_replace(${by("cause, reason", "slp_eventlog_comm_fail_info")}, "by", "event log", "", "") or label_replace(${by("cause, reason", "slp_syslog_comm_failed_info")}, "by", "log buffer", "", "") or label_replace(max by (cause, reason) (0 * ${ofOne("slp_up")} unless on (target) slp_eventlog_comm_fail_info unless on (target) slp_syslog_comm_failed_info), "by", "no failure is known", "", "")`,
              },
              columns: [{ of: "by", title: "Told by", width: 130 }, { of: "cause", title: "Cause", width: 140 }, { of: "reason", title: "Reason" }],
            }),
            table({
              title: "Log buffer", w: 8, h: 8, noValue: "No messages",
              description: "Messages of the agent in the switch's log buffer, the latest first. Old ones fall out.",
              queries: {
                last: inMilliseconds(by("mnemonic", "slp_syslog_last_timestamp_seconds")),
                count: by("mnemonic, severity", "slp_syslog_messages"),
              },
              columns: [
                { of: "mnemonic", title: "Message" }, { of: "severity", title: "Severity", width: 80 },
                { of: "count", title: "In the buffer", width: 100 }, { of: "last", title: "Last", unit: fromNow, width: 130 },
              ],
              sort: { title: "Last", desc: true },
            }),
            table({
              title: "Event log", w: 6, h: 8, noValue: "No events",
              description: "Events of each name in the days that the event log was read over.",
              queries: { count: `${by("event", "slp_eventlog_events")} or label_replace(0 * ${one("slp_eventlog_window_seconds")} unless on () ${one("slp_eventlog_events")}, "event", "no events", "", "")` },
              columns: [{ of: "event", title: "Event" }, { of: "count", title: "Events", width: 80 }],
              sort: { title: "Events", desc: true },
            }),
          ],
        ],
      },
      {
        title: "Trust and licences",
        lines: [
          [
            table({
              title: "Trust and authorization codes", w: 12, h: 8,
              description: "Each member's trust code, when it was installed and expires, and its authorization code (SLAC) or reservation.",
              queries: {
                trust: by("role, pid, serial_number", "slp_trust_code_installed"),
                time: inMilliseconds(by("role, pid, serial_number", "slp_trust_code_installed_timestamp_seconds")),
                expiry: inMilliseconds(by("role, pid, serial_number", "slp_trust_code_expiry_timestamp_seconds")),
                authorization: by("role, pid, serial_number", "slp_authorization_code_installed"),
              },
              columns: [
                { of: "role", title: "Role", width: 80 }, { of: "pid", title: "Product" }, { of: "serial_number", title: "Serial number" },
                { of: "trust", title: "Trust code", mappings: installed, width: 110 },
                { of: "time", title: "Installed", unit: fromNow }, { of: "expiry", title: "Expires", unit: fromNow },
                { of: "authorization", title: "Authorization code", mappings: words({ 1: ["installed", good], 0: ["none", "text"] }), width: 140 },
              ],
            }),
            table({
              title: "Licences", w: 12, h: 8,
              description: "Licences by name and product, what the switch says of them, and how many are in use.",
              queries: {
                count: `max by (license, description, status, enforcement) (${ofOne("slp_license_count")} * on (target, license, entitlement_tag) group_left (description, status, enforcement) slp_license_info)`,
              },
              columns: [
                { of: "license", title: "Licence" }, { of: "description", title: "Description" }, { of: "status", title: "Status", width: 120 },
                { of: "enforcement", title: "Enforcement", width: 130 }, { of: "count", title: "In use", width: 80, steps: plain },
              ],
              sort: { title: "In use", desc: true },
            }),
          ],
          [
            lines({
              title: "Licences in use", unit: "short", decimals: 0, w: 10, h: 8, stepped: true, stacked: true,
              description: "Licences in use by name.",
              queries: [{ legend: "{{license}}", expr: `sum by (license) (${ofOne("slp_license_count")})` }],
            }),
            table({
              title: "Usage reports", w: 6, h: 8,
              description: "Usage reports by state, by the summary and by the list of reports.",
              queries: {
                count: `label_replace(${by("state", "slp_rum_reports")}, "by", "summary", "", "") or label_replace(${by("state", "slp_rum_report_states")}, "by", "list", "", "")`,
              },
              columns: [{ of: "by", title: "Told by", width: 90 }, { of: "state", title: "State" }, { of: "count", title: "Reports", width: 80 }],
              sort: { title: "Reports", desc: true },
            }),
            table({
              title: "What the policy asks for", w: 8, h: 8,
              description: "Days for the first report, between two reports, and after a change, by class of licence; 0 is not required.",
              queries: {
                first: `${by("class", "slp_policy_first_report_seconds")} / ${day}`,
                interval: `${by("class", "slp_policy_report_interval_seconds")} / ${day}`,
                change: `${by("class", "slp_policy_report_on_change_seconds")} / ${day}`,
              },
              columns: [
                { of: "class", title: "Class" }, { of: "first", title: "First", width: 60 },
                { of: "interval", title: "Interval", width: 75 }, { of: "change", title: "Change", width: 75 },
              ],
            }),
          ],
        ],
      },
      {
        title: "Polls",
        lines: [
          [
            table({
              title: "Collectors", w: 8, h: 9,
              description: "What each collector read in the last poll. Lines that it could not read mean that the release prints something new.",
              queries: {
                success: by("collector", "slp_collector_success"),
                unread: by("collector", "slp_collector_unread_lines"),
                duration: by("collector", "slp_collector_duration_seconds"),
              },
              columns: [
                { of: "collector", title: "Collector" }, { of: "success", title: "Read", mappings: yesNo, width: 65 },
                { of: "unread", title: "Lines not read", steps: noneIsBest, width: 115 }, { of: "duration", title: "Took", unit: "s", width: 80 },
              ],
            }),
            lines({
              title: "Duration of polls", unit: "s", w: 8, h: 9,
              description: "Duration of the last poll, and of each collector in it.",
              queries: [
                { legend: "poll", expr: one("slp_poll_duration_seconds") },
                { legend: "{{collector}}", expr: by("collector", "slp_collector_duration_seconds") },
              ],
            }),
            lines({
              title: "Failed polls, by reason", unit: "short", decimals: 0, w: 8, h: 9, stacked: true,
              description: "Failed polls in an hour, wholly or in one collector. A dead switch is polled less and less often.",
              queries: [{ legend: "{{reason}}", expr: `sum by (reason) (increase(${ofOne("slp_poll_failures_total")}[1h]))` }],
            }),
          ],
          [
            table({
              title: "How it is polled", w: 24, h: 4,
              description: "Address, module and protocol, how the host key is judged, and the age of what is shown.",
              queries: {
                info: by("target, address, module, protocol", "slp_target_info"),
                key: by("target, policy", "slp_target_host_key_info"),
                last: inMilliseconds(by("target", "slp_poll_timestamp_seconds")),
              },
              columns: [
                { of: "address", title: "Address" }, { of: "module", title: "Module" }, { of: "protocol", title: "Protocol" },
                { of: "policy", title: "Host key" }, { of: "last", title: "Last successful poll", unit: fromNow },
              ],
              hidden: ["target"],
            }),
          ],
        ],
      },
    ],
  });
}
