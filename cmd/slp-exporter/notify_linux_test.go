package main

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestNotify: systemd hears when the program serves, and when it stops.
func TestNotify(t *testing.T) {
	dir, err := os.MkdirTemp("", "") // a socket's path is short, that of t.TempDir may not be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	t.Setenv("NOTIFY_SOCKET", path)
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	next := func() string {
		buffer := make([]byte, 100)
		n, err := socket.Read(buffer)
		if err != nil {
			t.Fatal(err)
		}
		return string(buffer[:n])
	}
	if said := next(); said != "READY=1" {
		t.Errorf("after the start: %s", said)
	}
	p.stop()
	if said := next(); said != "STOPPING=1" {
		t.Errorf("at the end: %s", said)
	}
}
