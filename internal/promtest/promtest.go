// Package promtest runs a real Prometheus, a real Alertmanager and the exporter for a test, on loopback
// and free ports, and asks them. What it starts is stopped when the test ends; if the test has failed,
// the end of each program's log is shown.
package promtest

import (
	"context"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/promrun"
)

// Deadline is how long anything may take that is waited for. It is generous: a test ends when its
// condition holds, not when a time is over.
const Deadline = 2 * time.Minute

// Server is a running program, with its folder and log.
type Server struct {
	*promrun.Server
	Dir string // configuration, other files and data
	t   testing.TB
}

// Find returns the path of a program (prometheus, promtool, alertmanager, amtool). The test is skipped
// where there is none.
func Find(t testing.TB, program string) string {
	t.Helper()
	path, err := promrun.Find(program)
	if err != nil {
		t.Skip(err)
	}
	return path
}

// Prometheus starts one with the configuration and other files, which are named as seen from the
// configuration ("slp-alerts.yml"). More flags may follow. The test is skipped where the program is not
// installed.
func Prometheus(t testing.TB, config string, files map[string]string, flags ...string) *Server {
	t.Helper()
	path, dir := Find(t, "prometheus"), t.TempDir()
	writeAll(t, dir, files, "prometheus.yml", config)
	return Serve(t, dir, promrun.Prometheus(path, dir, filepath.Join(dir, "prometheus.yml"), flags...))
}

// Alertmanager starts one with the configuration and, as with Prometheus, other files. More flags may
// follow. The test is skipped where the program is not installed.
func Alertmanager(t testing.TB, config string, files map[string]string, flags ...string) *Server {
	t.Helper()
	path, dir := Find(t, "alertmanager"), t.TempDir()
	writeAll(t, dir, files, "alertmanager.yml", config)
	return Serve(t, dir, promrun.Alertmanager(path, dir, filepath.Join(dir, "alertmanager.yml"), flags...))
}

// Exporter builds the exporter and starts it, such as with "demo", "--switches=25".
func Exporter(t testing.TB, args ...string) *Server {
	t.Helper()
	dir := t.TempDir()
	path, err := promrun.BuildExporter(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return Serve(t, dir, promrun.Exporter(path, dir, args...))
}

// Serve starts any other program, and stops it when the test ends.
func Serve(t testing.TB, dir string, program promrun.Program) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), Deadline)
	defer cancel()
	running, err := promrun.Serve(ctx, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections() // nobody shall wait for one that is still open
		if err := running.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("%s said at the end:\n%s", running.Name, running.Tail())
		}
	})
	return &Server{Server: running, Dir: dir, t: t}
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

// Wait asks until it is so, and fails the test if that takes too long; what names the condition.
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
