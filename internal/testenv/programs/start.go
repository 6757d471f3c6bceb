package programs

import (
	"context"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Deadline is how long a test waits for anything. It is generous: a test ends as soon as its condition
// holds.
const Deadline = 2 * time.Minute

// Need returns the path of a program (prometheus, promtool, alertmanager, amtool). It skips the test
// where the program is not installed.
func Need(t testing.TB, program string) string {
	t.Helper()
	path, err := Find(program)
	if err != nil {
		t.Skip(err)
	}
	return path
}

// StartPrometheus starts a Prometheus for a test. The names of the files are relative to the
// configuration ("slp-alerts.yml"); flags are added to those that every Prometheus gets. It skips the
// test where Prometheus is not installed.
func StartPrometheus(t testing.TB, config string, files map[string]string, flags ...string) *Server {
	t.Helper()
	return StartPrometheusOf(t, "prometheus", config, files, flags...)
}

// Prometheuses returns the names of the programs that tests of what is shipped run with: the one that this machine has
// installed, and the Prometheus 3 of `make tools`.
func Prometheuses() []string { return []string{"prometheus", "prometheus3"} }

// StartPrometheusOf is StartPrometheus with one of Prometheuses.
func StartPrometheusOf(t testing.TB, program, config string, files map[string]string, flags ...string) *Server {
	t.Helper()
	path, dir := Need(t, program), t.TempDir()
	writeAll(t, dir, files, "prometheus.yml", config)
	return StartServer(t, Prometheus(path, dir, filepath.Join(dir, "prometheus.yml"), flags...))
}

// StartAlertmanager starts an Alertmanager for a test; files and flags are as for StartPrometheus. It
// skips the test where Alertmanager is not installed.
func StartAlertmanager(t testing.TB, config string, files map[string]string, flags ...string) *Server {
	t.Helper()
	path, dir := Need(t, "alertmanager"), t.TempDir()
	writeAll(t, dir, files, "alertmanager.yml", config)
	return StartServer(t, Alertmanager(path, dir, filepath.Join(dir, "alertmanager.yml"), flags...))
}

// StartExporter builds the exporter and starts it with arguments such as "demo", "--switches=25".
func StartExporter(t testing.TB, args ...string) *Server {
	t.Helper()
	dir := t.TempDir()
	path, err := BuildExporter(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return StartServer(t, Exporter(path, dir, args...))
}

// StartServer starts a program for a test and stops it when the test ends. If the test has failed by
// then, the end of the program's log is shown.
func StartServer(t testing.TB, program Program) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), Deadline)
	defer cancel()
	running, err := Serve(ctx, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections() // a server that stops waits for the open ones
		if err := running.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("%s said at the end:\n%s", running.Name, running.Tail())
		}
	})
	return running
}

func writeAll(t testing.TB, dir string, files map[string]string, name, text string) {
	t.Helper()
	all := maps.Clone(files)
	if all == nil {
		all = map[string]string{}
	}
	all[name] = text
	for name, text := range all {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Wait asks is until it returns true, and fails the test after Deadline; what names the condition.
func Wait(t testing.TB, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), Deadline)
	defer cancel()
	for !is() {
		select {
		case <-ctx.Done():
			t.Fatalf("not within %s: %s", Deadline, what)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
