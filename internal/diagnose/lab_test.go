package diagnose_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lab is simulated switches without a wire.
type lab struct {
	*config.Config
	byTarget map[string]*simulator.Switch
	// run, if it is set, may answer a command in place of the switch.
	run func(command string) (answer *string, err error)
	// probe answers ping and telnet.
	probe func(ctx context.Context, command string, patience time.Duration) (text string, cut bool, err error)
	ctx   context.Context // of the call; that of the test if it is nil
	typed []string        // on all switches
	open  int             // sessions
}

func newLab(t *testing.T, scenarios ...simulator.Scenario) *lab {
	t.Helper()
	f, err := simulator.New(simulator.Options{Switches: len(scenarios), Seed: 2, Scenarios: scenarios})
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{byTarget: map[string]*simulator.Switch{}}
	l.Config = &config.Config{Polling: config.Polling{MaxConcurrent: 1, MaxConcurrentNetconf: 1, Timeout: 30 * time.Second}}
	for _, sw := range f.Switches() {
		l.byTarget[sw.Name()] = sw
		l.Targets = append(l.Targets, &config.Target{
			Name: sw.Name(), Address: "192.0.2.1:22", Labels: sw.Labels(),
			Module: &config.Module{
				Name: "default", Protocol: config.ProtocolSSH, EventlogDays: 1,
				Auth: &config.Auth{Name: "ro", Username: "ro", Password: config.NewSecret("Tr0ub4dor")},
			},
		})
	}
	return l
}

func (l *lab) ask(t *testing.T, o diagnose.Options) []diagnose.Diagnosis {
	t.Helper()
	open := nowire.Open(l.byTarget)
	o.Open = func(ctx context.Context, target *config.Target) (diagnose.Session, error) {
		s, err := open(ctx, target)
		l.open++
		return &session{Session: s, lab: l}, err
	}
	if l.ctx == nil {
		l.ctx = t.Context()
	}
	found := diagnose.Run(l.ctx, l.Config, o)
	if l.open != 0 {
		t.Errorf("%d sessions are left", l.open)
	}
	return found
}

// session is one that has ended after its first error, as a real one has.
type session struct {
	fleet.Session
	lab   *lab
	ended error
}

func (s *session) Run(ctx context.Context, command string, then ...string) (platform.Output, error) {
	if s.ended != nil {
		return platform.Output{}, s.ended
	}
	s.lab.typed = append(s.lab.typed, command)
	if s.lab.run != nil {
		answer, err := s.lab.run(command)
		s.ended = err
		if err != nil || answer != nil {
			return platform.Output{Text: deref(answer), Whole: true}, err
		}
	}
	return s.Session.Run(ctx, command, then...)
}

func (s *session) Probe(ctx context.Context, command string, patience time.Duration) (platform.Output, bool, error) {
	s.lab.typed = append(s.lab.typed, command)
	text, cut, err := s.lab.probe(ctx, command, patience)
	s.ended = err
	return platform.Output{Text: text, Whole: true}, cut, err
}

func (s *session) Close(ctx context.Context) error {
	s.lab.open--
	return s.Session.Close(ctx)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func failed(reason failure.Reason, text string) error { return failure.New(reason, "%s", text) }

func step(t *testing.T, r advise.Report, id advise.StepID) advise.Step {
	t.Helper()
	for _, s := range r.Steps {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no step %s", id)
	return advise.Step{}
}
