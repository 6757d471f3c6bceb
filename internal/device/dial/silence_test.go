package dial_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
)

// TestSilence: Open reports that nothing arrives, and then that something does, before it goes on.
func TestSilence(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	began, ended := make(chan struct{}), make(chan struct{})
	d := device.NewDialer(device.WithDial(func(ctx context.Context, network, address string) (net.Conn, error) {
		<-began // the connection is made once the silence was noticed
		return new(net.Dialer).DialContext(ctx, network, address)
	}))
	ctx := dial.WithSilence(devicetest.Context(t), dial.Silence{
		After: time.Nanosecond, Begins: func() { close(began) }, Ends: func() { close(ended) },
	})
	s, err := d.Open(ctx, f.Target())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(devicetest.Context(t)) }()
	select {
	case <-ended:
	default:
		t.Error("the session is open, and nobody was told that the silence is over")
	}
}

// TestSilenceToTheEnd: nothing follows a silence that a failure ends.
func TestSilenceToTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(devicetest.Context(t))
	d := device.NewDialer(device.WithDial(func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}))
	silent := dial.WithSilence(ctx, dial.Silence{After: time.Nanosecond, Begins: cancel, Ends: func() { t.Error("something came") }})
	if _, err := d.Open(silent, (&devicetest.Switch{}).Target()); err == nil {
		t.Error("no error")
	}
}
