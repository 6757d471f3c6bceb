package device

import (
	"context"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/testenv/leak"
)

// Sessions that end in every way leave no descriptor; TestMain looks for goroutines.
func TestNoDescriptorIsLeft(t *testing.T) {
	good := (&devicetest.Switch{Shell: (&devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}).Run}).Start(t)
	silent := (&devicetest.Switch{Wire: devicetest.Hold}).Start(t)
	refusing := (&devicetest.Switch{NoShell: true}).Start(t)
	mute := (&devicetest.Switch{Shell: devicetest.Says("\nsw#")}).Start(t)
	d := NewDialer()
	round := func() {
		s, err := d.Open(devicetest.Context(t), good.Target())
		if err != nil {
			t.Fatal(err)
		}
		Run(t, s, "show x")
		if err := s.Close(devicetest.Context(t)); err != nil {
			t.Error(err)
		}
		for _, f := range []*devicetest.Switch{silent, refusing, mute} {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			if _, err := d.Open(ctx, f.Target()); err == nil {
				t.Error("a session with a broken switch")
			}
			cancel()
		}
	}
	round()
	settle := func() int {
		for _, f := range []*devicetest.Switch{good, silent, refusing, mute} {
			f.Settle()
		}
		return leak.Descriptors(t)
	}
	// The count is the whole process's, where others may be opening one just now: what an ending
	// leaves open shows by its growing with the rounds.
	const rounds = 8
	before := settle()
	for range rounds {
		round()
	}
	if after := settle(); after >= before+rounds {
		t.Errorf("%d descriptors became %d in %d rounds", before, after, rounds)
	}
}

// A session that is kept holds nothing of the polls that opened and used it: neither their contexts nor what the functions
// in these hold. x/crypto keeps its callbacks for as long as the connection lives.
func TestSessionLetsGoOfItsPolls(t *testing.T) {
	f := (&devicetest.Switch{Shell: (&devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}).Run}).Start(t)
	d := NewDialer()
	type result struct{ of [1 << 10]byte }
	polled := func(ask func(ctx context.Context)) (weak.Pointer[result], weak.Pointer[trace.Trace]) {
		r, steps := new(result), trace.New()
		ctx := trace.With(devicetest.Context(t), steps)
		ctx = dial.WithSilence(ctx, dial.Silence{After: time.Hour, Begins: func() { r.of[0]++ }, Ends: func() { r.of[0]++ }})
		ctx = dial.WithLogin(ctx, dial.Login{Send: func(context.Context) error { r.of[0]++; return nil }, Accepted: func() { r.of[0]++ }})
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		ask(ctx)
		return weak.Make(r), weak.Make(steps)
	}
	var s *Session
	openedBy, opening := polled(func(ctx context.Context) {
		var err error
		if s, err = d.Open(ctx, f.Target()); err != nil {
			t.Fatal(err)
		}
	})
	askedBy, asking := polled(func(ctx context.Context) {
		if _, err := s.Run(ctx, "show x"); err != nil {
			t.Fatal(err)
		}
	})
	runtime.GC()
	for what, left := range map[string]bool{
		"result of the poll that opened it": openedBy.Value() != nil, "trace of that poll": opening.Value() != nil,
		"result of a poll that used it": askedBy.Value() != nil, "trace of that one": asking.Value() != nil,
	} {
		if left {
			t.Error("the session holds the", what)
		}
	}
	if err := s.Close(devicetest.Context(t)); err != nil {
		t.Error(err)
	}
}

// One command at a time. A caller that waits may give up, and spoils nothing.
func TestOneCommandAtATime(t *testing.T) {
	release := make(chan struct{})
	entered := make(chan struct{})
	shell := &devicetest.IOS{Commands: map[string]string{"show x": "x\n"}}
	shell.Hook = func(_ *devicetest.Terminal, line string) bool {
		if line == "show slow" {
			close(entered)
			<-release
			shell.Commands[line] = "slow\n"
		}
		return false
	}
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	var wg sync.WaitGroup
	wg.Go(func() {
		if out, err := s.Run(devicetest.Context(t), "show slow"); err != nil || out.Text != "slow\n" {
			t.Errorf("%q, %v", out.Text, err)
		}
	})
	<-entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Run(ctx, "show x")
	devicetest.WantReason(t, err, failure.Internal, "waiting for the session")
	for range 4 {
		wg.Go(func() {
			if out, err := s.Run(devicetest.Context(t), "show x"); err != nil || out.Text != "x\n" {
				t.Errorf("%q, %v", out.Text, err)
			}
		})
	}
	close(release)
	wg.Wait()
}

// A switch that hangs up on an idle session costs no descriptor until somebody asks.
func TestHungUpWhileIdle(t *testing.T) {
	shells := make(chan *devicetest.Terminal, 1)
	f := (&devicetest.Switch{Shell: func(term *devicetest.Terminal) { shells <- term; (&devicetest.IOS{}).Run(term) }}).Start(t)
	s := open(t, f)
	_ = (<-shells).Ch.Close()
	<-s.wire.eof
	<-s.conn.Closed()
	devicetest.WantReason(t, s.Alive(devicetest.Context(t)), failure.Disconnected)
}

// Close returns with its context, whatever the switch does, and however often it is called.
func TestCloseIsBounded(t *testing.T) {
	shell := &devicetest.IOS{Hook: func(_ *devicetest.Terminal, line string) bool { return line == "exit" }} // no answer to it
	s := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.Close(ctx)
	if s.wire.IsAlive() {
		t.Error("the connection is open after Close")
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { _ = s.Close(devicetest.Context(t)) })
	}
	wg.Wait()
	slow := open(t, (&devicetest.Switch{Shell: shell.Run}).Start(t))
	if err := slow.Close(devicetest.Context(t)); err != nil {
		t.Errorf("a switch that ignores exit: %v", err)
	}
	if slow.wire.IsAlive() {
		t.Error("the connection is open after Close")
	}
}

// The dial's result is not lost when the context ends while it is on its way.
func TestDialComesTooLate(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server, client := net.Pipe()
	defer func() { _ = server.Close() }()
	d := NewDialer(WithDial(func(context.Context, string, string) (net.Conn, error) {
		cancel()
		return client, nil
	}))
	_, err := d.Open(ctx, (&devicetest.Switch{Address: "192.0.2.1:22"}).Target())
	devicetest.WantReason(t, err, failure.Internal, "cancelled")
	if _, err := server.Read(make([]byte, 1)); err == nil {
		t.Error("the connection was left open")
	}
}
