package webfiles

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestHang: while a file hangs, each connection ends at once, except for the first ones, which find it out.
func TestHang(t *testing.T) {
	dir := t.TempDir()
	web := filepath.Join(dir, "web-config.yml")
	write(t, web, "tls_server_config: {cert_file: slp-exporter.crt, key_file: slp-exporter.key}")
	write(t, filepath.Join(dir, "slp-exporter.crt"), "")
	write(t, filepath.Join(dir, "slp-exporter.key"), "")
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		files := New(web, slog.New(slog.NewTextHandler(&logged, nil)))
		over := make(chan struct{})
		begun := time.Now()
		key := filepath.Join(dir, "slp-exporter.key")
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
func sayTo(files *Files) error {
	client, server := net.Pipe()
	defer func() { _, _ = client.Close(), server.Close() }()
	go func() { _, _ = client.Write([]byte{1}) }()
	_, err := guardedConn{server, files}.Read(make([]byte, 1))
	return err
}

// TestMissing: what else is wrong with a file is for the toolkit to say.
func TestMissing(t *testing.T) {
	web := filepath.Join(t.TempDir(), "web-config.yml")
	for _, text := range []string{"", "tls_server_config: {cert_file: /nowhere}", "tls_server_config: [", "tls_server_config: {cert_file: {}}"} {
		if text != "" {
			write(t, web, text)
		}
		if err := New(web, nil).Check(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := New("", nil).Check(); err != nil {
		t.Error(err)
	}
}
