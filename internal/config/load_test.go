package config_test

import (
	"net"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// parse returns the configuration of a text that has to be right, with its warnings.
func parse(t testing.TB, text, dir string) (*config.Config, []config.Warning) {
	t.Helper()
	cfg, warnings, err := config.Parse("a.yml", []byte(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	return cfg, warnings
}

const (
	oneAuth   = "auths: {readonly: {username: slp-ro, password_file: ro.password}}\n"
	oneTarget = "targets: [{address: 192.0.2.10}]\n"
)

func TestDefaults(t *testing.T) {
	dir := fixtureDir(t)
	cfg, warnings := parse(t, oneAuth+oneTarget, dir)
	if len(warnings) != 0 {
		t.Errorf("warnings: %v", warnings)
	}
	wantPolling := config.Polling{
		MaxConcurrent: 256, MaxConcurrentNetconf: 16, MinInterval: time.Minute, Timeout: 30 * time.Second, ScrapeMargin: 500 * time.Millisecond,
	}
	if cfg.Polling != wantPolling {
		t.Errorf("polling: %+v", cfg.Polling)
	}
	auth := cfg.Auths["readonly"]
	if auth.Name != "readonly" || auth.Username != "slp-ro" || auth.Password.Reveal() != password || auth.PrivateKey.IsSet() || auth.EnablePassword.IsSet() {
		t.Errorf("auth: %+v", auth)
	}
	want := &config.Module{
		Name: "default", Protocol: "ssh", Platform: "auto", Auth: auth, Collectors: []string{"tech_support", "status", "eventlog"},
		EventlogDays: 1, Session: config.SessionKeep, IdleTimeout: 5 * time.Minute,
		HostKey: config.HostKey{Policy: config.HostKeyKnownHosts, KnownHostsFile: filepath.Join(dir, "known_hosts")},
	}
	if got := cfg.Modules["default"]; !reflect.DeepEqual(got, want) {
		t.Errorf("module:\n got %+v\nwant %+v", got, want)
	}
	wantTarget := &config.Target{Name: "192.0.2.10", Address: "192.0.2.10:22", Module: cfg.Modules["default"], Labels: map[string]string{}}
	if len(cfg.Targets) != 1 || !reflect.DeepEqual(cfg.Targets[0], wantTarget) {
		t.Errorf("targets: %+v", cfg.Targets)
	}
}

func TestEverything(t *testing.T) {
	dir := fixtureDir(t)
	listenAgent(t)
	writeFile(t, filepath.Join(dir, "everything.yml"), readFile(t, "testdata", "everything.yml"))
	cfg, warnings, err := config.Load(filepath.Join(dir, "everything.yml"))
	if err != nil || len(warnings) != 0 {
		t.Fatal(err, warnings)
	}
	if want := (config.Polling{MaxConcurrent: 64, MaxConcurrentNetconf: 8, Timeout: 90 * time.Second, ScrapeMargin: time.Second}); cfg.Polling != want {
		t.Errorf("polling: %+v", cfg.Polling)
	}
	operator := cfg.Auths["operator"]
	for name, got := range map[string][2]string{
		"password": {cfg.Auths["readonly"].Password.Reveal(), password},
		"enable":   {cfg.Auths["readonly"].EnablePassword.Reveal(), "enable-" + password},
		"env":      {cfg.Auths["env"].Password.Reveal(), password},
		"key":      {cfg.Auths["plainkey"].PrivateKey.Reveal(), readFile(t, dir, "id_plain")},
		"sealed":   {operator.PrivateKey.Reveal(), readFile(t, dir, "id_encrypted")},
		"crlf":     {cfg.Auths["crlf"].Password.Reveal(), password},
		"bom":      {cfg.Auths["bom"].Password.Reveal(), password},
		"phrase":   {operator.PrivateKeyPassphrase.Reveal(), passphrase},
		"proxy":    {cfg.Modules["campus"].Proxy, "socks5://[2001:db8::5]:1080"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: got %q, want %q", name, got[0], got[1])
		}
	}
	if agent := cfg.Auths["agent"]; !agent.SSHAgent || operator.SSHAgent {
		t.Error("ssh_agent is not where it was written")
	}
	if operator.Password.IsSet() {
		t.Error("operator has a password")
	}
	campus := *cfg.Modules["campus"]
	campus.Proxy, campus.Timezone = "", nil
	want := config.Module{
		Name: "campus", Protocol: "ssh", Platform: "auto", Auth: operator, Collectors: []string{"status"}, CollectorsListed: true, EventlogDays: 7,
		Session: config.SessionClose, IdleTimeout: 10 * time.Minute, LegacyAlgorithms: true,
		HostKey: config.HostKey{
			Policy: config.HostKeyAcceptNew, KnownHostsFile: filepath.Join(dir, "new_hosts"), AcceptedFile: filepath.Join(dir, "accepted_hosts"),
		},
	}
	if !reflect.DeepEqual(campus, want) {
		t.Errorf("campus:\n got %+v\nwant %+v", campus, want)
	}
	if zone := cfg.Modules["campus"].Timezone; zone == nil || zone.String() != "Europe/Berlin" {
		t.Errorf("timezone: %v", zone)
	}
	var got []string
	for _, target := range cfg.Targets {
		got = append(got, strings.Join([]string{target.Name, target.Address, target.Module.Name, target.Labels["site"], target.Labels["tier"]}, " "))
	}
	wantTargets := []string{
		"muc-acc-01 192.0.2.10:22 default muc access",
		"muc-acc-02 192.0.2.11:2222 campus muc access",
		"muc-core [2001:db8::1]:22 campus muc core",
		"muc-dis-01 192.0.2.12:830 xml  ",
		"muc-dis-02 [2001:db8::2]:22 twofold  ",
		"muc-dis-03 192.0.2.13:2222 twofold  ",
		"ber-acc-01 192.0.2.30:22 campus ber ",
		"[2001:db8::31]:2222 [2001:db8::31]:2222 default ham ",
		"ham-acc-01.example.net ham-acc-01.example.net:22 default ham ",
		"192.0.2.40 192.0.2.40:22 default whs ",
	}
	if !slices.Equal(got, wantTargets) {
		t.Errorf("targets:\n%s", strings.Join(got, "\n"))
	}
	if got := cfg.Target("192.0.2.40").Labels["aisle"]; got != "café" {
		t.Errorf("aisle: %q", got)
	}
	if _, there := cfg.Target("ham-acc-01.example.net").Labels["spare"]; there {
		t.Error("an empty label is there")
	}
	if want := []string{filepath.Join(dir, "targets/branches.yml"), filepath.Join(dir, "targets/ware*.json")}; !slices.Equal(cfg.TargetFiles, want) {
		t.Errorf("target files: %v", cfg.TargetFiles)
	}
}

func TestAddresses(t *testing.T) {
	dir := fixtureDir(t)
	for written, want := range map[string]string{
		"192.0.2.10":            "192.0.2.10:22",
		"192.0.2.10:2222":       "192.0.2.10:2222",
		"192.0.2.10:022":        "192.0.2.10:22",
		"2001:db8::1":           "[2001:db8::1]:22",
		"[2001:db8::1]":         "[2001:db8::1]:22",
		"[2001:DB8:0::1]:2222":  "[2001:db8::1]:2222",
		"fe80::1%vlan10":        "[fe80::1%vlan10]:22",
		"muc-acc-01":            "muc-acc-01:22",
		"sw_1.example.net.":     "sw_1.example.net.:22",
		"muc-acc-01.example:23": "muc-acc-01.example:23",
	} {
		cfg, _ := parse(t, oneAuth+"targets: [{name: a, address: \""+written+"\"}]", dir)
		if got := cfg.Targets[0].Address; got != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
		if _, _, err := net.SplitHostPort(cfg.Targets[0].Address); err != nil {
			t.Error(err)
		}
		if cfg.Target(written) != cfg.Targets[0] || cfg.Target(want) != cfg.Targets[0] || cfg.Target("a") != cfg.Targets[0] {
			t.Errorf("%s: not found again", written)
		}
	}
}

func TestTargetByNameFirst(t *testing.T) {
	cfg, _ := parse(t, oneAuth+"targets: [{name: a, address: b}, {name: b, address: c}]", fixtureDir(t))
	for name, want := range map[string]*config.Target{
		"a": cfg.Targets[0], "b": cfg.Targets[1], "b:22": cfg.Targets[0], "B:22": cfg.Targets[0], "c": cfg.Targets[1],
		"b:23": nil, "d": nil, "": nil, ":22": nil, "a\x00": nil,
	} {
		if got := cfg.Target(name); got != want {
			t.Errorf("%q: got %+v", name, got)
		}
	}
}

func TestMergeKeysAndAliases(t *testing.T) {
	cfg, _ := parse(t, oneAuth+`
targets:
  - &first {address: 192.0.2.10, labels: &muc {site: muc}}
  - {<<: *first, address: 192.0.2.11}
  - {address: 192.0.2.12, labels: {<<: [*muc, {site: ber, tier: access}], rack: r1}}
  - {address: 192.0.2.13, labels: }
`, fixtureDir(t))
	for i, want := range []map[string]string{
		{"site": "muc"}, {"site": "muc"}, {"site": "muc", "tier": "access", "rack": "r1"}, {},
	} {
		if got := cfg.Targets[i].Labels; !reflect.DeepEqual(got, want) {
			t.Errorf("target %d: %v, want %v", i, got, want)
		}
	}
	if got := cfg.Targets[1].Address; got != "192.0.2.11:22" {
		t.Errorf("address %s", got)
	}
}

func TestOnlyAuthOfNamedModules(t *testing.T) {
	cfg, _ := parse(t, oneAuth+"modules: {core: {session: close}, default: }\n"+oneTarget, fixtureDir(t))
	for _, name := range []string{"core", "default"} {
		if cfg.Modules[name].Auth != cfg.Auths["readonly"] {
			t.Errorf("%s has auth %v", name, cfg.Modules[name].Auth)
		}
	}
}
