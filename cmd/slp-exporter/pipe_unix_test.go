//go:build unix

package main

import (
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestNamedPipe: a named pipe in place of the configuration, or of a file that it names, ends no command late, and
// no reload.
func TestNamedPipe(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 0s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle")
	for _, path := range []string{file, file + passwordEnding} {
		text := contents(t, path)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, body := p.reload(); status != http.StatusInternalServerError || !strings.Contains(body, "is not a regular file") {
			t.Errorf("status %d: %s", status, body)
		}
		if s := p.scrape(); s.count("slp_up", 1) != 1 {
			t.Errorf("the configuration in use: %s", grep(s.text, "slp_up"))
		}
		for _, args := range [][]string{{"check", file}, {"--config.file=" + file}, {"poll", "--config.file=" + file, "x"}} {
			if code, _, stderr := ended(t, args...); code != exitFailure || !strings.Contains(stderr, "is not a regular file") {
				t.Errorf("%s: exit code %d: %s", args, code, stderr)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		replaceFile(t, path, text)
		if status, body := p.reload(); status != http.StatusOK {
			t.Errorf("status %d: %s", status, body)
		}
	}
}
