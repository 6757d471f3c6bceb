package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lab is a handler over switches that answer at once, without a network.
type lab struct {
	http.Handler
	fleet *fleet.Fleet
}

// newLab makes a fleet of so many switches, polls them and keeps the results. Every tenth switch is
// dead. At the end of the test the fleet must close.
func newLab(t testing.TB, switches int, collectors []string) *lab {
	t.Helper()
	outputs := rendered(t, min(switches, 52), collectors)
	module := &config.Module{
		Name: "default", Protocol: "ssh", Collectors: collectors, EventlogDays: 1, Session: config.SessionClose,
	}
	polling := config.Polling{MaxConcurrent: 10_000, MinInterval: time.Hour, Timeout: time.Minute, ScrapeMargin: time.Second}
	c := &config.Config{Polling: polling}
	answers := make(map[string]*recorded, switches)
	for i := range switches {
		name := fmt.Sprintf("lab-sw-%05d", i)
		if i%10 != 9 {
			answers[name] = outputs[i%len(outputs)]
		}
		c.Targets = append(c.Targets, &config.Target{
			Name: name, Address: fmt.Sprintf("192.0.2.%d:22", i%250), Module: module,
			Labels: map[string]string{"site": "mu\"c\\" + fmt.Sprint(i%7), "tier": "access"},
		})
	}
	exporter := collector.NewExporter(time.Now())
	l := &lab{fleet: fleet.New(c, fleet.Options{
		Observe: exporter.Observe,
		Open: func(_ context.Context, target *config.Target) (fleet.Session, error) {
			if s := answers[target.Name]; s != nil {
				return s, nil
			}
			return nil, &device.Error{Reason: device.ReasonRefused, Target: target.Name, Err: errors.New("refused")}
		},
	})}
	exporter.Watch(l.fleet)
	t.Cleanup(func() {
		if err := l.fleet.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	l.fleet.Collect(context.Background())
	var err error
	l.Handler, err = NewHandler(Options{
		Fleet: l.fleet, Exporter: exporter, Polling: polling, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// recorded is a session on a switch that has said everything before.
type recorded struct {
	hostname string
	outputs  map[string]string
}

func (s *recorded) Run(_ context.Context, command string) (string, error) {
	return s.outputs[command], nil
}
func (s *recorded) Resume(_ context.Context, command string, _ time.Duration) (string, bool, error) {
	return s.outputs[command], true, nil
}
func (s *recorded) CheckOutput(string, string) error { return nil }
func (s *recorded) Hostname() string                 { return s.hostname }
func (s *recorded) Alive(context.Context) error      { return nil }
func (s *recorded) Close(context.Context) error      { return nil }

// rendered is what simulated switches in varied states print.
func rendered(t testing.TB, switches int, collectors []string) []*recorded {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Switches: switches, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	var out []*recorded
	for _, sw := range sim.Switches() {
		r := &recorded{hostname: sw.Name(), outputs: map[string]string{}}
		for _, c := range parser.Commands() {
			for _, wanted := range collectors {
				if text := c.Over(1).Text; c.Collector == wanted {
					r.outputs[text] = sw.Render(text)
				}
			}
		}
		out = append(out, r)
	}
	return out
}
