package dashboards

import (
	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// ofExporter selects a metric of the chosen exporters.
func ofExporter(metric string) string { return metric + `{instance=~"$instance"}` }

// ofProcess keeps the series of exporters, by their build info: other programs have metrics of these names, too.
func ofProcess(expr string) string {
	return "(" + expr + ") and on (job, instance) slp_exporter_build_info"
}

// failedPollsByReason are failed polls in an hour, by reason; failedPolls is their sum.
var (
	failedPollsByReason = perSwitch("increase("+of("slp_poll_failures_total")+"[1h])", "reason")
	failedPolls         = "sum by (" + bySwitch + ") (" + failedPollsByReason + ")"
)

// leastReliable are the switches that are not polled, then those with most failed polls.
var leastReliable = "topk(50, " + failedPolls + " + 1000000 * (1 - " + polled + "))"

// partlyPolled are the switches of which some collectors succeeded, and some failed.
var partlyPolled = perSwitch(of("slp_collector_success")) + " == 1 and on (target) " + perSwitch(of("slp_collector_success")+" == 0")

// polledHow is how each switch is polled and how its host key is judged.
var polledHow = "max by (" + bySwitch + ", module, protocol) (" + of("slp_target_info") + ")" +
	" * on (" + bySwitch + ") group_left (policy) max by (" + bySwitch + ", policy) (" + of("slp_target_host_key_info") + ")"

// resultAge is how old the results are.
var resultAge = "time() - " + perSwitch(of("slp_poll_timestamp_seconds"))

// quantile is the duration that this share of the polls does not exceed, from a classic or a native histogram.
func quantile(share string) string {
	rate := func(metric string) string { return "(rate(" + ofExporter(metric) + "[$__rate_interval]))" }
	return "histogram_quantile(" + share + ", sum by (le) " + rate("slp_exporter_poll_duration_seconds_bucket") + ")" +
		" or histogram_quantile(" + share + ", sum" + rate("slp_exporter_poll_duration_seconds") + ")"
}

var exporterDashboard = grafana.Dashboard{
	UID:         uidExporter,
	Title:       "SLP / Exporter",
	Description: "Does slp-exporter poll every switch, how long does that take, and what does it cost?",
	Tag:         tag,
	From:        "now-6h",
	Refresh:     "1m",
	Variables:   []grafana.Variable{dataSourceVariable, exporterVariable, groupVariable, switchesVariable},
	Sections:    []grafana.Section{exporterNow, exporterPolls, exporterLoad},
}

var exporterNow = grafana.Section{
	Title: "Now",
	Lines: []grafana.Line{
		{Height: 4, Panels: []grafana.Panel{
			{
				Title: "Switches configured", Width: 4,
				Description: "Targets in the configuration of the chosen exporters.",
				Show:        grafana.Stat{Expr: "sum(" + ofExporter("slp_exporter_targets") + ")"},
			},
			{
				Title: "Not polled", Width: 4,
				Description: "Switches whose last poll failed.",
				Show:        grafana.Stat{Expr: count(down), Scale: noneIsGood},
			},
			{
				Title: "Collectors failing", Width: 4,
				Description: "Switches that were polled, but with a collector that failed.",
				Show:        grafana.Stat{Expr: count(partlyPolled), Scale: noneIsBest},
			},
			{
				Title: "Oldest result", Width: 4, Unit: "s", Decimals: grafana.Whole,
				Description: "Age of the oldest result that is shown for a switch that is polled.",
				Show:        grafana.Stat{Expr: "max(" + resultAge + " and on (target) slp_up == 1)", Scale: grafana.Colour(good).From(600, warning).From(3600, bad)},
			},
			{
				Title: "Last reload", Width: 4,
				Description: "Whether the last attempt to load the configuration succeeded on all chosen exporters. If not, the previous one stays in use.",
				Show:        grafana.Stat{Expr: "min(" + ofExporter("slp_exporter_config_last_reload_successful") + ")", Words: grafana.Words{{"0", "failed", bad}, {"1", "succeeded", good}}},
			},
			{
				Title: "Configuration loaded", Width: 4, Unit: fromNow,
				Description: "When the configuration in use was loaded.",
				Show:        grafana.Stat{Expr: inMilliseconds("min(" + ofExporter("slp_exporter_config_last_reload_success_timestamp_seconds") + ")")},
			},
		}},
	},
}

var exporterPolls = grafana.Section{
	Title: "Polls",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Duration of polls", Width: 12, Unit: "s",
				Description: "How long the polls took: half of them, nine in ten, and 99 in 100 were faster.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "half", Expr: quantile("0.5")},
						{Legend: "9 in 10", Expr: quantile("0.9")},
						{Legend: "99 in 100", Expr: quantile("0.99")},
					},
				},
			},
			{
				Title: "Polls and failures", Width: 12, Unit: "cps",
				Description: "Polls each second, and how many of them failed, wholly or in one collector.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "polls", Expr: "sum(" + once("rate("+of("slp_polls_total")+"[$__rate_interval])") + ")"},
						{Legend: "failed", Expr: "sum(" + once("rate("+of("slp_poll_failures_total")+"[$__rate_interval])") + ")"},
					},
					Colours: [][2]string{{"polls", good}, {"failed", bad}},
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Failed polls, by reason", Width: 12, Decimals: grafana.Whole,
				Description: "Failed polls in an hour. A dead switch is polled less and less often, so this falls while it stays down.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{reason}}", Expr: "sum by (reason) (" + failedPollsByReason + ")"},
					},
					Stacked: true,
				},
			},
			{
				Title: "Duration of collectors", Width: 12, Unit: "s",
				Description: "Mean time that each collector took in the last poll of a switch, fetching and parsing.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{collector}}", Expr: "avg by (collector) (" + once(of("slp_collector_duration_seconds")) + ")"},
					},
				},
			},
		}},
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Failed polls, worst first", Width: 12,
				Description: "Switches that are not polled, then those with most failed polls in an hour, with the reasons: 50 switches at most. A failed collector counts, too.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "up", Expr: polled + " and on (target) " + leastReliable},
						{Name: "failures", Expr: failedPolls + " and on (target) " + leastReliable},
						{Name: "why", Expr: failedPollsByReason + " > 0 and on (target) " + leastReliable},
						{Name: "last", Expr: inMilliseconds(perSwitch("last_over_time("+of("slp_poll_timestamp_seconds")+"[1d])") + " and on (target) " + leastReliable)},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "up", Title: "Polled", Width: 70, Words: yesNo},
						{Of: "failures", Title: "Failed in an hour", Decimals: grafana.Whole, Width: 130},
						{Of: "reason", Title: "Reason"},
						{Of: "last", Title: "Last success", Unit: fromNow},
					},
					Sort: "Failed in an hour", Descending: true,
				},
			},
			{
				Title: "Slowest switches", Width: 12,
				Description: "The 50 switches whose last poll took longest, and the age of their result.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "duration", Expr: "topk(50, " + perSwitch(of("slp_poll_duration_seconds")) + ")"},
						{Name: "age", Expr: resultAge + " and on (target) topk(50, " + perSwitch(of("slp_poll_duration_seconds")) + ")"},
					},
					Columns: []grafana.Column{
						switchColumn,
						groupColumn,
						{Of: "duration", Title: "Last poll", Unit: "s", Scale: grafana.Colour(good).From(10, warning).From(30, bad)},
						{Of: "age", Title: "Age of the result", Unit: "s", Decimals: grafana.Whole},
					},
					Sort: "Last poll", Descending: true,
				},
			},
		}},
		{Height: 10, Panels: []grafana.Panel{
			{
				Title: "Collectors", Width: 12,
				Description: "What each collector read in the last polls. Lines that it could not read mean that a release prints something new.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "failing", Expr: "count by (collector) (" + once(of("slp_collector_success")+" == 0") + ") or count by (collector) (" + of("slp_collector_success") + ") * 0"},
						{Name: "switches", Expr: "count by (collector) (" + once(of("slp_collector_success")) + ")"},
						{Name: "unread", Expr: "sum by (collector) (" + once(of("slp_collector_unread_lines")) + ")"},
						{Name: "duration", Expr: "max by (collector) (" + once(of("slp_collector_duration_seconds")) + ")"},
					},
					Columns: []grafana.Column{
						{Of: "collector", Title: "Collector"},
						{Of: "switches", Title: "Switches", Width: 90},
						{Of: "failing", Title: "Failing", Width: 90, Scale: noneIsBest},
						{Of: "unread", Title: "Lines not read", Width: 120, Scale: noneIsBest},
						{Of: "duration", Title: "Slowest", Unit: "s", Width: 90},
					},
					Sort: "Failing", Descending: true,
				},
			},
			{
				Title: "How the switches are polled", Width: 12,
				Description: "Switches by module, protocol and how their host key is judged. Where the policy is insecure, any host may pose as the switch and read the password.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "switches", Expr: "count by (module, protocol, policy) (" + polledHow + ")"},
					},
					Columns: []grafana.Column{
						{Of: "module", Title: "Module"},
						{Of: "protocol", Title: "Protocol"},
						{Of: "policy", Title: "Host key", Words: grafana.Words{{"known_hosts", "known_hosts", good}, {"accept_new", "accept_new", warning}, {"insecure", "insecure", bad}}},
						{Of: "switches", Title: "Switches", Width: 90},
					},
					Sort: "Switches", Descending: true,
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Slowest polls", Width: 24, Unit: "s",
				Description: "The 15 switches whose polls took longest at the end of the time range.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{target}}", Expr: perSwitch(of("slp_poll_duration_seconds")) + " and on (target) topk(15, " + perSwitch(of("slp_poll_duration_seconds")+" @ end()") + ")"},
					},
					LegendRight: true, Links: fromSeries,
				},
			},
		}},
	},
}

