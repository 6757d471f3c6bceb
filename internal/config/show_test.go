package config_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config/shown"
)

const shownText = `polling:
  max_concurrent: 256
  max_concurrent_netconf: 16
  min_interval: 1m
  timeout: 30s
  scrape_margin: 500ms
auths:
  both:
    username: slp-ro
    password: <secret> # from password_env
    enable_password: <secret> # from enable_password_file
    ssh_agent: false
  key:
    username: slp-op
    private_key: <secret> # from private_key_file
    private_key_passphrase: <secret> # from private_key_passphrase
    ssh_agent: true
modules:
  default:
    protocol: ssh
    platform: auto
    auth: both
    collectors: [tech_support, status, eventlog]
    eventlog_days: 1
    session: keep
    idle_timeout: 5m
    host_key:
      policy: known_hosts
      known_hosts_file: DIR/known_hosts
      accepted_file: ""
    legacy_algorithms: false
    proxy: ""
    timezone: Asia/Kolkata
targets:
  - name: muc-acc-01
    address: 192.0.2.10:22
    module: default
    labels: {site: muc, tier: access}
  - name: 192.0.2.40
    address: 192.0.2.40:22
    module: default
    labels: {aisle: café, site: whs}
target_files:
  - DIR/targets/warehouse.json
web:
  links:
    prometheus: ""
    grafana: https://grafana.example.net/d/slp-switch?var-target=NAME
    runbooks: ""
`

func TestShow(t *testing.T) {
	dir := fixtureDir(t)
	cfg, _ := parse(t, `
auths:
  both: {username: slp-ro, password_env: SLP_TEST_SET, enable_password_file: enable.password}
  key: {username: slp-op, private_key_file: id_encrypted, private_key_passphrase: `+passphrase+`, ssh_agent: true}
modules: {default: {auth: both, timezone: Asia/Kolkata}}
targets: [{name: muc-acc-01, address: 192.0.2.10, labels: {tier: access, site: muc}}]
target_files: [targets/warehouse.json]
web: {links: {grafana: "https://grafana.example.net/d/slp-switch?var-target=NAME"}}
`, dir)
	text, err := shown.YAML(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(string(text), dir, "DIR"); got != shownText {
		t.Errorf("got:\n%s", got)
	}
	for _, secret := range []string{password, passphrase, "BEGIN"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%q is shown", secret)
		}
	}
}

// TestShowAcceptedFile: its default follows the name of the file beside it.
func TestShowAcceptedFile(t *testing.T) {
	dir := fixtureDir(t)
	for section, want := range map[string]string{
		"{policy: accept_new}":                                  "known_hosts.accepted",
		"{policy: accept_new, known_hosts_file: hosts/checked}": "hosts/checked.accepted",
		"{policy: accept_new, accepted_file: hosts/new}":        "hosts/new",
	} {
		cfg, _ := parse(t, oneAuth+"modules: {default: {host_key: "+section+"}}\n"+oneTarget, dir)
		text, err := shown.YAML(cfg)
		if err != nil || !strings.Contains(string(text), "accepted_file: "+dir+"/"+want+"\n") {
			t.Errorf("%s: %v\n%s", section, err, text)
		}
	}
}

// TestShowIsAConfiguration reads what Show writes once more.
func TestShowIsAConfiguration(t *testing.T) {
	dir := fixtureDir(t)
	cfg, _ := parse(t, "auths: {a: {username: b, password: c}}\ntargets: [{address: \"2001:db8::1\", labels: {site: \"007\", note: \"yes: [no]\"}}]\n", dir)
	first, err := shown.YAML(cfg)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := parse(t, string(first), dir)
	second, err := shown.YAML(again)
	if err != nil || string(first) != string(second) {
		t.Errorf("%v\n%s\n%s", err, first, second)
	}
}
