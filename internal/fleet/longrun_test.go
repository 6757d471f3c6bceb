package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// plant is a fleet of switches that do not remember what was done to them, so that its memory is
// the exporter's.
type plant struct {
	status      string
	polls, open atomic.Int64
}

// wired is a session that holds what a real one does: a goroutine that reads, and a buffer.
type wired struct {
	plant  *plant
	number int
	polls  int
	buffer []byte
	hangUp context.CancelFunc
	reader sync.WaitGroup
}

// What the switches of a plant do, by number modulo ten; the others are well.
const (
	refuses   = 3 // never there
	swallows  = 4 // never answers the first packet
	wrongPass = 5
	hangsUp   = 6 // every third poll ends in the middle
	crashes   = 7 // every fifth poll panics
	forgets   = 8 // a kept session is dead after its second poll
	mute      = 9 // answers every other poll only
)

func (p *plant) dial(ctx context.Context, t *config.Target) (fleet.Session, error) {
	var number int
	if _, err := fmt.Sscanf(t.Name, "sw-%d", &number); err != nil {
		return nil, err
	}
	switch number % 10 {
	case refuses:
		return nil, failed(failure.Refused)
	case swallows:
		<-ctx.Done()
		return nil, &failure.Error{Reason: failure.Timeout, Target: t.Name, Err: ctx.Err()}
	case wrongPass:
		return nil, failed(failure.Auth)
	}
	connection, hangUp := context.WithCancel(context.Background())
	w := &wired{plant: p, number: number, buffer: make([]byte, 4096), hangUp: hangUp}
	w.reader.Go(func() { <-connection.Done() })
	p.open.Add(1)
	return w, nil
}

func (w *wired) Run(ctx context.Context, _ string, _ ...string) (platform.Output, error) {
	w.polls++
	n := w.plant.polls.Add(1)
	switch kind := w.number % 10; {
	case kind == hangsUp && n%3 == 0:
		return platform.Output{}, failed(failure.Disconnected)
	case kind == crashes && n%5 == 0:
		panic("a fake crash")
	case kind == mute && n%2 == 0:
		<-ctx.Done()
		return platform.Output{}, ctx.Err()
	}
	return platform.Output{Text: w.plant.status, Whole: true, Host: "switch"}, nil
}

func (w *wired) Resume(ctx context.Context, command string, _ time.Duration, _ ...string) (platform.Output, bool, error) {
	if err := w.Alive(ctx); err != nil {
		return platform.Output{}, false, err
	}
	output, err := w.Run(ctx, command)
	return output, true, err
}

func (w *wired) Alive(context.Context) error {
	if w.number%10 == forgets && w.polls > 1 {
		return errors.New("forgotten")
	}
	return nil
}

func (w *wired) Close(context.Context) error {
	w.hangUp()
	w.reader.Wait()
	w.plant.open.Add(-1)
	return nil
}

func (w *wired) CheckOutput(command, output string) error {
	return device.CheckOutput(platform.IOSXE(), command, output)
}
func (w *wired) Redacted(e *failure.Error) *failure.Error { return e }
func (w *wired) System() *platform.OS                     { return platform.IOSXE() }

// plantConfig has a password of so many, so that it can change; every other switch keeps its session.
func plantConfig(switches, password int) *config.Config {
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 64, MinInterval: time.Minute, Timeout: 20 * time.Second}}
	modules := map[config.Session]*config.Module{}
	for _, session := range []config.Session{config.SessionKeep, config.SessionClose} {
		modules[session] = &config.Module{
			Name: string(session), Protocol: "ssh", Collectors: []string{status}, Session: session, IdleTimeout: 10 * time.Minute,
			Auth: &config.Auth{Name: "ro", Username: "slp-ro", Password: config.NewSecret(fmt.Sprint(password))},
		}
	}
	for i := range switches {
		m := modules[config.SessionKeep]
		if i/10%2 == 1 {
			m = modules[config.SessionClose]
		}
		c.Targets = append(c.Targets, &config.Target{Name: fmt.Sprint("sw-", i), Address: fmt.Sprint("sw-", i), Module: m, Labels: map[string]string{}})
	}
	return c
}

// footprint is what is in use when nothing is under way.
type footprint struct {
	goroutines int
	sessions   int64
	heap       uint64
}

func measure(f *fleet.Fleet) footprint {
	synctest.Wait()
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first one finalised
	runtime.ReadMemStats(&m)
	return footprint{runtime.NumGoroutine(), f.Stats().Sessions, m.HeapAlloc}
}

// TestLongRun polls for days in fast motion, with secrets that change now and then. After 10,000 polls as
// much is in use as after the first 1,000.
func TestLongRun(t *testing.T) { testLongRun(t, 10_000) }

// TestLongRunForWeeks does the same with 100,000 polls.
func TestLongRunForWeeks(t *testing.T) {
	if testing.Short() {
		t.Skip("long: 100,000 polls, of which TestLongRun makes 10,000; make test-all runs it")
	}
	testLongRun(t, 100_000/race.Slowdown)
}

func testLongRun(t *testing.T, until uint64) {
	t.Helper()
	p := &plant{status: captures(t)[showStatus]}
	synctest.Test(t, func(t *testing.T) {
		const switches = 100
		f := fleet.New(plantConfig(switches, 0), fleet.Options{Open: p.dial})
		round := 0
		poll := func(until uint64) (footprint, uint64) {
			for polls := uint64(0); ; round++ {
				time.Sleep(time.Minute)
				if round%50 == 49 {
					f.Update(plantConfig(switches, round/50%3))
				}
				polls = 0
				for _, s := range f.Collect(t.Context()) {
					polls += s.Polls
				}
				if polls >= until && round%50 == 40 { // as long after a change
					return measure(f), polls
				}
			}
		}
		first, _ := poll(1000)
		last, polls := poll(until)
		t.Logf("%d polls in %d rounds: %+v, then %+v", polls, round, first, last)
		if first.sessions < 20 || last.sessions > first.sessions+switches/10 || p.open.Load() != last.sessions {
			t.Errorf("%d sessions became %d, %d are open", first.sessions, last.sessions, p.open.Load())
		}
		if beside := int64(last.goroutines) - last.sessions; beside > int64(first.goroutines)-first.sessions {
			t.Errorf("%+v became %+v", first, last)
		}
		if last.heap > first.heap+first.heap/10+256<<10 {
			t.Errorf("%d bytes became %d", first.heap, last.heap)
		}
		if err := f.Close(t.Context()); err != nil || p.open.Load() != 0 {
			t.Errorf("%d sessions left: %v", p.open.Load(), err)
		}
	})
}
