import { bad, good, noneIsBest, noneIsGood, warning, words, yesNo, type Step } from "./lib/colour";
import { dashboard } from "./lib/dashboard";
import { fromSeries, uid } from "./lib/link";
import { lines, single } from "./lib/panel";
import { bySwitch, count, of, perSwitch } from "./lib/query";
import { fromNow, groupColumn, inMilliseconds, switchColumn, table } from "./lib/table";
import { dataSourceVariable, exporterVariable, groupVariable, switchesVariable } from "./lib/variable";

const own = (metric: string, ...matchers: string[]) => `${metric}{${['instance=~"$instance"', ...matchers].join(", ")}}`;

// Other programs have metrics of these names, too: those of the exporters are told by their build info.
const process = (expr: string) => `(${expr}) and on (job, instance) slp_exporter_build_info`;

const failures = perSwitch(`increase(${of("slp_poll_failures_total")}[1h])`, "reason");
const polled = perSwitch(of("slp_up"));
const failed = `sum by (${bySwitch}) (increase(${of("slp_poll_failures_total")}[1h]))`;
const unreliable = `topk(50, ${failed} + 1000000 * (1 - ${polled}))`;
const age = `time() - ${perSwitch(of("slp_poll_timestamp_seconds"))}`;
const pollTimes: Step[] = [[undefined, good], [10, warning], [30, bad]];

const quantile = (q: number) =>
  `histogram_quantile(${q}, sum by (le) (rate(${own("slp_exporter_poll_duration_seconds_bucket")}[$__rate_interval])))` +
  ` or histogram_quantile(${q}, sum(rate(${own("slp_exporter_poll_duration_seconds")}[$__rate_interval])))`;

