//go:build unix

package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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
