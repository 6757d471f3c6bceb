//go:build unix

package hostkey_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestNotRegular: a named pipe in place of a file is refused by name; a link to a file is as good as the file.
func TestNotRegular(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	dir := t.TempDir()
	pipe, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "link")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(devicetest.WriteFile(t, devicetest.HostLine(f.Address, f.Keys[0])), link); err != nil {
		t.Fatal(err)
	}
	for _, policy := range []config.HostKeyPolicy{config.HostKeyKnownHosts, config.HostKeyAcceptNew} {
		err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, policy, pipe))
		devicetest.WantReason(t, err, failure.HostKey, "the known_hosts file "+pipe+" is not a regular file")
		if err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, policy, link)); err != nil {
			t.Error(err)
		}
	}
	target := devicetest.Checked(f, config.HostKeyAcceptNew, filepath.Join(dir, "none"))
	target.Module.HostKey.AcceptedFile = pipe
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.HostKey,
		"the accepted_file "+pipe+", which keeps the host keys of new switches, is not a regular file")
}
