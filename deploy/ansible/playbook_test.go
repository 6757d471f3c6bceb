// Package ansible tests the playbook in this folder.
package ansible

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

const inventory = `
all:
  children:
    slp_exporter: {hosts: {noc-1: {ansible_connection: local, ansible_become: false}}}
    switches:
      hosts:
        muc-acc-01: {ansible_host: 192.0.2.10, site: muc}
        zrh-acc-02: {}
`

// TestPlaybook writes the playbook's files into a folder, and has the exporter read them.
func TestPlaybook(t *testing.T) {
	if testing.Short() {
		t.Skip("long: ansible takes half a minute; make test-all runs it")
	}
	if _, err := exec.LookPath("ansible-playbook"); err != nil {
		t.Skip("ansible-playbook is not installed")
	}
	dir := t.TempDir()
	hosts := filepath.Join(dir, "inventory.yml")
	if err := os.WriteFile(hosts, []byte(inventory), 0o600); err != nil {
		t.Fatal(err)
	}
	play(t, "-i", hosts, "--syntax-check")
	written := filepath.Join(dir, "etc")
	if err := os.Mkdir(written, 0o750); err != nil {
		t.Fatal(err)
	}
	play(t, "-i", hosts, "--tags=files", "-e", "slp_service=false", "-e", "slp_config_dir="+written, "-e", "slp_password=not-a-real-one", "-e", "slp_group="+group(t))
	conf, _, err := config.Load(filepath.Join(written, "slp-exporter.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, target := range conf.Targets {
		got = append(got, target.Name+" "+target.Address+" "+target.Labels["site"])
	}
	if want := "muc-acc-01 192.0.2.10:22 muc, zrh-acc-02 zrh-acc-02:22 "; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// group is one of this user's: the package's does not exist here.
func group(t *testing.T) string {
	t.Helper()
	me, err := user.Current()
	if err != nil {
		t.Skipf("this user is not in the user database, such as /etc/passwd: %v", err)
	}
	own, err := user.LookupGroupId(me.Gid)
	if err != nil {
		t.Skipf("this user's group is not in the group database, such as /etc/group: %v", err)
	}
	return own.Name
}

// play runs the playbook with a home of its own.
func play(t *testing.T, args ...string) {
	t.Helper()
	home := t.TempDir()
	run := exec.CommandContext(t.Context(), "ansible-playbook", append(args, "slp-exporter.yml")...) //nolint:gosec // ours
	run.Env = append(os.Environ(), "HOME="+home, "ANSIBLE_LOCAL_TEMP="+home, "ANSIBLE_REMOTE_TEMP="+home, "ANSIBLE_NOCOLOR=1", "LC_ALL=C.UTF-8")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
