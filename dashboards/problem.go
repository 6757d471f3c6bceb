package dashboards

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/dashboards/grafana"
)

// Urgencies of problems.
const (
	lowUrgency = iota + 1
	mediumUrgency
	highUrgency
)

// urgencies are their words.
var urgencies = grafana.Words{
	{fmt.Sprint(lowUrgency), "low", notice}, {fmt.Sprint(mediumUrgency), "medium", warning}, {fmt.Sprint(highUrgency), "high", bad},
}

// problemRow is something that may be wrong with a switch.
type problemRow struct {
	// urgency is 0 if the expression yields the urgency itself.
	urgency int
	text    string
	// expr yields the switches that have it; a label detail says more.
	expr string
}

// failingUrgently is the urgency of failures in a row, which grows with their number.
var failingUrgently = fmt.Sprintf("(%d + (%s >= bool 72) and on (target) %s >= 3)", mediumUrgency, streak, streak)

// causeAsDetail has a row for each switch and cause.
var causeAsDetail = "max by (" + bySwitch + ", detail) (" +
	renameLabel("max by ("+bySwitch+", cause) ("+causes+")", "cause", "detail") + ")"

var notPolled = perSwitch(of("slp_up") + " == 0")

// pollReason is why a switch was not polled, one row for each switch.
var pollReason = "topk by (target) (1, " + perSwitch("increase("+of("slp_poll_failures_total")+"[30m]) > 0", "reason") + ")"

// notPolledWhy has a row for each switch, with the reason if it is known.
var notPolledWhy = "(max by (" + bySwitch + ", detail) (" + renameLabel(pollReason, "reason", "detail") +
	") and on (target) " + notPolled + ") or on (target) " + notPolled

var failingCollector = "topk by (target) (1, " + perSwitch(of("slp_collector_success")+" == 0", "collector") + ")"

var problems = []problemRow{
	{highUrgency, "not polled", notPolledWhy},
	{highUrgency, "ACK deadline passed", ackDeadline + " < time()"},
	{mediumUrgency, "no trust code", untrusted},
	{mediumUrgency, "a member without trust code", perSwitch(of("slp_trust_code_installed")+" == 0") + " and on (target) slp_trust_code_installed == 1"},
	{0, "failures in a row", causeAsDetail + " * on (" + bySwitch + ") group_left () " + failingUrgently + " or on (target) " + failingUrgently},
	{mediumUrgency, "usage report a day late", fmt.Sprintf("%s < time() - %d", nextPush, day)},
	{mediumUrgency, "ACK deadline in 7 days", fmt.Sprintf("%s >= time() < time() + %d", ackDeadline, 7*day)},
	{lowUrgency, "collector failing", renameLabel(failingCollector, "collector", "detail") + " and on (target) slp_up == 1"},
	{lowUrgency, "clock more than 5 minutes off", perSwitch("abs(" + of("slp_device_clock_skew_seconds") + ") > 300")},
	{lowUrgency, "clock not synchronised", perSwitch(of("slp_device_ntp_synced") + " == 0")},
	{lowUrgency, "usage reports missing", perSwitch(of("slp_rum_reports", `state="missing"`) + " > 0")},
	{lowUrgency, "result an hour old", fmt.Sprintf("%s > %d and on (target) slp_up == 1", perSwitch("time() - "+of("slp_poll_timestamp_seconds")), hour)},
}

// worst are the problems of the fleet, the most urgent first, with at most limit rows.
func worst(limit int) string {
	var rows []string
	for _, p := range problems {
		row := "max by (" + bySwitch + ", detail) (" + p.expr + ")"
		if p.urgency != 0 {
			row += fmt.Sprintf(" * 0 + %d", p.urgency)
		}
		rows = append(rows, label(row, "problem", p.text))
	}
	return fmt.Sprintf("topk(%d, %s)", limit, strings.Join(rows, " or "))
}
