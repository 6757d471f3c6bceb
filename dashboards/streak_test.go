package dashboards_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// failing are switches that fail, each in another way: what is known of it, and the failures in a row and the cause that the
// dashboards show. alert is false where the alerts have no streak.
var failing = []struct {
	target, cause string
	streak        int
	alert         bool
	series        []string
}{
	{"well", "", 0, false, []string{
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 0`, `slp_comm_last_response_info{message="usage_reporting",cause="none"} 1`,
		`slp_eventlog_comm_fail_streak 0`,
	}},
	{"fails", "dns", 5, true, []string{
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 5`, `slp_comm_last_response_info{message="usage_reporting",cause="no_reply"} 1`,
		`slp_comm_ongoing_failures{message="trust_sync",scope="overall"} 2`, `slp_comm_last_response_info{message="trust_sync",cause="no_reply"} 1`,
		`slp_eventlog_comm_fail_streak 4`, `slp_eventlog_comm_fail_info{cause="dns"} 1`,
	}},
	{"booted", "dns", 80, true, []string{ // which the event log takes for a restore
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 80`, `slp_comm_last_response_info{message="usage_reporting",cause="no_reply"} 1`,
		`slp_comm_last_success_timestamp_seconds{message="usage_reporting"} 100`, `slp_eventlog_comm_fail_timestamp_seconds 200`,
		`slp_eventlog_comm_fail_streak 0`, `slp_eventlog_comm_fail_info{cause="dns"} 1`,
	}},
	{"answered", "", 0, false, []string{ // which the event log does not tell
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 0`, `slp_comm_last_response_info{message="usage_reporting",cause="none"} 1`,
		`slp_comm_last_success_timestamp_seconds{message="usage_reporting"} 300`, `slp_eventlog_comm_fail_timestamp_seconds 200`,
		`slp_eventlog_comm_fail_streak 3`, `slp_eventlog_comm_fail_info{cause="dns"} 1`,
	}},
	{"answered-once", "timeout", 6, true, []string{ // one message fails since another was answered
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 6`, `slp_comm_last_response_info{message="usage_reporting",cause="timeout"} 1`,
		`slp_comm_last_success_timestamp_seconds{message="trust_sync"} 300`, `slp_eventlog_comm_fail_timestamp_seconds 200`,
		`slp_eventlog_comm_fail_streak 0`, `slp_eventlog_comm_fail_info{cause="dns"} 1`,
	}},
	{"off", "", 0, false, []string{
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 9`, `slp_comm_last_response_info{message="usage_reporting",cause="no_reply"} 1`,
		`slp_transport_info{type="off"} 1`, `slp_eventlog_comm_fail_streak 9`, `slp_eventlog_comm_fail_info{cause="dns"} 1`,
	}},
	{"never-set-up", "", 0, false, []string{
		`slp_comm_ongoing_failures{message="usage_reporting",scope="overall"} 9`, `slp_comm_last_response_info{message="usage_reporting",cause="no_reply"} 1`,
		`slp_transport_info{type="cslu",url=""} 1`,
	}},
	{"without-tally", "dns", 7, false, []string{`slp_eventlog_comm_fail_streak 7`, `slp_eventlog_comm_fail_info{cause="dns"} 1`}},
}

// TestStreaksAsInAlerts: the dashboards have the streak and the cause of the recording rules that the alerts use. promtool
// evaluates both.
func TestStreaksAsInAlerts(t *testing.T) {
	var series, asked []map[string]any
	ask := func(expr string, value int) {
		asked = append(asked, map[string]any{
			"expr": expr, "eval_time": "10m", "exp_samples": []any{map[string]any{"labels": "{}", "value": value}},
		})
	}
	alerts := 0
	for _, f := range failing {
		for _, s := range append(f.series, "slp_up 1") {
			name, value, _ := strings.Cut(s, " ")
			name, labels, _ := strings.Cut(strings.TrimSuffix(name, "}"), "{")
			for _, job := range []string{"slp", "slp-again"} {
				all := strings.TrimSuffix(fmt.Sprintf(`target=%q,site="zrh",job=%q,%s`, f.target, job, labels), ",")
				series = append(series, map[string]any{"series": name + "{" + all + "}", "values": value + "x10"})
			}
		}
		ask(filled(queryOf(t, "switch", "Failures in a row"), f.target), f.streak)
		rule := fmt.Sprintf("target_cause:slp_comm_failures:streak{target=%q,cause=%q}", f.target, f.cause)
		if f.alert {
			alerts++
			ask("sum("+rule+")", f.streak)
		}
		ask(fmt.Sprintf("count(target_cause:slp_comm_failures:streak{target=%q}) or vector(0)", f.target), count(f.alert))
		why := filled(queryOf(t, "fleet", "Causes"), f.target)
		ask("count("+why+") or vector(0)", count(f.cause != ""))
		ask(fmt.Sprintf(`count(%s and on (cause) label_replace(vector(1), "cause", %q, "", "")) or vector(0)`, why, f.cause), count(f.cause != ""))
	}
	ask(filled(queryOf(t, "communication", "Server not reached"), ".*"), alerts+1)
	ask(filled(queryOf(t, "communication", "Longest run of failures"), ".*"), 80)
	rules, err := filepath.Abs("../deploy/prometheus/slp-rules.yml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(map[string]any{
		"rule_files": []string{rules}, "evaluation_interval": "1m",
		"tests": []any{map[string]any{"interval": "1m", "input_series": series, "promql_expr_test": asked}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "streak_test.yml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), programs.Need(t, "promtool"), "test", "rules", file).CombinedOutput() //nolint:gosec // found by us
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// queryOf is the first query of a panel.
func queryOf(t *testing.T, dashboard, title string) string {
	t.Helper()
	for _, p := range all(t)[dashboard].graphs() {
		if p.Title == title {
			return p.Targets[0].Expr
		}
	}
	t.Fatalf("dashboard %s has no panel %s", dashboard, title)
	return ""
}
