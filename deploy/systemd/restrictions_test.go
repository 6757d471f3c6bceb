//go:build linux

package systemd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// lab is what a service finds: a configuration of simulated switches that its user may read, and a state directory
// that it may write.
type lab struct {
	exporter, config, state, log string
}

// exporter builds the program as releases do.
func exporter(t *testing.T) string {
	t.Helper()
	t.Setenv("CGO_ENABLED", "0")
	path, err := programs.BuildExporter(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// newLab starts simulated switches whose host keys are accepted into the state directory.
func newLab(t *testing.T) lab {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { //nolint:gosec // the service's user reads what is in it
		t.Fatal(err)
	}
	l := lab{exporter: exporter(t), config: filepath.Join(dir, "slp-exporter.yml"), state: filepath.Join(dir, "state"), log: filepath.Join(dir, "log")}
	simulator := exec.CommandContext(t.Context(), l.exporter, "simulate", "--switches=2", "--listen=127.0.0.1:0", "--write-config="+l.config)
	simulator.Stderr = os.Stderr
	if err := simulator.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = simulator.Process.Kill(); _ = simulator.Wait() })
	programs.Wait(t, "the configuration of the simulated switches", func() bool {
		_, err := os.Stat(l.config)
		return err == nil
	})
	accepting := regexp.MustCompile(`host_key: \{.*\}`).ReplaceAllString(read(t, l.config),
		"host_key: {policy: accept_new, known_hosts_file: none, accepted_file: "+l.state+"/accepted}")
	if err := os.WriteFile(l.config, []byte(accepting), 0o640); err != nil { //nolint:gosec // the service's user reads it
		t.Fatal(err)
	}
	if err := os.Mkdir(l.state, 0o750); err != nil {
		t.Fatal(err)
	}
	return l
}

// live has the exporter, started by a command that ends with its arguments, serve, reload and stop.
func (l lab) live(t *testing.T, command ...string) {
	t.Helper()
	address := freeAddress(t)
	log, err := os.Create(l.log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	args := slices.Concat(command, []string{l.exporter, "--config.file=" + l.config, "--web.listen-address=" + address})
	run := exec.CommandContext(context.WithoutCancel(t.Context()), args[0], args[1:]...) //nolint:gosec // the test's own
	run.Stdout, run.Stderr = log, log
	run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	t.Cleanup(func() { _ = syscall.Kill(-run.Process.Pid, syscall.SIGKILL) })
	logged := func(what string) {
		t.Helper()
		programs.Wait(t, what, func() bool {
			select {
			case err := <-ended:
				ended <- err
				t.Fatalf("it ended (%v):\n%s", err, read(t, l.log))
			default:
			}
			return strings.Contains(read(t, l.log), what)
		})
	}
	logged("Listening on")
	if text := get(t, "http://"+address+"/metrics"); strings.Count(text, "\nslp_up{") != 2 || regexp.MustCompile(`(?m)^slp_up\{.*\} 0$`).MatchString(text) ||
		!strings.Contains(text, "process_start_time_seconds") {
		t.Errorf("not both switches are up:\n%s\n%s", text, read(t, l.log))
	}
	signal(t, syscall.SIGHUP, run.Process.Pid)
	logged("configuration reloaded")
	signal(t, syscall.SIGTERM, run.Process.Pid)
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v:\n%s", err, read(t, l.log))
	}
	for line := range strings.Lines(read(t, l.log)) {
		if strings.Contains(line, "level=warn") && !strings.Contains(line, "known_hosts_file") || strings.Contains(line, "level=error") {
			t.Errorf("logged: %s", line)
		}
	}
}

// signal reaches the exporter, be it the process itself or, if that is a tracer, its child.
func signal(t *testing.T, s syscall.Signal, pid int) {
	t.Helper()
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		t.Fatal(err)
	}
	if len(children) > 0 {
		if _, err := fmt.Sscan(string(children), &pid); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Kill(pid, s); err != nil {
		t.Fatal(err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadOnlyRoot runs the exporter as nobody, without capabilities, with a file system that is read-only but for
// the state directory: User=, CapabilityBoundingSet=, NoNewPrivileges=, ProtectSystem= and StateDirectory=.
func TestReadOnlyRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may make a read-only file system of its own")
	}
	l := newLab(t)
	for _, file := range []string{l.config, l.config + ".password", l.state} {
		if err := os.Chown(file, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	script := `set -e; mount --make-rprivate /; mount --bind "$1" "$1"; mount -o remount,bind,ro /; shift; exec "$@"`
	if out, err := exec.CommandContext(t.Context(), "unshare", "--mount", "--ipc", "sh", "-c", script, "sh", l.state, "true").CombinedOutput(); err != nil {
		t.Skipf("no namespaces here: %v: %s", err, out)
	}
	l.live(t, "unshare", "--mount", "--ipc", "sh", "-c", script, "sh", l.state,
		"setpriv", fmt.Sprint("--reuid=", nobody), fmt.Sprint("--regid=", nobody), "--clear-groups",
		"--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
	if accepted := read(t, filepath.Join(l.state, "accepted")); strings.Count(accepted, "ssh-") < 2 {
		t.Errorf("accepted keys: %s", accepted)
	}
}

// nobody is the number of a user and a group that own nothing.
const nobody = 65534

// TestSystemCalls holds what the exporter asks of the kernel against SystemCallFilter= and RestrictAddressFamilies=.
func TestSystemCalls(t *testing.T) {
	strace, analyze := programs.Need(t, "strace"), programs.Need(t, "systemd-analyze")
	l := newLab(t)
	trace := filepath.Join(t.TempDir(), "trace")
	if out, err := exec.CommandContext(t.Context(), strace, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %v: %s", err, out)
	}
	l.live(t, strace, "-f", "-qq", "-o", trace, "--signal=none")
	allowed, families := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(SystemCallFilter|RestrictAddressFamilies)=(~?)(.*)$`).FindAllStringSubmatch(read(t, unit), -1) {
		for _, name := range strings.Fields(m[3]) {
			if m[1] == "RestrictAddressFamilies" {
				families[name] = true
				continue
			}
			for _, call := range members(t, analyze, name) {
				allowed[call] = m[2] == ""
			}
		}
	}
	// Go raises the limit of open files at the start. It goes on with what it has if it may not; the unit sets it.
	allowed["prlimit64"] = true
	calls := regexp.MustCompile(`(?m)^\d+ +(?:<\.\.\. )?(\w+)[( ]`).FindAllStringSubmatch(read(t, trace), -1)
	if len(calls) < 100 {
		t.Fatalf("only %d calls were traced", len(calls))
	}
	var refused []string
	for _, m := range calls {
		if !allowed[m[1]] && !slices.Contains(refused, m[1]) {
			refused = append(refused, m[1])
		}
	}
	if len(refused) > 0 {
		t.Errorf("the unit does not allow %v", refused)
	}
	for _, m := range regexp.MustCompile(`socket\((AF_\w+)`).FindAllStringSubmatch(read(t, trace), -1) {
		if !families[m[1]] {
			t.Errorf("the unit does not allow %s", m[1])
		}
	}
}

// members returns the system calls of one of systemd's sets, and of the sets in it.
func members(t *testing.T, analyze, set string) (calls []string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), analyze, "syscall-filter", set).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(out) {
		name := strings.TrimSpace(string(line))
		switch {
		case name == "" || strings.HasPrefix(name, "#") || name == set:
		case strings.HasPrefix(name, "@"):
			calls = append(calls, members(t, analyze, name)...)
		default:
			calls = append(calls, name)
		}
	}
	return calls
}
