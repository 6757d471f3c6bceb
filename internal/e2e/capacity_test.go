package e2e

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// series is a metric of a simulated month. Its value is that of a moment so many days ago.
type series struct {
	metric, target, labels string
	value                  func(ago float64) float64
}

func constant(n float64) func(float64) float64 { return func(float64) float64 { return n } }

// grown is so much now, and was less by so much for each day.
func grown(now, daily float64) func(float64) float64 {
	return func(ago float64) float64 { return now - daily*ago }
}

// Times in a history are seconds, and days its unit.
const daily = 86400

// planned is the month of three switches. The first gets ACKs, but its backlog grows; the second reports three times a day, and its
// storage fills; the third, at another site, gets no ACK and is given two licences more.
func planned(now float64) []series {
	const (
		next, deadline = "slp_usage_reporting_next_push_timestamp_seconds", "slp_usage_reporting_ack_deadline_timestamp_seconds"
		interval, last = "slp_usage_reporting_push_interval_seconds", "slp_usage_reporting_last_push_timestamp_seconds"
		waiting        = "slp_rum_reports_unacknowledged"
		stored, made   = "slp_rum_reports_in_storage", "slp_rum_reports_created"
		count          = "slp_license_count"
		one, two       = `target="muc-acc-01",site="muc"`, `target="muc-acc-02",site="muc"`
		three          = `target="zrh-cor-01",site="zrh"`
		advantage      = `,license="network-advantage",entitlement_tag="a"`
		essentials     = `,license="dna-essentials",entitlement_tag="e"`
	)
	return []series{
		{next, one, "", constant(now + 2.5*daily)}, {next, two, "", constant(now + 2.5*daily)}, {next, three, "", constant(now - daily/2)},
		{deadline, one, "", grown(now+10.5*daily, daily)}, {deadline, two, "", grown(now+100.5*daily, daily)},
		{deadline, three, "", constant(now + 3.5*daily)},
		{interval, one, "", constant(30 * daily)}, {interval, two, "", constant(daily / 3)}, {interval, three, "", constant(daily)},
		{last, one, "", constant(now - daily)}, {last, three, "", constant(now - daily)},
		{last, two, "", func(ago float64) float64 { return now - daily/3*math.Ceil(3*ago-0.5) }},
		{waiting, one, "", grown(30, 1)}, {waiting, two, "", constant(5)}, {waiting, three, "", constant(0)},
		{stored, one, "", constant(100)}, {stored, two, "", grown(310, 10)}, {stored, three, "", constant(0)},
		{made, one, "", grown(90, 1)}, {made, two, "", grown(720, 20)}, {made, three, "", constant(10)},
		{count, one, advantage, constant(2)}, {count, one, essentials, constant(1)}, {count, two, advantage, constant(2)},
		{count, three, advantage, func(ago float64) float64 { return 3 - 2*math.Min(1, math.Floor(ago/10)) }},
	}
}

// history is that month in OpenMetrics as two exporters have shown it: a sample a day, and one an hour for the last day.
func history(now time.Time) string {
	const days, hours = 32, 24
	var at []time.Duration
	for d := days; d > 0; d-- {
		at = append(at, time.Duration(d)*hours*time.Hour)
	}
	for h := hours - 1; h >= 0; h-- {
		at = append(at, time.Duration(h)*time.Hour)
	}
	var out strings.Builder
	metric := ""
	for _, s := range planned(float64(now.Unix())) {
		if s.metric != metric {
			metric = s.metric
			fmt.Fprintf(&out, "# TYPE %s gauge\n", metric)
		}
		for _, instance := range []string{"a", "b"} {
			for _, ago := range at {
				fmt.Fprintf(&out, "%s{job=\"slp\",instance=%q,%s%s} %f %d\n", metric, instance, s.target, s.labels, s.value(ago.Hours()/hours), now.Add(-ago).Unix())
			}
		}
	}
	return out.String() + "# EOF\n"
}

// startHistory starts a Prometheus that has that month, with the shipped rules.
func startHistory(t *testing.T, program string) *programs.Server {
	t.Helper()
	path, promtool, dir := programs.Need(t, program), programs.Need(t, "promtool"), t.TempDir()
	root, err := programs.Root()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := programs.Rules(root, true)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"month.txt":      history(time.Now()),
		"slp-rules.yml":  rules["slp-rules.yml"],
		"prometheus.yml": "global: {evaluation_interval: 1s}\nrule_files: [slp-rules.yml]\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fill := exec.CommandContext(t.Context(), promtool, "tsdb", "create-blocks-from", "openmetrics", filepath.Join(dir, "month.txt"), filepath.Join(dir, "data"))
	if out, err := fill.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return programs.StartServer(t, programs.Prometheus(path, dir, filepath.Join(dir, "prometheus.yml"),
		"--storage.tsdb.retention.time=90d", "--query.lookback-delta=30m"))
}

// capacityQuery is a query of the page for planners.
var capacityQuery = regexp.MustCompile("(?s)```promql\n(.*?)\n```")

// TestCapacity asks all that docs/capacity.md proposes. Every number is that of one exporter, though two are scraped.
func TestCapacity(t *testing.T) {
	text, err := os.ReadFile("../../docs/capacity.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := capacityQuery.FindAllStringSubmatch(string(text), -1)
	want := []string{
		"muc 2 2.0, zrh -1 1.0",
		"-1 1.0, 2 2.0",
		"2 2.0",
		"0 1.0, 1 1.0, 14 1.0",
		"muc-acc-01 10.5, muc-acc-02 100.5, zrh-cor-01 3.5",
		"zrh 3.5",
		"muc 35.0, zrh 0.0",
		"muc 7.0",
		"muc-acc-02 69.0",
		"dna-essentials 1.0, network-advantage 7.0",
		"advantage 7.0, essentials 1.0",
		"zrh network-advantage 2.0",
		"muc-acc-02 28800.0",
		"muc-acc-02 3.0",
		"muc-acc-01 1.0, muc-acc-02 20.0, zrh-cor-01 0.0",
	}
	for _, program := range programs.Prometheuses() {
		t.Run(program, func(t *testing.T) {
			t.Parallel() // each waits for its own Prometheus
			prometheus := startHistory(t, program)
			programs.Wait(t, "the last rule is recorded", func() bool {
				answer, err := prometheus.Query("site:slp_rum_reports_unacknowledged:growth7d")
				return err == nil && len(answer) > 0
			})
			var got []string
			for _, q := range queries {
				answer, err := prometheus.Query(q[1])
				if err != nil {
					t.Errorf("%s: %v", q[1], err)
				}
				got = append(got, shown(answer))
			}
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// shown is an answer in a line: the values of the labels that tell its series apart, and the values to a tenth.
func shown(answer []programs.Sample) string {
	var all []string
	for _, s := range answer {
		var labels []string
		for _, name := range []string{"target", "site", "day", "weeks", "tier", "license"} {
			if value := s.Metric[name]; value != "" && (name != "site" || s.Metric["target"] == "") {
				labels = append(labels, value)
			}
		}
		all = append(all, fmt.Sprintf("%s %.1f", strings.Join(labels, " "), s.Value()))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
