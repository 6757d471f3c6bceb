package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/testenv/inventory"
	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// newcomer is somebody with switches, an inventory and Prometheus, who follows docs/first-hour.md.
type newcomer struct {
	t       *testing.T
	root    string
	dir     string // where the commands are typed
	program string
	netbox  *inventory.Server
	began   time.Time
}

const (
	fleetSize = 500
	token     = "0123456789abcdef"
	// exampleURL is that of the page.
	exampleURL = "https://netbox.example.net/"
)

// TestFirstHour types the commands of docs/first-hour.md, from an inventory of 500 switches to slp_up of all of them in
// Prometheus, and prints how long that took.
func TestFirstHour(t *testing.T) {
	if testing.Short() {
		t.Skip("long: make test-all runs it")
	}
	prometheus := programs.Prometheuses()[0]
	programs.Need(t, prometheus)
	n := &newcomer{t: t, dir: t.TempDir(), netbox: inventory.Start(), began: time.Now()}
	t.Cleanup(n.netbox.Close)
	var err error
	if n.root, err = programs.Root(); err != nil {
		t.Fatal(err)
	}
	if n.program, err = programs.BuildExporter(t.Context(), n.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(n.program, filepath.Join(n.dir, "slp-exporter")); err != nil {
		t.Fatal(err)
	}
	n.say("the program is built")
	password := n.startSwitches()
	n.say("%d switches and their inventory answer", fleetSize)
	n.followPage(password)
	exporter := programs.StartServer(t, programs.Exporter(n.program, n.dir, "--config.file="+n.path("slp-exporter.yml")))
	text, err := programs.FleetExample(n.root, exporter.Address, "127.0.0.1:1", 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := programs.Rules(n.root, false)
	if err != nil {
		t.Fatal(err)
	}
	server := programs.StartPrometheusOf(t, prometheus, text, rules)
	for _, expr := range []string{"sum(slp_exporter_discovery_targets)", "slp_exporter_targets", "count(slp_up == 1)"} {
		programs.Wait(t, expr, func() bool { return n.value(server, expr) == fleetSize })
		n.say("%s is %d", expr, fleetSize)
	}
	n.say("in all: %.1f minutes", time.Since(n.began).Minutes())
}

func (n *newcomer) say(format string, args ...any) {
	n.t.Helper()
	n.t.Logf("%5.1f s  %s", time.Since(n.began).Seconds(), fmt.Sprintf(format, args...))
}

func (n *newcomer) path(name string) string { return filepath.Join(n.dir, name) }

// startSwitches starts simulated switches and lists them in the inventory. It returns the password of their account.
func (n *newcomer) startSwitches() (password string) {
	n.t.Helper()
	fleet := filepath.Join(n.t.TempDir(), "fleet.yml")
	switches, err := programs.Start("simulate", n.path("simulate.log"), n.program,
		"simulate", fmt.Sprint("--switches=", fleetSize), "--listen=127.0.0.1:0", "--write-config="+fleet)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { _ = switches.Stop() })
	programs.Wait(n.t, "the simulated fleet listens", func() bool { return strings.Contains(switches.Tail(), "stop with Ctrl-C") })
	conf, _, err := config.Load(fleet)
	if err != nil {
		n.t.Fatal(err)
	}
	var devices []inventory.Device
	for _, target := range conf.Targets {
		devices = append(devices, inventory.Device{Name: target.Name, IP: "127.0.0.1", SSH: target.Address, Site: target.Labels["site"]})
	}
	n.netbox.List(inventory.Groups(inventory.NetBox, devices))
	account := conf.Targets[0].Module.Auth
	if account.Username != "slp-ro" {
		n.t.Fatalf("the page has another account than %s", account.Username)
	}
	return account.Password.Reveal()
}

// followPage types what the page says up to the command that serves.
func (n *newcomer) followPage(password string) {
	n.t.Helper()
	page, err := os.ReadFile(filepath.Join(n.root, "docs", "first-hour.md")) //nolint:gosec // the repository's
	if err != nil {
		n.t.Fatal(err)
	}
	if err := os.WriteFile(n.path("netbox.token"), []byte(token+"\n"), 0o600); err != nil {
		n.t.Fatal(err)
	}
	var typed []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)\n```").FindAllStringSubmatch(string(page), -1) {
		typed = append(typed, block[1])
	}
	if last := len(typed) - 1; last < 4 || typed[last] != "slp-exporter" {
		n.t.Fatalf("the page has the commands %q", typed)
	}
	for _, command := range typed[:len(typed)-1] {
		n.typeCommand(command, password)
		if strings.HasPrefix(command, "slp-exporter init") {
			n.editLabels()
		}
	}
}

// typeCommand runs a command of the page. Nobody is at a terminal who could be asked for the password.
func (n *newcomer) typeCommand(command, password string) {
	n.t.Helper()
	shown := command
	command = strings.Replace(command, exampleURL, n.netbox.URL+"/", 1)
	command = strings.Replace(command, "slp-exporter init", "slp-exporter init --password-stdin", 1)
	shell := exec.CommandContext(n.t.Context(), "sh", "-c", command)
	shell.Dir, shell.Stdin = n.dir, strings.NewReader(password+"\n")
	shell.Env = append(os.Environ(), "PATH="+n.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	said, err := shell.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if err != nil {
		n.t.Fatalf("%s: %v\n%s", shown, err, strings.Join(lines[max(0, len(lines)-20):], "\n"))
	}
	n.say("%s\n%s", shown, lines[len(lines)-1])
	if strings.Contains(command, " check ") && !strings.Contains(string(said), fmt.Sprintf(": lists %d targets", fleetSize)) {
		n.t.Errorf("check says\n%s", said)
	}
}

// editLabels takes the address from the custom field: simulated switches have one address and many ports.
func (n *newcomer) editLabels() {
	n.t.Helper()
	file := n.path("slp-exporter.yml")
	text, err := os.ReadFile(file) //nolint:gosec // ours
	if err != nil {
		n.t.Fatal(err)
	}
	edited := strings.Replace(string(text), "__meta_netbox_primary_ip", "__meta_netbox_custom_field_ssh_address", 1)
	if edited == string(text) {
		n.t.Fatalf("init has not found the address in the inventory:\n%s", text)
	}
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		n.t.Fatal(err)
	}
	asked := n.netbox.Asked()
	if got := asked[len(asked)-1].Header.Get("Authorization"); got != "Token "+token {
		n.t.Errorf("the inventory was asked with %q", got)
	}
}

// value is the one value of an expression; 0 if there is none yet.
func (n *newcomer) value(server *programs.Server, expr string) float64 {
	samples, err := server.Query(expr)
	if err != nil {
		n.t.Fatal(err)
	}
	if len(samples) != 1 {
		return 0
	}
	return samples[0].Value()
}
