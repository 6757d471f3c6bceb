// Package e2e tests the whole chain with the real programs: simulated switches, the exporter, Prometheus with
// the shipped configuration and rules, and Alertmanager with the shipped routes.
package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// tempo makes half an hour of the agents' life pass in a second: an outage takes 9 to 27 s, and a streak grows every 2 s.
const tempo = "1800"

// chain is everything from the switches to Alertmanager.
type chain struct {
	t            *testing.T
	began        time.Time
	failing      string // the switch that cannot resolve its server's name, now and then
	prometheus   *programs.Server
	alertmanager *programs.Server
	webhook      *programs.Webhook
}

// start starts the chain with one of programs.Prometheuses. It skips the test where a program is missing.
func start(t *testing.T, prometheus string) *chain {
	t.Helper()
	programs.Need(t, prometheus)
	programs.Need(t, "alertmanager")
	root, err := programs.Root()
	if err != nil {
		t.Fatal(err)
	}
	c := &chain{t: t, began: time.Now(), webhook: programs.NewWebhook(t)}
	routes, err := programs.AlertmanagerExample(root, c.webhook.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.alertmanager = programs.StartAlertmanager(t, routes, nil)
	exporter := c.startExporter()
	config, err := programs.FleetExample(root, exporter.Address, c.alertmanager.Address, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := programs.Rules(root, true)
	if err != nil {
		t.Fatal(err)
	}
	c.prometheus = programs.StartPrometheusOf(t, prometheus, config, rules)
	return c
}

// startExporter starts a simulated fleet in fast motion, and the exporter that polls it.
func (c *chain) startExporter() *programs.Server {
	c.t.Helper()
	dir := c.t.TempDir()
	program, err := programs.BuildExporter(c.t.Context(), dir)
	if err != nil {
		c.t.Fatal(err)
	}
	file := filepath.Join(dir, "slp-exporter.yml")
	switches, err := programs.Start("simulate", filepath.Join(dir, "simulate.log"), program,
		"simulate", "--switches=8", "--tempo="+tempo, "--listen=127.0.0.1:0", "--write-config="+file)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = switches.Stop() })
	programs.Wait(c.t, "the simulated fleet listens", func() bool {
		return strings.Contains(switches.Tail(), "stop with Ctrl-C")
	})
	text, err := os.ReadFile(file) //nolint:gosec // ours
	if err != nil {
		c.t.Fatal(err)
	}
	m := regexp.MustCompile(`name: "([^"]+)".* # dns_failure`).FindSubmatch(text)
	if m == nil {
		c.t.Fatalf("nobody fails in %s", text)
	}
	c.failing = string(m[1])
	fresh := strings.Replace(string(text), "min_interval: 60s", "min_interval: 0s", 1)
	if err := os.WriteFile(file, []byte(fresh), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return programs.StartServer(c.t, programs.Exporter(program, dir, "--config.file="+file))
}

func (c *chain) say(format string, args ...any) {
	c.t.Helper()
	c.t.Logf("%5.1f s  %s", time.Since(c.began).Seconds(), fmt.Sprintf(format, args...))
}

// isTheAlert reports whether labels are those of the alert that the test waits for.
func (c *chain) isTheAlert(labels map[string]string) bool {
	return labels["alertname"] == "SLPCommFailedStreak" && labels["target"] == c.failing
}

// shown returns the alert in Alertmanager, or nil.
func (c *chain) shown() *programs.Alert {
	alerts, err := c.alertmanager.AlertmanagerAlerts()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, a := range alerts {
		if c.isTheAlert(a.Labels) {
			return &a
		}
	}
	return nil
}

// told reports whether the webhook has received the alert with this status.
func (c *chain) told(status string) bool {
	for _, n := range c.webhook.Notifications() {
		for _, a := range n.Alerts {
			if a.Status == status && c.isTheAlert(a.Labels) {
				return true
			}
		}
	}
	return false
}

// TestCommFailed lets a switch lose its name server. The alert fires with its cause, reaches Alertmanager and the
// webhook, and is resolved when the switch has recovered.
func TestCommFailed(t *testing.T) {
	for _, prometheus := range programs.Prometheuses() {
		t.Run(prometheus, func(t *testing.T) {
			t.Parallel() // each waits for its own switches
			testCommFailed(t, prometheus)
		})
	}
}

func testCommFailed(t *testing.T, prometheus string) {
	c := start(t, prometheus)
	c.say("all programs run; %s will fail to resolve names", c.failing)
	var fired *programs.Alert
	programs.Wait(t, "Alertmanager shows the alert", func() bool {
		fired = c.shown()
		return fired != nil
	})
	c.say("firing in Alertmanager: %s", fired.Annotations["summary"])
	if fired.Labels["cause"] != "name_resolution" || fired.Labels["severity"] != "warning" || fired.Labels["site"] == "" {
		t.Errorf("its labels are %v", fired.Labels)
	}
	for _, name := range []string{"summary", "description"} {
		if text := fired.Annotations[name]; !strings.Contains(text, c.failing) || !strings.Contains(text, "name_resolution") {
			t.Errorf("its %s is %q", name, text)
		}
	}
	for _, status := range []string{"firing", "resolved"} {
		programs.Wait(t, "somebody is told that it is "+status, func() bool { return c.told(status) })
		c.say("told: %s", status)
	}
	programs.Wait(t, "Alertmanager does not show it any more", func() bool { return c.shown() == nil })
	c.say("resolved in Alertmanager")
	c.checkRules()
}

// checkRules checks that Prometheus evaluates all rules without an error.
func (c *chain) checkRules() {
	c.t.Helper()
	rules, err := c.prometheus.Rules()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range rules {
		if r.Health != "ok" {
			c.t.Errorf("rule %s is %s: %s", r.Name, r.Health, r.LastError)
		}
	}
	if len(rules) < 30 {
		c.t.Errorf("only %d rules", len(rules))
	}
}
