package dial_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tryOpen logs in and out.
func tryOpen(t *testing.T, d *device.Dialer, target *config.Target) error {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), target)
	if err == nil {
		_ = s.Close(devicetest.Context(t))
	}
	return err
}

func run(t *testing.T, s *device.Session, command string) string {
	t.Helper()
	out, err := s.Run(devicetest.Context(t), command)
	if err != nil {
		t.Fatal(err)
	}
	return out.Text
}
