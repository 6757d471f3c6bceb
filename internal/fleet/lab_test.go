package fleet_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

func TestMain(m *testing.M) {
	if serveBenchmark() {
		return
	}
	goleak.VerifyTestMain(m)
}

// setup is what a test may change of a lab.
type setup struct {
	config.Polling
	config.Module
	options fleet.Options
}

// lab is a fleet over fake switches.
type lab struct {
	*fleet.Fleet
	t        *testing.T
	began    time.Time
	switches []*fakeSwitch
	log      *logbook

	mu       sync.Mutex
	observed []*fleet.Result
}

// newLab makes a fleet of so many switches; call it inside of a synctest bubble. At the end of the
// test the fleet must close and leave nothing running.
func newLab(t *testing.T, switches int, change ...func(*setup)) *lab {
	t.Helper()
	l := &lab{t: t, began: time.Now(), log: &logbook{}}
	s := setup{
		Polling: config.Polling{MaxConcurrent: 256, MaxConcurrentNetconf: 16, MinInterval: time.Minute, Timeout: 30 * time.Second},
		Module: config.Module{
			Name: "default", Protocol: "ssh", Collectors: []string{techSupport, status},
			Session: config.SessionKeep, IdleTimeout: 5 * time.Minute,
		},
	}
	for _, c := range change {
		c(&s)
	}
	c := &config.Config{Polling: s.Polling}
	byName := make(map[string]*fakeSwitch)
	outputs, reply := captures(t), netconfReply(t)
	for i := range switches {
		sw := &fakeSwitch{name: fmt.Sprintf("sw-%02d", i), outputs: outputs, netconf: netconfRecord{reply: reply}}
		l.switches = append(l.switches, sw)
		byName[sw.name] = sw
		m := s.Module
		if m.Auth == nil {
			m.Auth = &config.Auth{Name: sw.name, Username: sw.name}
		}
		c.Targets = append(c.Targets, &config.Target{Name: sw.name, Address: "192.0.2.1:22", Module: &m})
	}
	s.options.Logger, s.options.Observe = l.log, l.observe
	s.options.Open = func(ctx context.Context, t *config.Target) (fleet.Session, error) {
		return byName[t.Name].open(ctx)
	}
	if s.options.OpenNetconf == nil {
		s.options.OpenNetconf = func(ctx context.Context, t *config.Target) (fleet.NetconfSession, error) {
			return byName[t.Name].openNetconf(ctx)
		}
	}
	l.Fleet = fleet.New(c, s.options)
	t.Cleanup(l.finish)
	return l
}

func (l *lab) observe(r *fleet.Result) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.observed = append(l.observed, r)
}

// finish closes the fleet and checks what must hold after everything that can happen.
func (l *lab) finish() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := l.Close(ctx); err != nil {
		l.t.Errorf("closing: %v", err)
	}
	if s := l.Stats(); s.Sessions != 0 || s.PollsInFlight != 0 {
		l.t.Errorf("left behind: %+v", s)
	}
	for _, s := range l.switches {
		if n := s.openLines(); n != 0 || s.netconf.lines != 0 || len(s.faults) > 0 {
			l.t.Errorf("%s: %d lines and %d of NETCONF left in use, faults: %s", s.name, n, s.netconf.lines, strings.Join(s.faults, "; "))
		}
	}
}

// scrape is a Collect that may take as long as timeout.
func (l *lab) scrape(timeout time.Duration) []fleet.Status {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.Collect(ctx)
}

// result is what a scrape that waits for all polls shows of the first switch.
func (l *lab) result() *fleet.Result {
	l.t.Helper()
	r := l.scrape(forever)[0].Result
	if r == nil {
		l.t.Fatalf("no result after %s", l.elapsed())
	}
	return r
}

// CollectNamed is a Collect of the targets of these names or addresses.
func (l *lab) CollectNamed(ctx context.Context, names []string) ([]fleet.Status, error) {
	s, err := l.Select(names...)
	if err != nil {
		return nil, err
	}
	return s.Collect(ctx), nil
}

// Peek is what is known of the targets of these names or addresses that are configured; of all without names.
func (l *lab) Peek(names ...string) []fleet.Status {
	if len(names) == 0 {
		return l.All().Peek()
	}
	s, _ := l.Select(names...)
	return s.Peek()
}

// Polls are the last polls of a target.
func (l *lab) Polls(name string) (fleet.Polls, bool) { return pollsOf(l.Fleet, name) }

// pollsOf are the last polls of a target, false if it is not configured.
func pollsOf(f *fleet.Fleet, name string) (fleet.Polls, bool) {
	s, err := f.Select(name)
	if err != nil {
		return fleet.Polls{}, false
	}
	return s.Peek()[0].History(), true
}

func (l *lab) elapsed() time.Duration { return time.Since(l.began) }

// at waits until that time after the start, and for everything that happens then.
func (l *lab) at(d time.Duration) {
	time.Sleep(time.Until(l.began.Add(d)))
	synctest.Wait()
}