var exporterLoad = grafana.Section{
	Title: "Load",
	Lines: []grafana.Line{
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "Sessions and polls under way", Width: 8, Decimals: grafana.Whole,
				Description: "Sessions open on switches, and polls under way. At max_concurrent, further polls wait.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "sessions {{instance}}", Expr: ofExporter("slp_exporter_sessions")},
						{Legend: "polls {{instance}}", Expr: ofExporter("slp_exporter_polls_in_flight")},
					},
				},
			},
			{
				Title: "Logins on switches", Width: 8, Unit: "cps",
				Description: "Logins each second. A fast rise means that sessions are not kept, or die.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{instance}}", Expr: "rate(" + ofExporter("slp_exporter_session_opens_total") + "[$__rate_interval])"},
					},
				},
			},
			{
				Title: "Scrapes served without a poll of their own", Width: 8, Unit: "cps",
				Description: "Scrapes each second that were served by a poll under way, or by a recent one.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{instance}}", Expr: "rate(" + ofExporter("slp_exporter_scrape_coalesced_total") + "[$__rate_interval])"},
					},
				},
			},
		}},
		{Height: 9, Panels: []grafana.Panel{
			{
				Title: "CPU", Width: 8, Unit: "percentunit",
				Description: "Processor time that the exporter takes; 100 % is one core.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{instance}}", Expr: ofProcess("rate(" + ofExporter("process_cpu_seconds_total") + "[$__rate_interval])")},
					},
				},
			},
			{
				Title: "Memory", Width: 8, Unit: "bytes",
				Description: "Memory of the process, and how much of it Go's heap holds.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "process {{instance}}", Expr: ofProcess(ofExporter("process_resident_memory_bytes"))},
						{Legend: "heap {{instance}}", Expr: ofProcess(ofExporter("go_memstats_heap_inuse_bytes"))},
					},
				},
			},
			{
				Title: "File descriptors and goroutines", Width: 8, Decimals: grafana.Whole,
				Description: "Each session with a switch takes a file descriptor. Goroutines that only rise are a leak.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "open {{instance}}", Expr: ofProcess(ofExporter("process_open_fds"))},
						{Legend: "goroutines {{instance}}", Expr: ofProcess(ofExporter("go_goroutines"))},
					},
				},
			},
		}},
		{Height: 8, Panels: []grafana.Panel{
			{
				Title: "Duration of scrapes", Width: 8, Unit: "s",
				Description: "How long Prometheus waited for the exporter. At the scrape timeout, switches show older results.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{job}} {{instance}}", Expr: ofProcess(ofExporter("scrape_duration_seconds"))},
					},
				},
			},
			{
				Title: "Series", Width: 8, Decimals: grafana.Whole,
				Description: "Samples in each scrape, before Prometheus' own relabelling.",
				Show: grafana.Lines{
					Queries: []grafana.Query{
						{Legend: "{{job}} {{instance}}", Expr: ofProcess(ofExporter("scrape_samples_scraped"))},
					},
				},
			},
			{
				Title: "Exporters", Width: 8,
				Description: "The chosen exporters, their versions, and how long each has been running.",
				Show: grafana.Table{
					Queries: []grafana.NamedQuery{
						{Name: "info", Expr: "max by (instance, version) (" + ofExporter("slp_exporter_build_info") + ")"},
						{Name: "targets", Expr: "max by (instance) (" + ofExporter("slp_exporter_targets") + ")"},
						{Name: "started", Expr: inMilliseconds("max by (instance) (" + ofProcess(ofExporter("process_start_time_seconds")) + ")")},
					},
					Columns: []grafana.Column{
						{Of: "instance", Title: "Exporter"},
						{Of: "version", Title: "Version", Width: 90},
						{Of: "targets", Title: "Switches", Width: 80},
						{Of: "started", Title: "Started", Unit: fromNow, Width: 120},
					},
				},
			},
		}},
	},
}
