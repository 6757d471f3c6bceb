//go:build unix

package main

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

const guardedWebConfig = `tls_server_config:
  cert_file: slp-exporter.crt
  key_file: slp-exporter.key
  client_auth_type: VerifyClientCertIfGiven
  client_ca_file: clients.crt
`

// TestWebFilesNotRegular: a named pipe in place of --web.config.file, or of a file that it names, is refused at the
// start. If it comes later, connections break at once, on which a request was answered before, too.
func TestWebFilesNotRegular(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig(guardedWebConfig)
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	p := startTLS(t, clientOf(a), "--config.file="+file, "--web.config.file="+web)
	for _, name := range []string{"web-config.yml", "slp-exporter.crt", "slp-exporter.key", "clients.crt"} {
		path := filepath.Join(filepath.Dir(web), name)
		text := contents(t, path)
		if status, _ := p.get("/-/healthy"); status != http.StatusOK {
			t.Errorf("%s: status %d before", name, status)
		}
		if err := errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)); err != nil {
			t.Fatal(err)
		}
		for _, client := range []*http.Client{p.client, clientOf(a)} {
			if r, err := client.Get(p.url + "/-/healthy"); err == nil {
				_ = r.Body.Close()
				t.Errorf("%s: status %d", name, r.StatusCode)
			}
		}
		if said := path + " is not a regular file"; strings.Count(p.stderr.String(), `msg="no request is answered`) == 0 || !strings.Contains(p.stderr.String(), said) {
			t.Errorf("%s: logged %s", name, p.stderr.String())
		}
		code, _, stderr := ended(t, "--config.file="+file, "--web.config.file="+web)
		if code != exitFailure || stderr != "slp-exporter: --web.config.file: "+path+" is not a regular file\n" {
			t.Errorf("%s: exit code %d: %s", name, code, stderr)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		replaceFile(t, path, text)
	}
	if status, _ := p.get("/-/healthy"); status != http.StatusOK {
		t.Errorf("status %d afterwards", status)
	}
}

// TestWebFilesHang: while a file hangs, each connection ends at once, except for the first ones, which find it out.
func TestWebFilesHang(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig(guardedWebConfig)
	synctest.Test(t, func(t *testing.T) {
		var logged buffer
		files := &webFiles{path: web, logger: slog.New(slog.NewTextHandler(&logged, nil))}
		over := make(chan struct{})
		begun := time.Now()
		key := filepath.Join(filepath.Dir(web), "slp-exporter.key")
		if err := files.disk.Check(key, func() error { <-over; return nil }); !errors.Is(err, disk.ErrHangs) {
			t.Fatal(err)
		}
		for range 100 {
			if err := sayTo(files); !errors.Is(err, disk.ErrHangs) {
				t.Errorf("got %v", err)
			}
		}
		if took := time.Since(begun); took != disk.Patience {
			t.Errorf("took %v", took)
		}
		close(over)
		synctest.Wait()
		if err := sayTo(files); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if lines := strings.Split(logged.String(), "\n"); len(lines) != 3 || !strings.Contains(lines[0], key+" cannot be read") {
			t.Errorf("logged %q", lines)
		}
	})
}

// sayTo sends a byte on a guarded connection, and returns why it does not arrive.
func sayTo(files *webFiles) error {
	client, server := net.Pipe()
	defer func() { _, _ = client.Close(), server.Close() }()
	go func() { _, _ = client.Write([]byte{1}) }()
	_, err := guardedConn{server, files}.Read(make([]byte, 1))
	return err
}

// TestWebFilesMissing: what else is wrong with a file is for the toolkit to say.
func TestWebFilesMissing(t *testing.T) {
	web := filepath.Join(t.TempDir(), "web-config.yml")
	for _, text := range []string{"", "tls_server_config: {cert_file: /nowhere}", "tls_server_config: [", "tls_server_config: {cert_file: {}}"} {
		if text != "" {
			replaceFile(t, web, text)
		}
		if err := (&webFiles{path: web}).check(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := (&webFiles{}).check(); err != nil {
		t.Error(err)
	}
}
