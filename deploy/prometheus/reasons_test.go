package prometheus

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// matcher is the selection of reasons in an expression: reason="host_key", reason=~"auth|privilege".
var matcher = regexp.MustCompile(`slp_poll_failures_total\{[^}]*reason=(~?)"([^"]*)"`)

// reasonsOf returns the reasons of failed polls that an expression selects.
func reasonsOf(t *testing.T, expr string) []string {
	t.Helper()
	var all []string
	for _, m := range matcher.FindAllStringSubmatch(expr, -1) {
		reasons := []string{m[2]}
		if m[1] == "~" {
			reasons = strings.Split(m[2], "|")
		}
		all = append(all, reasons...)
	}
	if len(all) == 0 && strings.Contains(expr, "slp_poll_failures_total{") && strings.Contains(expr, "reason") {
		t.Errorf("the reasons in %q are not understood", expr)
	}
	return all
}

// TestEachReasonHasOneAlert holds the alerts against the closed set of reasons: a poll that fails for a reason
// without an alert would fail unnoticed, and one with two would page twice.
func TestEachReasonHasOneAlert(t *testing.T) {
	alerts := make(map[string][]string)
	for _, r := range rulesOf(t, alertsFile) {
		for _, reason := range reasonsOf(t, r.Expr) {
			if !slices.Contains(alerts[reason], r.Alert) {
				alerts[reason] = append(alerts[reason], r.Alert)
			}
		}
	}
	for _, reason := range failure.Reasons() {
		if got := alerts[string(reason)]; len(got) != 1 {
			t.Errorf("reason %q is matched by the alerts %q, not by exactly one", reason, got)
		}
		delete(alerts, string(reason))
	}
	for reason, names := range alerts {
		t.Errorf("%q match %q, which is no reason", names, reason)
	}
}
