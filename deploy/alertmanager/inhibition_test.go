// Package alertmanager tests the configuration in this folder with a real Alertmanager.
package alertmanager

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// TestInhibition posts alerts to an Alertmanager with the shipped routes, and checks which of them are inhibited.
func TestInhibition(t *testing.T) {
	config, err := programs.AlertmanagerExample("../..", "")
	if err != nil {
		t.Fatal(err)
	}
	a := programs.StartAlertmanager(t, config, nil)
	alert := func(name, target, severity, cause string) map[string]any {
		labels := map[string]string{"alertname": name, "severity": severity, "site": "muc", "instance": "localhost:9952"}
		if target != "" {
			labels["target"] = target
		}
		if cause != "" {
			labels["cause"] = cause
		}
		return map[string]any{"labels": labels, "annotations": map[string]string{"summary": name}}
	}
	post(t, a, []any{
		alert("SLPManySwitchesFailing", "", "critical", "proxy"),
		alert("SLPCommFailedStreak", "muc-acc-01", "warning", "proxy"),
		alert("SLPCommFailedStreak", "muc-acc-02", "warning", "tls"),
		alert("SLPTrustLost", "muc-acc-03", "critical", ""),
		alert("SLPTrustCodeMissing", "muc-acc-03", "warning", ""),
		alert("SLPTrustCodeMissing", "muc-acc-04", "warning", ""),
		alert("SLPAckDeadlinePassed", "muc-acc-05", "critical", ""),
		alert("SLPReportsUnacknowledged", "muc-acc-05", "warning", ""),
		alert("SLPSwitchNotPolled", "muc-acc-06", "warning", ""),
		alert("SLPDataOld", "muc-acc-06", "warning", ""),
	})
	want := map[string]string{
		"SLPManySwitchesFailing ": "active", "SLPCommFailedStreak muc-acc-01": "suppressed", "SLPCommFailedStreak muc-acc-02": "active",
		"SLPTrustLost muc-acc-03": "active", "SLPTrustCodeMissing muc-acc-03": "suppressed", "SLPTrustCodeMissing muc-acc-04": "active",
		"SLPAckDeadlinePassed muc-acc-05": "active", "SLPReportsUnacknowledged muc-acc-05": "suppressed",
		"SLPSwitchNotPolled muc-acc-06": "active", "SLPDataOld muc-acc-06": "suppressed",
	}
	var got map[string]string
	programs.Wait(t, "what is held back is so", func() bool {
		alerts, err := a.AlertmanagerAlerts()
		if err != nil {
			t.Fatal(err)
		}
		got = map[string]string{}
		same := len(alerts) == len(want)
		for _, one := range alerts {
			name := one.Labels["alertname"] + " " + one.Labels["target"]
			got[name] = one.State
			same = same && want[name] == one.State
		}
		return same
	})
	if len(got) == 0 {
		t.Error("no alerts")
	}
}

func post(t *testing.T, a *programs.Server, alerts []any) {
	t.Helper()
	text, err := json.Marshal(alerts)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL+"/api/v2/alerts", strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if said, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", response.Status, said)
	}
}
