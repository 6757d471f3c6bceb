package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lab is a handler over switches that answer at once, without a network.
type lab struct {
	http.Handler
	fleet *fleet.Fleet
	opens atomic.Int64 // how often a switch was called
	// delay is waited before each login. Set it before anything is polled.
	delay time.Duration
}

// newLab makes a fleet of so many switches, polls them and keeps the results. Every tenth switch is
// dead. At the end of the test the fleet must close.
func newLab(t testing.TB, switches int, collectors []string) *lab {
	t.Helper()
	l := idleLab(t, switches, collectors, Options{})
	l.fleet.Collect(context.Background())
	return l
}

// idleLab is newLab before the first poll; o may have more options.
func idleLab(t testing.TB, switches int, collectors []string, o Options) *lab {
	t.Helper()
	names := make([]string, switches)
	for i := range names {
		names[i] = fmt.Sprintf("lab-sw-%05d", i)
	}
	return labOf(t, names, collectors, o)
}

// namedLab is a lab of switches with these names, not polled yet.
func namedLab(t testing.TB, names []string) *lab {
	return labOf(t, names, []string{"status"}, Options{})
}

func labOf(t testing.TB, names, collectors []string, o Options) *lab {
	t.Helper()
	outputs := rendered(t, max(1, min(len(names), 52)), collectors)
	module := &config.Module{
		Name: "default", Protocol: "ssh", Collectors: collectors, EventlogDays: 1, Session: config.SessionClose,
	}
	polling := config.Polling{MaxConcurrent: 10_000, MinInterval: time.Hour, Timeout: time.Minute, ScrapeMargin: time.Second}
	c := &config.Config{Polling: polling}
	answers := make(map[string]*recorded, len(names))
	for i, name := range names {
		if i%10 != 9 {
			answers[name] = outputs[i%len(outputs)]
		}
		c.Targets = append(c.Targets, &config.Target{
			Name: name, Address: fmt.Sprintf("192.0.2.%d:22", i%250+1), Module: module,
			Labels: map[string]string{"site": "mu\"c\\" + fmt.Sprint(i%7), "tier": "access"},
		})
	}
	exporter := collector.NewExporter(time.Now())
	l := &lab{}
	l.fleet = fleet.New(c, fleet.Options{
		Observe: exporter.Observe, Now: o.Now,
		Open: func(ctx context.Context, target *config.Target) (fleet.Session, error) {
			l.opens.Add(1)
			if err := wait(ctx, l.delay); err != nil {
				return nil, err
			}
			if s := answers[target.Name]; s != nil {
				return s, nil
			}
			return nil, &failure.Error{Reason: failure.Refused, Target: target.Name, Err: errors.New("refused")}
		},
	})
	exporter.Watch(l.fleet)
	t.Cleanup(func() {
		if err := l.fleet.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	o.Fleet, o.Exporter, o.Logger = l.fleet, exporter, slog.New(slog.DiscardHandler)
	o.Polling = func() config.Polling { return polling }
	var err error
	if l.Handler, err = NewHandler(o); err != nil {
		t.Fatal(err)
	}
	return l
}

func wait(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// get asks for a page, with headers "name: value".
func (l *lab) get(path string, headers ...string) *httptest.ResponseRecorder {
	return l.do(http.MethodGet, path, headers...)
}

func (l *lab) do(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
}

// recorded is a session on a switch that has said everything before.
type recorded struct {
	hostname string
	outputs  map[string]string
}

func (s *recorded) Run(_ context.Context, command string, _ ...string) (platform.Output, error) {
	return platform.Output{Text: s.outputs[command], Whole: true, Host: s.hostname}, nil
}
func (s *recorded) Resume(_ context.Context, command string, _ time.Duration, _ ...string) (platform.Output, bool, error) {
	return platform.Output{Text: s.outputs[command], Whole: true, Host: s.hostname}, true, nil
}
func (s *recorded) Redacted(e *failure.Error) *failure.Error { return e }
func (s *recorded) CheckOutput(string, string) error         { return nil }
func (s *recorded) Alive(context.Context) error              { return nil }
func (s *recorded) System() *platform.OS                     { return platform.IOSXE() }
func (s *recorded) Close(context.Context) error              { return nil }

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