export function exporter() {
  return dashboard({
    uid: uid.exporter,
    title: "SLP / Exporter",
    description: "Does slp-exporter poll every switch, how long does that take, and what does it cost?",
    from: "now-6h",
    refresh: "1m",
    variables: [dataSourceVariable(), exporterVariable(), groupVariable(), switchesVariable()],
    sections: [
      {
        title: "Now",
        lines: [
          [
            single({
              title: "Switches configured", unit: "short", w: 4, h: 4,
              description: "Targets in the configuration of the chosen exporters.", expr: `sum(${own("slp_exporter_targets")})`,
            }),
            single({
              title: "Not polled", unit: "short", w: 4, h: 4,
              description: "Switches whose last poll failed.", expr: count(`${polled} == 0`), steps: noneIsGood,
            }),
            single({
              title: "Collectors failing", unit: "short", w: 4, h: 4,
              description: "Switches that were polled, but with a collector that failed.",
              expr: count(`${perSwitch(of("slp_collector_success"))} == 1 and on (target) ${perSwitch(`${of("slp_collector_success")} == 0`)}`), steps: noneIsBest,
            }),
            single({
              title: "Oldest result", unit: "s", decimals: 0, w: 4, h: 4,
              description: "Age of the oldest result that is shown for a switch that is polled.",
              expr: `max(${age} and on (target) slp_up == 1)`, steps: [[undefined, good], [600, warning], [3600, bad]],
            }),
            single({
              title: "Last reload", unit: "short", w: 4, h: 4,
              description: "Whether the last attempt to load the configuration succeeded on all chosen exporters. If not, the one before stays in use.",
              expr: `min(${own("slp_exporter_config_last_reload_successful")})`, mappings: words({ 1: ["succeeded", good], 0: ["failed", bad] }),
            }),
            single({
              title: "Configuration loaded", unit: fromNow, w: 4, h: 4,
              description: "When the configuration in use was loaded.",
              expr: inMilliseconds(`min(${own("slp_exporter_config_last_reload_success_timestamp_seconds")})`),
            }),
          ],
        ],
      },
      {
        title: "Polls",
        lines: [
          [
            lines({
              title: "Duration of polls", unit: "s", w: 12, h: 9,
              description: "How long the polls took: half of them, nine in ten, and 99 in 100 were faster.",
              queries: [
                { legend: "half", expr: quantile(0.5) },
                { legend: "9 in 10", expr: quantile(0.9) },
                { legend: "99 in 100", expr: quantile(0.99) },
              ],
            }),
            lines({
              title: "Polls and failures", unit: "cps", w: 12, h: 9,
              description: "Polls each second, and those of them that failed, wholly or in one collector.",
              queries: [
                { legend: "polls", expr: `sum(rate(${of("slp_polls_total")}[$__rate_interval]))` },
                { legend: "failed", expr: `sum(rate(${of("slp_poll_failures_total")}[$__rate_interval]))` },
              ],
              colours: { polls: good, failed: bad },
            }),
          ],
          [
            lines({
              title: "Failed polls, by reason", unit: "short", decimals: 0, w: 12, h: 9, stacked: true,
              description: "Failed polls in an hour. A dead switch is polled less and less often, so this falls while it stays down.",
              queries: [{ legend: "{{reason}}", expr: `sum by (reason) (increase(${of("slp_poll_failures_total")}[1h]))` }],
            }),
            lines({
              title: "Duration of collectors", unit: "s", w: 12, h: 9,
              description: "Mean time that each collector took in the last poll of a switch, fetching and parsing.",
              queries: [{ legend: "{{collector}}", expr: `avg by (collector) (${of("slp_collector_duration_seconds")})` }],
            }),
          ],
          [
            table({
              title: "Failed polls, worst first", w: 12, h: 10,
              description: "Switches that are not polled, then those with most failed polls in an hour, with the reasons: 50 switches at most. A failed collector counts, too.",
              queries: {
                up: `${polled} and on (target) ${unreliable}`,
                failures: `${failed} and on (target) ${unreliable}`,
                why: `${failures} > 0 and on (target) ${unreliable}`,
                last: inMilliseconds(`${perSwitch(`last_over_time(${of("slp_poll_timestamp_seconds")}[1d])`)} and on (target) ${unreliable}`),
              },
              columns: [
                switchColumn, groupColumn, { of: "up", title: "Polled", mappings: yesNo, width: 70 },
                { of: "failures", title: "Failed in an hour", decimals: 0, width: 130 },
                { of: "reason", title: "Reason" }, { of: "last", title: "Last success", unit: fromNow },
              ],
              sort: { title: "Failed in an hour", desc: true },
            }),
            table({
              title: "Slowest switches", w: 12, h: 10,
              description: "The 50 switches whose last poll took longest, and the age of their result.",
              queries: {
                duration: `topk(50, ${perSwitch(of("slp_poll_duration_seconds"))})`,
                age: `${age} and on (target) topk(50, ${perSwitch(of("slp_poll_duration_seconds"))})`,
              },
              columns: [
                switchColumn, groupColumn,
                { of: "duration", title: "Last poll", unit: "s", steps: pollTimes }, { of: "age", title: "Age of the result", unit: "s", decimals: 0 },
              ],
              sort: { title: "Last poll", desc: true },
            }),
          ],
          [
            table({
              title: "Collectors", w: 12, h: 10,
              description: "What each collector read in the last polls. Lines that it could not read mean that a release prints something new.",
              queries: {
                failing: `count by (collector) (${of("slp_collector_success")} == 0) or count by (collector) (${of("slp_collector_success")}) * 0`,
                switches: `count by (collector) (${of("slp_collector_success")})`,
                unread: `sum by (collector) (${of("slp_collector_unread_lines")})`,
                duration: `max by (collector) (${of("slp_collector_duration_seconds")})`,
              },
              columns: [
                { of: "collector", title: "Collector" }, { of: "switches", title: "Switches", width: 90 },
                { of: "failing", title: "Failing", width: 90, steps: noneIsBest }, { of: "unread", title: "Lines not read", width: 120, steps: noneIsBest },
                { of: "duration", title: "Slowest", unit: "s", width: 90 },
              ],
              sort: { title: "Failing", desc: true },
            }),
            table({
              title: "How the switches are polled", w: 12, h: 10,
              description: "Switches by module, protocol and how their host key is judged. Where the policy is insecure, any host may pose as the switch and read the password.",
              queries: {
                switches: `count by (module, protocol, policy) (max by (${bySwitch}, module, protocol) (${of("slp_target_info")}) * on (${bySwitch}) group_left (policy) max by (${bySwitch}, policy) (${of("slp_target_host_key_info")}))`,
              },
              columns: [
                { of: "module", title: "Module" }, { of: "protocol", title: "Protocol" },
                { of: "policy", title: "Host key", mappings: words({ known_hosts: ["known_hosts", good], accept_new: ["accept_new", warning], insecure: ["insecure", bad] }) },
                { of: "switches", title: "Switches", width: 90 },
              ],
              sort: { title: "Switches", desc: true },
            }),
          ],
          [
            lines({
              title: "Slowest polls", unit: "s", w: 24, h: 9, legendRight: true,
              description: "The 15 switches whose polls took longest at the end of the time range.",
              queries: [{ legend: "{{target}}", expr: `${perSwitch(of("slp_poll_duration_seconds"))} and on (target) topk(15, ${perSwitch(`${of("slp_poll_duration_seconds")} @ end()`)})` }],
              links: [fromSeries()],
            }),
          ],
        ],
      },
      {
        title: "Load",
        lines: [
          [
            lines({
              title: "Sessions and polls under way", unit: "short", decimals: 0, w: 8, h: 9,
              description: "Sessions open on switches, and polls under way. At max_concurrent, further polls wait.",
              queries: [
                { legend: "sessions {{instance}}", expr: own("slp_exporter_sessions") },
                { legend: "polls {{instance}}", expr: own("slp_exporter_polls_in_flight") },
              ],
            }),
            lines({
              title: "Logins on switches", unit: "cps", w: 8, h: 9,
              description: "Logins each second. A fast rise means that sessions are not kept, or die.",
              queries: [{ legend: "{{instance}}", expr: `rate(${own("slp_exporter_session_opens_total")}[$__rate_interval])` }],
            }),
            lines({
              title: "Scrapes served without a poll of their own", unit: "cps", w: 8, h: 9,
              description: "Times a scrape was served by a poll under way or fresh enough, each second.",
              queries: [{ legend: "{{instance}}", expr: `rate(${own("slp_exporter_scrape_coalesced_total")}[$__rate_interval])` }],
            }),
          ],
          [
            lines({
              title: "CPU", unit: "percentunit", w: 8, h: 9,
              description: "Processor time that the exporter takes; 100 % is one core.",
              queries: [{ legend: "{{instance}}", expr: process(`rate(${own("process_cpu_seconds_total")}[$__rate_interval])`) }],
            }),
            lines({
              title: "Memory", unit: "bytes", w: 8, h: 9,
              description: "Memory of the process, and of it what Go's heap holds.",
              queries: [
                { legend: "process {{instance}}", expr: process(own("process_resident_memory_bytes")) },
                { legend: "heap {{instance}}", expr: process(own("go_memstats_heap_inuse_bytes")) },
              ],
            }),
            lines({
              title: "File descriptors and goroutines", unit: "short", decimals: 0, w: 8, h: 9,
              description: "Each session with a switch takes a file descriptor. Goroutines that only rise are a leak.",
              queries: [
                { legend: "open {{instance}}", expr: process(own("process_open_fds")) },
                { legend: "goroutines {{instance}}", expr: process(own("go_goroutines")) },
              ],
            }),
          ],
          [
            lines({
              title: "Duration of scrapes", unit: "s", w: 8, h: 8,
              description: "How long Prometheus waited for the exporter. At the scrape timeout, switches show older results.",
              queries: [{ legend: "{{job}} {{instance}}", expr: process(own("scrape_duration_seconds")) }],
            }),
            lines({
              title: "Series", unit: "short", decimals: 0, w: 8, h: 8,
              description: "Samples in each scrape, before Prometheus' own relabelling.",
              queries: [{ legend: "{{job}} {{instance}}", expr: process(own("scrape_samples_scraped")) }],
            }),
            table({
              title: "Exporters", w: 8, h: 8,
              description: "The chosen exporters, their versions, and how long each has been running.",
              queries: {
                info: `max by (instance, version) (${own("slp_exporter_build_info")})`,
                targets: `max by (instance) (${own("slp_exporter_targets")})`,
                started: inMilliseconds(`max by (instance) (${process(own("process_start_time_seconds"))})`),
              },
              columns: [
                { of: "instance", title: "Exporter" }, { of: "version", title: "Version", width: 90 },
                { of: "targets", title: "Switches", width: 80 }, { of: "started", title: "Started", unit: fromNow, width: 120 },
              ],
            }),
          ],
        ],
      },
    ],
  });
}
