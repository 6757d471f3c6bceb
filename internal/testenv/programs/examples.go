package programs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Rules returns the shipped rule files by their names. If hasty is set, each alert fires a few seconds after
// its condition becomes true, instead of minutes or hours; expressions do not change.
func Rules(root string, hasty bool) (map[string]string, error) {
	files := map[string]string{}
	for _, name := range []string{"slp-rules.yml", "slp-alerts.yml"} {
		text, err := os.ReadFile(filepath.Join(root, "deploy", "prometheus", name)) //nolint:gosec // the repository's
		if err != nil {
			return nil, err
		}
		files[name] = string(text)
		if hasty {
			files[name] = waits.ReplaceAllString(files[name], "${1}2s")
		}
	}
	return files, nil
}

// waits are how long an alert's condition must hold, and how often a group is evaluated.
var waits = regexp.MustCompile(`(?m)^( +(?:for|interval): )\S+$`)

// FleetExample returns the shipped example of a Prometheus configuration for fleet mode, with these addresses
// (host:port) and this interval between scrapes and between evaluations.
func FleetExample(root, exporter, alertmanager string, interval time.Duration) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "deploy", "prometheus", "examples", "fleet.yml")) //nolint:gosec // the repository's
	if err != nil {
		return "", err
	}
	out := string(text)
	for _, change := range []struct{ from, to string }{
		{`localhost:9952`, exporter},
		{`localhost:9093`, alertmanager},
		{`(scrape_interval|scrape_timeout|evaluation_interval): \S+`, "${1}: " + interval.String()},
	} {
		pattern := regexp.MustCompile(change.from)
		if !pattern.MatchString(out) {
			return "", fmt.Errorf("the example has no %s any more", change.from)
		}
		out = pattern.ReplaceAllString(out, change.to)
	}
	return out, nil
}

// AlertmanagerExample returns the shipped configuration of Alertmanager with all its routes and inhibitions.
// Every receiver notifies this webhook at once; an empty webhook means that nothing is notified.
func AlertmanagerExample(root, webhook string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "deploy", "alertmanager", "alertmanager.yml")) //nolint:gosec // the repository's
	if err != nil {
		return "", err
	}
	var content map[string]any
	if err := yaml.Unmarshal(text, &content); err != nil {
		return "", err
	}
	delete(content, "global") // settings of mail
	receivers, _ := content["receivers"].([]any)
	for i, r := range receivers {
		receiver, _ := r.(map[string]any)
		told := map[string]any{"name": receiver["name"]}
		if webhook != "" {
			told["webhook_configs"] = []any{map[string]any{"url": webhook, "send_resolved": true}}
		}
		receivers[i] = told
	}
	hasten(content["route"])
	out, err := yaml.Marshal(content)
	return string(out), err
}

// hasten makes a route and its children notify at once, at any time of day.
func hasten(route any) {
	r, ok := route.(map[string]any)
	if !ok {
		return
	}
	for key := range r {
		if strings.HasSuffix(key, "_time_intervals") {
			delete(r, key)
		}
	}
	r["group_wait"], r["group_interval"] = "1s", "1s"
	below, _ := r["routes"].([]any)
	for _, b := range below {
		hasten(b)
	}
}
