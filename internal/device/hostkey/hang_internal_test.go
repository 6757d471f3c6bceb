package hostkey

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/disk"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestHangs: a file on a file system that hangs fails each poll within seconds, and none once that is known to be so,
// until it answers again.
func TestHangs(t *testing.T) {
	known := devicetest.WriteFile(t)
	accepted := known + ".accepted"
	for path, text := range map[string]string{
		known:    "the known_hosts file " + known + " cannot be read: its file system does not answer",
		accepted: "the accepted_file " + accepted + ", which keeps the host keys of new switches, cannot be read: its file system does not answer",
	} {
		synctest.Test(t, func(t *testing.T) {
			var store Store
			target := &config.Target{Address: "192.0.2.10:22", Module: &config.Module{
				HostKey: config.HostKey{Policy: config.HostKeyAcceptNew, KnownHostsFile: known, AcceptedFile: accepted},
			}}
			over := make(chan struct{})
			begun := time.Now()
			go func() { _ = store.file(path).inTurn(func() error { <-over; return nil }) }()
			synctest.Wait() // it hangs
			for range 100 {
				_, err := store.Judge(target)
				devicetest.WantReason(t, err, failure.HostKey, text)
			}
			if took := time.Since(begun); took != disk.Patience {
				t.Errorf("took %v", took)
			}
			close(over)
			synctest.Wait()
			if _, err := store.Judge(target); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}
