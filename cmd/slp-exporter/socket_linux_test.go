package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// child is the program as a process of its own.
type child struct {
	*program
	cmd *exec.Cmd
}

// startChild runs the program as a process, through a shell that sets the environment that depends on its
// process id, with files from descriptor 3 on.
func startChild(t *testing.T, environment string, files []*os.File, args ...string) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), "slp-exporter") // by this name the test's binary is the program
	if err := os.Symlink(self, exe); err != nil {
		t.Fatal(err)
	}
	shell := append([]string{"-c", environment + ` exec "$0" "$@"`, exe}, args...)
	c := &child{program: &program{t: t, exited: make(chan int, 1)}, cmd: exec.Command("/bin/sh", shell...)} //nolint:gosec // the test's own
	c.cmd.ExtraFiles, c.cmd.Stdout, c.cmd.Stderr = files, &c.stdout, &c.stderr
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.cancel = func() { _ = c.cmd.Process.Signal(os.Interrupt) }
	go func() {
		_ = c.cmd.Wait() // the exit code says it
		c.exited <- c.cmd.ProcessState.ExitCode()
	}()
	t.Cleanup(func() { c.stop() })
	return c
}

// TestSystemdSocket: the sockets that systemd hands over are served, and no others are opened.
func TestSystemdSocket(t *testing.T) {
	_, file := fleetOf(t, 2, "polling: {min_interval: 60s}")
	var files []*os.File
	var addresses []string
	for range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		f, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		files, addresses = append(files, f), append(addresses, l.Addr().String())
	}
	c := startChild(t, fmt.Sprintf("LISTEN_PID=$$ LISTEN_FDS=%d", len(files)), files, "--config.file="+file, "--web.systemd-socket")
	if said := c.awaitAddresses(2); strings.Join(said, " ") != strings.Join(addresses, " ") && strings.Join(said, " ") != addresses[1]+" "+addresses[0] {
		t.Errorf("listens on %v, not on %v", said, addresses)
	}
	for _, address := range addresses {
		c.url = "http://" + address
		if up := c.scrape().count("slp_up", 1); up != 2 {
			t.Errorf("%s: %d switches are up", address, up)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	if code := c.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, c.stderr.String())
	}
}

// TestNoSystemdSocket: started by hand with that flag, the program says what is missing.
func TestNoSystemdSocket(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	c := startChild(t, "", nil, "--config.file="+file, "--web.systemd-socket")
	code := <-c.exited
	c.exited <- code
	if code != exitFailure || !regexp.MustCompile(`(?m)^slp-exporter: --web.systemd-socket: .*no socket`).MatchString(c.stderr.String()) {
		t.Errorf("exit code %d\n%s", code, c.stderr.String())
	}
}

// TestSecondSignal: whoever does not want to wait for the end presses Ctrl-C again.
func TestSecondSignal(t *testing.T) {
	switches, file := fleetOf(t, 1, "polling: {min_interval: 0s, timeout: 1h}")
	sw := switches.Switches()[0]
	faults := sw.Faults()
	faults.HangMidOutput = true
	sw.SetFaults(faults)
	c := startChild(t, "", nil, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	c.url = "http://" + c.awaitAddresses(1)[0]
	r, err := http.NewRequest(http.MethodGet, c.url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	cut := make(chan error, 1)
	go func() {
		_, _, err := c.try(r)
		cut <- err
	}()
	awaitSessions(t, sw, 1)
	c.cancel()
	c.await(regexp.MustCompile(`msg="stopping: .*a second signal`))
	if code := c.stop(); code == exitOK {
		t.Errorf("exit code %d", code)
	}
	if err := <-cut; err == nil {
		t.Error("the scrape was answered, so the program waited for it")
	}
}
