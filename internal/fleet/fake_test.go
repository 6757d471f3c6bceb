package fleet_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// The collectors of the fakes, and what they ask.
const (
	techSupport     = "tech_support"
	status          = "status"
	showTechSupport = "show license tech support"
	showStatus      = "show license status"
)

// forever is longer than any poll may take.
const forever = 24 * time.Hour

// captures are the outputs of a healthy switch, by command.
func captures(t *testing.T) map[string]string {
	t.Helper()
	outputs := make(map[string]string)
	for command, file := range map[string]string{
		showTechSupport: "techsupport-6.3.10-svl-healthy.txt", showStatus: "status-6.3.10-stack.txt",
	} {
		text, err := os.ReadFile("../../parser/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		outputs[command] = string(text)
	}
	return outputs
}

// runner is what a fake does for Session.Run.
type runner = func(ctx context.Context, command string) (string, error)

// behaviour is what a fake switch does; what is nil goes well and takes no time.
type behaviour struct {
	open     func(context.Context) error
	run      runner
	check    func(command, output string) error
	hostname func() string
	system   *platform.OS // nil is IOS-XE
	alive    func(context.Context) error
	close    func(context.Context) error
	netconf  netconfBehaviour
}

// fakeSwitch is one switch, and the record of what was done to it.
type fakeSwitch struct {
	name    string
	outputs map[string]string

	mu    sync.Mutex
	does  behaviour
	opens []time.Time // also the failed ones
	runs  []string
	// lines are in use now, from the first packet until the logout is through.
	lines, alives, closes int
	asking                int // calls of the CLI's sessions and logins that are under way
	netconf               netconfRecord
	faults                []string // what no caller may do
}

// becomes changes how the switch behaves from now on.
func (s *fakeSwitch) becomes(b behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.does = b
}

// note changes the record and returns the behaviour.
func (s *fakeSwitch) note(change func()) behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	return s.does
}

func (s *fakeSwitch) opened() int { return len(s.openTimes()) }

func (s *fakeSwitch) openTimes() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.opens)
}

func (s *fakeSwitch) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.runs)
}

// openLines is how many sessions the switch has now.
func (s *fakeSwitch) openLines() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines
}

func (s *fakeSwitch) open(ctx context.Context) (_ fleet.Session, err error) {
	does := s.note(func() {
		s.opens = append(s.opens, time.Now())
		if s.lines++; s.lines > 1 {
			s.faults = append(s.faults, "a second session at the same time")
		}
		if s.asking++; s.netconf.lines > 0 {
			s.faults = append(s.faults, "a login to the CLI beside a NETCONF session")
		}
	})
	failed := true
	defer func() { // also if it panics
		s.note(func() { s.asking-- })
		if failed {
			s.note(func() { s.lines-- })
		}
	}()
	if does.open != nil {
		err = does.open(ctx)
	}
	if err != nil {
		return nil, err
	}
	failed = false
	return &fakeSession{at: s}, nil
}

// fakeSession is a session to a fakeSwitch.
type fakeSession struct {
	at           *fakeSwitch
	busy, closed bool // guarded by at.mu
}

// use notes that the session is used, by one caller at a time and not after its end.
func (s *fakeSession) use(what string, change func()) (does behaviour, done func()) {
	does = s.at.note(func() {
		if s.busy || s.closed {
			s.at.faults = append(s.at.faults, what+" on a session that is closed or in use")
		}
		if s.at.netconf.lines > 0 && what != "Close" { // an idle session may end at any time
			s.at.faults = append(s.at.faults, what+" beside a NETCONF session")
		}
		s.busy = true
		s.at.asking++
		change()
	})
	return does, func() { s.at.note(func() { s.busy = false; s.at.asking-- }) }
}

func (s *fakeSession) Run(ctx context.Context, command string, _ ...string) (platform.Output, error) {
	does, done := s.use("Run", func() { s.at.runs = append(s.at.runs, command) })
	defer done()
	if does.run != nil {
		output, err := does.run(ctx, command)
		return s.whole(output), err
	}
	return s.whole(s.at.outputs[command]), ctx.Err()
}

func (s *fakeSession) Alive(ctx context.Context) error {
	does, done := s.use("Alive", func() { s.at.alives++ })
	defer done()
	if does.alive != nil {
		return does.alive(ctx)
	}
	return ctx.Err()
}

func (s *fakeSession) Resume(ctx context.Context, command string, within time.Duration, _ ...string) (platform.Output, bool, error) {
	check, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := s.Alive(check); err != nil {
		return platform.Output{}, false, err
	}
	output, err := s.Run(ctx, command)
	return output, true, err
}

func (s *fakeSession) CheckOutput(command, output string) error {
	if does := s.at.note(func() {}); does.check != nil {
		return does.check(command, output)
	}
	return device.CheckOutput(s.System(), command, output)
}

func (s *fakeSession) Redacted(e *failure.Error) *failure.Error { return e }

func (s *fakeSession) System() *platform.OS {
	if does := s.at.note(func() {}); does.system != nil {
		return does.system
	}
	return platform.IOSXE()
}

// whole is the output as a session has proven it.
func (s *fakeSession) whole(output string) platform.Output {
	return platform.Output{Text: output, Whole: true, Host: s.hostname(), OS: s.System()}
}

func (s *fakeSession) hostname() string {
	if does := s.at.note(func() {}); does.hostname != nil {
		return does.hostname()
	}
	return "host-of-" + s.at.name
}

func (s *fakeSession) Close(ctx context.Context) error {
	does, done := s.use("Close", func() { s.at.closes++ })
	defer done()
	defer s.at.note(func() { s.closed = true })
	defer func() { s.at.note(func() { s.at.lines-- }) }()
	if does.close != nil {
		return does.close(ctx)
	}
	return nil
}

// takes is a behaviour that takes d, or until the context ends.
func takes(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// fails is a behaviour that fails at once.
func fails(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

// failed is what package device returns.
func failed(r failure.Reason) error {
	return &failure.Error{Reason: r, Err: fmt.Errorf("a fake %s", r)}
}

// answers is a run that gives the outputs, each after d, with those of replaced in their place.
func answers(outputs, replaced map[string]string, d time.Duration) runner {
	return func(ctx context.Context, command string) (string, error) {
		if err := takes(d)(ctx); err != nil {
			return "", err
		}
		if text, ok := replaced[command]; ok {
			return text, nil
		}
		return outputs[command], nil
	}
}

// failingAt is a run that fails at one command; the others go to next.
func failingAt(command string, err error, next runner) runner {
	return func(ctx context.Context, c string) (string, error) {
		if c == command {
			return "", err
		}
		return next(ctx, c)
	}
}
