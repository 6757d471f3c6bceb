package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

func TestWarnings(t *testing.T) {
	const modules = "modules: {default: {auth: readonly, host_key: "
	for name, test := range map[string]struct{ text, want string }{
		"plain": {
			"auths: {readonly: {username: a, password: hunter2}}\n" + oneTarget,
			"a.yml:1: auths.readonly.password: a secret is in the configuration file itself, write password_file and keep the secret in a file of its own",
		},
		"open file": {
			"auths: {readonly: {username: a, password_file: open.password}}\n" + oneTarget,
			"a.yml:1: auths.readonly.password_file: DIR/open.password can be read by every user of this machine; chmod 0600 makes it the owner's",
		},
		"insecure": {
			oneAuth + modules + "{policy: insecure}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.policy: any host may pose as the switch and read the password, write known_hosts or accept_new",
		},
		"no known_hosts": {
			oneAuth + modules + "{known_hosts_file: none}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.known_hosts_file: no switch is known: DIR/none does not exist, write its keys into it (slp-exporter fingerprint TARGET), or host_key: {policy: accept_new}",
		},
		"directory as known_hosts": {
			oneAuth + modules + "{known_hosts_file: secrets}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.known_hosts_file: no switch is known: DIR/secrets is not a regular file, write the path of a known_hosts file",
		},
		"no directory to accept into": {
			oneAuth + modules + "{policy: accept_new, accepted_file: nowhere/hosts}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.accepted_file: no key can be kept: the directory DIR/nowhere does not exist, write a path in a directory that does",
		},
		"no directory by default": {
			oneAuth + modules + "{policy: accept_new, known_hosts_file: nowhere/hosts}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.known_hosts_file: no key can be kept: the directory DIR/nowhere does not exist, write a path in a directory that does",
		},
		"accepted file of no use": {
			oneAuth + modules + "{accepted_file: accepted}}}\n" + oneTarget,
			"a.yml:2: modules.default.host_key.accepted_file: is of no use with policy known_hosts, write policy: accept_new, or leave it out and move the file's lines into known_hosts_file",
		},
		"no agent": {
			"auths: {readonly: {username: a, ssh_agent: true}}\n" + oneTarget,
			"a.yml:1: auths.readonly.ssh_agent: no ssh-agent can be asked: the environment variable SSH_AUTH_SOCK of the exporter is not set, write the path of the agent's socket into it, where the exporter is started",
		},
		"agent gone": {
			"auths: {readonly: {username: a, ssh_agent: true}}\n" + oneTarget,
			"a.yml:1: auths.readonly.ssh_agent: no ssh-agent can be asked: there is no socket at DIR/known_hosts, which SSH_AUTH_SOCK names, write the path of the socket of an agent that this user may ask",
		},
		"same switch": {
			oneAuth + "targets:\n  - {name: a, address: 192.0.2.10}\n  - {name: b, address: 192.0.2.10:22}\n",
			`a.yml:4: targets[1].name: 192.0.2.10:22 is polled as "a", too: the switch sees two sessions, write one target for one switch`,
		},
		"same switch over NETCONF": {
			oneAuth + "modules: {default: {protocol: both}, xml: {protocol: netconf}}\ntargets:\n" +
				"  - {name: a, address: 192.0.2.10, netconf_port: 8300}\n  - {name: b, address: 192.0.2.10:8300, module: xml}\n",
			`a.yml:5: targets[1].name: 192.0.2.10:8300 is polled as "a", too: the switch sees two sessions, write one target for one switch`,
		},
		"no file yet": {
			oneAuth + "target_files: [targets/none*.yml]\n",
			"a.yml:2: target_files[0]: no file matches DIR/targets/none*.yml yet, write a path that ends in .yml, .yaml or .json; * may stand in its last part\n" +
				"a.yml:2: target_files: there is no target yet, write a target into one of these files, or under targets",
		},
		"nothing but an empty list": {
			"targets: []\n",
			"a.yml:1: targets: there is no target yet, nothing is polled, write targets: [{address: 192.0.2.10}], or target_files",
		},
		"an account and an empty list": {
			oneAuth + "targets: []\n",
			"a.yml:2: targets: there is no target yet, nothing is polled, write targets: [{address: 192.0.2.10}], or target_files",
		},
		"empty list": {
			oneAuth + "target_files: [targets/none.json]\n",
			"a.yml:2: target_files: there is no target yet, write a target into one of these files, or under targets",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := fixtureDir(t)
			open := filepath.Join(dir, "open.password")
			writeFile(t, open, password)
			if err := os.Chmod(open, 0o604); err != nil {
				t.Fatal(err)
			}
			switch name {
			case "empty list":
				writeFile(t, filepath.Join(dir, "targets/none.json"), "[]")
			case "agent gone":
				t.Setenv(config.AgentVariable, filepath.Join(dir, "known_hosts"))
			}
			_, warnings := parse(t, test.text, dir)
			var got []string
			for _, w := range warnings {
				got = append(got, strings.ReplaceAll(w.String(), dir, "DIR"))
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

// TestBrokenKnownHosts: a line that cannot be read costs only itself, and is named.
func TestBrokenKnownHosts(t *testing.T) {
	for _, section := range []string{
		"{known_hosts_file: bad_known_hosts}",
		"{policy: accept_new, known_hosts_file: bad_known_hosts}",
		"{policy: accept_new, accepted_file: bad_known_hosts}",
	} {
		_, warnings := parse(t, oneAuth+"modules: {default: {host_key: "+section+"}}\n"+oneTarget, fixtureDir(t))
		if len(warnings) != 1 || !strings.Contains(warnings[0].What, "bad_known_hosts are not known: line 1 cannot be read") {
			t.Errorf("%s: warnings: %v", section, warnings)
		}
	}
}

// TestNoWarningBehindProxies holds that equal addresses are different switches there.
func TestNoWarningBehindProxies(t *testing.T) {
	_, warnings := parse(t, oneAuth+`
modules:
  east: {proxy: "socks5://192.0.2.1:1080"}
  west: {proxy: "socks5://192.0.2.2:1080"}
targets: [{name: a, address: 10.0.0.1, module: east}, {name: b, address: 10.0.0.1, module: west}]
`, fixtureDir(t))
	if len(warnings) != 0 {
		t.Errorf("warnings: %v", warnings)
	}
}

func TestOneFileByTwoPatterns(t *testing.T) {
	cfg, warnings := parse(t, oneAuth+"target_files: [targets/warehouse.json, targets/ware*.json]\n", fixtureDir(t))
	if len(cfg.Targets) != 1 || len(warnings) != 0 {
		t.Errorf("%d targets, warnings %v", len(cfg.Targets), warnings)
	}
}
