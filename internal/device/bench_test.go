//go:build unix

package device

import (
	"context"
	"errors"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/bench/bareclient"
	"github.com/slp-exporter/slp-exporter/internal/bench/compare"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
)

// benchCommands answer about 13 KB each, as `show license tech support` of a small switch does.
func benchCommands() []string { return []string{"show one", "show two"} }

// startServer runs the switch in a process of its own, so that its CPU time is not counted.
func startServer(b *testing.B) *devicetest.Switch {
	b.Helper()
	return &devicetest.Switch{Address: compare.Serve(b, benchServer)}
}

// bare is the bare client's session.
func bare(f *devicetest.Switch) (*bareclient.Session, error) {
	return bareclient.Dial(f.Address, "lab-sw-01", bareclient.Config(devicetest.User, devicetest.Password))
}

// remember reads a Trace as the fleet does after a poll that went well.
func remember(record *trace.Trace) error {
	if len(record.Steps()) == 0 || record.Tail(256) == "" {
		return errors.New("nothing was recorded")
	}
	return nil
}

// BenchmarkSession is connect, two commands, close, recorded in a Trace. The ratio should stay below 2.
func BenchmarkSession(b *testing.B) {
	f := startServer(b)
	d := NewDialer()
	compare.Run(b, func() error {
		s, err := bare(f)
		if err != nil {
			return err
		}
		defer s.Logout()
		return s.Ask(benchCommands()...)
	}, func() error {
		record := trace.New()
		ctx := trace.With(context.Background(), record)
		s, err := d.Open(ctx, f.Target())
		if err != nil {
			return err
		}
		for _, c := range benchCommands() {
			if _, err := s.Run(ctx, c); err != nil {
				return err
			}
		}
		if err := s.Close(ctx); err != nil {
			return err
		}
		return remember(record)
	})
}

// BenchmarkKeptSession is two commands on an open session. The ratio should stay below 3.
func BenchmarkKeptSession(b *testing.B) { benchmarkKept(b, benchCommands()) }

// BenchmarkLargeOutput is one output of 2 MB on an open session.
func BenchmarkLargeOutput(b *testing.B) { benchmarkKept(b, []string{"show large"}) }

func benchmarkKept(b *testing.B, commands []string) {
	f := startServer(b)
	ctx := context.Background()
	bare, err := bare(f)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.HangUp()
	ours, err := NewDialer().Open(ctx, f.Target())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = ours.Close(ctx) }()
	compare.Run(b, func() error { return bare.Ask(commands...) }, func() error {
		record := trace.New()
		for _, c := range commands {
			if _, err := ours.Run(trace.With(ctx, record), c); err != nil {
				return err
			}
		}
		return remember(record)
	})
}
