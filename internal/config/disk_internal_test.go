package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// hang has the next operations on a file find that it hangs, until over is closed.
func hang(t *testing.T, files *disk.Files, path string, over <-chan struct{}) {
	t.Helper()
	if err := files.Check(path, func() error { <-over; return nil }); !errors.Is(err, disk.ErrHangs) {
		t.Fatal(err)
	}
}

// TestHangs: a file on a file system that hangs is reported within seconds. A reload is refused, and what target
// files and folders said before stays, until the file system answers again.
func TestHangs(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.WriteFile(at("a.yml"), []byte("auths: {a: {username: a, password_file: p}}\ntarget_files: [t-*.yml]\n"), 0o600),
		os.WriteFile(at("p"), []byte("secret"), 0o600), os.WriteFile(at("t-1.yml"), []byte("- targets: [a1]\n"), 0o600),
		os.WriteFile(at("known_hosts"), nil, 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ reload, look bool }{ // whether they fail
		"a.yml": {true, false}, "p": {true, false}, "t-1.yml": {true, true}, "t-*.yml": {true, false}, "known_hosts": {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _, err := Load(at("a.yml"))
				if err != nil {
					t.Fatal(err)
				}
				over := make(chan struct{})
				hang(t, c.inventory.disk, at(name), over)
				begun := time.Now()
				_, warnings, err := c.Reload()
				check(t, "reload", err, row.reload)
				if len(warnings) == 0 && !row.reload {
					t.Error("no warning")
				}
				next, _, err := c.withTargets(time.Now().Add(time.Hour))
				check(t, "look", err, row.look)
				if next.Target("a1") == nil {
					t.Error("the target is lost")
				}
				if took := time.Since(begun); took > disk.Patience {
					t.Errorf("took %v", took)
				}
				close(over)
				synctest.Wait()
				if _, _, err := next.Reload(); err != nil {
					t.Errorf("afterwards: %v", err)
				}
				if next, _, err = next.withTargets(time.Now().Add(time.Hour)); err != nil || next.Target("a1") == nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

func check(t *testing.T, what string, err error, fails bool) {
	t.Helper()
	if fails && (err == nil || !strings.Contains(err.Error(), disk.ErrHangs.Error())) || !fails && err != nil {
		t.Errorf("%s: %v", what, err)
	}
}
