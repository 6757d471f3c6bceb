package overview_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// morning is when the labs live.
var morning = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

// standing is a clock that stands still.
type standing struct{}

func (standing) Now() time.Time { return morning }

// scenarioLab polls a switch of each scenario, named after it.
func scenarioLab(t testing.TB, seed uint64, collectors ...string) map[simulator.Scenario]overview.Row {
	t.Helper()
	rows := map[simulator.Scenario]overview.Row{}
	board := overview.NewBoard()
	for _, scenario := range simulator.Scenarios() {
		s, err := simulator.New(simulator.Options{Switches: 1, Seed: seed, Clock: standing{}, Scenarios: []simulator.Scenario{scenario}})
		if err != nil {
			t.Fatal(err)
		}
		sw := s.Switches()[0]
		f := fleetOf(t, collectors, nowire.Open(map[string]*simulator.Switch{string(scenario): sw}), string(scenario))
		rows[scenario] = board.Row(f.Collect(t.Context())[0], morning)
	}
	return rows
}

// fleetOf is a fleet of targets with these names.
func fleetOf(t testing.TB, collectors []string, open fleet.OpenFunc, names ...string) *fleet.Fleet {
	t.Helper()
	if len(collectors) == 0 {
		collectors = config.DefaultCollectors(config.ProtocolSSH)
	}
	module := &config.Module{Name: "default", Protocol: config.ProtocolSSH, Collectors: collectors, EventlogDays: 1, Session: config.SessionClose}
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 10, MinInterval: time.Minute, Timeout: time.Hour}}
	for _, name := range names {
		c.Targets = append(c.Targets, &config.Target{Name: name, Address: name + ".example.net:22", Module: module, Labels: map[string]string{"site": name[:1]}})
	}
	f := fleet.New(c, fleet.Options{Logger: log.NewNopLogger(), Now: standing{}.Now, Open: open})
	t.Cleanup(func() { _ = f.Close(context.Background()) })
	return f
}

// dead opens no session.
func dead(reason failure.Reason) fleet.OpenFunc {
	return func(_ context.Context, target *config.Target) (fleet.Session, error) {
		return nil, &failure.Error{Reason: reason, Target: target.Name, Err: errors.New("says the lab")}
	}
}
