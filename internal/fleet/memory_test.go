package fleet_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// talking is a session that keeps a Trace as one of package device does: with as many steps as a login
// and its commands have.
type talking struct {
	*fakeSession
	outputs map[string]string
}

func (s talking) Run(ctx context.Context, command string, _ ...string) (platform.Output, error) {
	trace := trace.From(ctx)
	trace.Begin(command)
	defer trace.End(nil)
	return s.whole(strings.Clone(s.outputs[command])), nil
}

func (s talking) Close(ctx context.Context) error {
	trace.From(ctx).Begin("logout")
	return nil
}

// BenchmarkHeap tells how much memory a healthy target takes after some polls with a login each, but for
// the tails of text, which the fakes do not have.
func BenchmarkHeap(b *testing.B) {
	outputs := make(map[string]string)
	for command, file := range map[string]string{
		showTechSupport: "techsupport-6.3.10-svl-healthy.txt", showStatus: "status-6.3.10-stack.txt",
		"show license eventlog 1": "eventlog-6.2.0-restored.txt",
	} {
		text, err := os.ReadFile("../../parser/testdata/" + file)
		if err != nil {
			b.Fatal(err)
		}
		outputs[command] = string(text)
	}
	const targets = 1000
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 64, MinInterval: time.Nanosecond, Timeout: time.Minute}}
	c.Polling.MaxConcurrent = 100_000 // and so many logins a second
	for i := range targets {
		c.Targets = append(c.Targets, &config.Target{Name: fmt.Sprint("sw-", i), Address: fmt.Sprint("192.0.2.1:", i+1), Module: &config.Module{
			Name: "default", Protocol: "ssh", Collectors: []string{techSupport, status, "eventlog"}, EventlogDays: 1, Session: config.SessionClose,
		}})
	}
	open := func(ctx context.Context, _ *config.Target) (fleet.Session, error) {
		trace := trace.From(ctx)
		for _, name := range []string{"connect", "ssh banner", "key exchange", "login", "shell", "prompt", "terminal length 0", "terminal width 0"} {
			trace.Begin(name)
		}
		return talking{&fakeSession{at: &fakeSwitch{name: "sw"}}, outputs}, nil
	}
	for range b.N {
		before := heap()
		f := fleet.New(c, fleet.Options{Open: open})
		for range 4 {
			for _, s := range f.Collect(b.Context()) {
				if s.Result == nil || s.Result.Err != nil {
					b.Fatalf("%+v", s.Result)
				}
			}
		}
		after := heap()
		b.ReportMetric(float64(after-before)/targets, "B/target")
		if err := f.Close(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
